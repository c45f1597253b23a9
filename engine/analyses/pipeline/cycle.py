"""The sales cycle: how long deals take until they are won, by segment, and which open ones take too long."""

from __future__ import annotations

import numpy as np

from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.survival import LOST, OPEN, WON, Curve, incidence
from engine.kernels.arrays import Array
from saql.record import record

_FEWEST_WINS = 20
"""A segment with fewer wins is judged by all deals."""

OLD = 0.9
"""A deal is old that is older than this part of the won ones were."""


@record(eq=False)
class Cycle:
    """What is known of how long deals take.

    Args:
        age: how old each deal was when it ended, or is now, in days (n,).
        outcome: OPEN, WON or LOST (n,).
        whole: the curve of all deals.
        segments: those of segments with wins enough, by name.
        limits: by segment's position, -1 for none, the age by which 90% of the won deals were won.
        old: the open deals that are older, as positions, the largest amounts first.
    """

    age: Array
    outcome: Array
    whole: Curve
    segments: dict[str, Curve]
    limits: dict[int, float]
    old: Array


def cycle_of(deals: Deals, now: float) -> Cycle:
    """Return how long deals take. `now` is in days since 1970-01-01."""
    is_open = np.isinf(deals.closed)
    age = np.where(is_open, now, deals.closed) - deals.created
    outcome = np.where(is_open, OPEN, np.where(deals.won, WON, LOST))
    known = np.isfinite(age)
    whole = incidence(age[known], outcome[known])
    segments: dict[str, Curve] = {}
    limits = {-1: whole.age_of(OLD)}
    for place, name in enumerate(deals.segments):
        chosen = known & (deals.segment == place)
        if np.count_nonzero(outcome[chosen] == WON) >= _FEWEST_WINS:
            segments[name] = incidence(age[chosen], outcome[chosen])
        limits[place] = (segments.get(name) or whole).age_of(OLD)
    limit = np.array([limits[each] for each in deals.segment.tolist()])
    old = np.flatnonzero(known & is_open & (age > limit))
    order = np.lexsort((-age[old], -np.nan_to_num(deals.amount[old])))
    return Cycle(age=age, outcome=outcome, whole=whole, segments=segments, limits=limits, old=old[order])
