"""What became of a period's pipeline: from the open deals that were to close in it at one moment to those at another.

Every deal's part in each change is kept, so that the changes of all deals lead exactly from the first sum to the last.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.analyses.pipeline.deals import Deals, Standing, Steps, standing_at, standing_now
from engine.analyses.pipeline.forecast import Period, first_day
from engine.kernels.arrays import Array
from saql.record import record

Step = Literal["Opening", "Created", "Pulled in", "Increased", "Decreased", "Pushed out", "Won", "Lost", "Closing"]
STEPS: tuple[Step, ...] = (
    "Opening",
    "Created",
    "Pulled in",
    "Increased",
    "Decreased",
    "Pushed out",
    "Won",
    "Lost",
    "Closing",
)


@record(eq=False)
class Change:
    """What became of the pipeline of a period.

    Args:
        period: the period in which deals were to close.
        since, until: the two moments, in days since 1970-01-01.
        amounts: by step, what each deal adds (n,); zero for those that have no part in it.
        dated: whether close dates of the past are known; if not, all open deals count, whenever they were to close.
    """

    period: Period
    since: float
    until: float
    amounts: dict[Step, Array]
    dated: bool

    def total(self, step: Step) -> float:
        """Return the sum of a step."""
        return float(self.amounts[step].sum())

    def deals(self, step: Step) -> int:
        """Return how many deals have a part in a step."""
        return int(np.count_nonzero(self.amounts[step]))


def change_of(deals: Deals, steps: Steps, period: Period, since: float, until: float, now: float) -> Change:
    """Return what became of the pipeline of a period between two moments.

    Args:
        deals: the deals as they are now.
        steps: what is known of their past.
        period: the period in which deals are to close.
        since: the first moment.
        until: the second, at most now.
        now: the present moment.
    """
    before = standing_at(deals, steps, since)
    after = standing_now(deals) if until >= now else standing_at(deals, steps, until)
    dated = steps.has_stated
    ends = (deals.closed > since) & (deals.closed <= until)
    made = (deals.created > since) & (deals.created <= until)
    was = deals.open_at(since) & _due(before, period, dated)
    still = deals.open_at(until) & _due(after, period, dated)
    ended = ends & (was | _within(deals.closed, period, dated)) & (deals.created <= until)
    final = np.nan_to_num(np.where(ends | ~steps.has_amounts, deals.amount, after.amount))
    first = np.where(was | ~made, np.nan_to_num(before.amount), final) if steps.has_amounts else final
    first = np.where(~was & ~made & np.isnan(before.amount), final, first)
    there = was | still | ended
    pushed = was & ~still & ~ended
    last = np.where(pushed, first, final)
    grown = (last - first) * there
    amounts: dict[Step, Array] = {
        "Opening": first * was,
        "Created": first * (there & ~was & made),
        "Pulled in": first * (there & ~was & ~made),
        "Increased": np.maximum(grown, 0),
        "Decreased": np.minimum(grown, 0),
        "Pushed out": -last * pushed,
        "Won": -last * (ended & deals.won),
        "Lost": -last * (ended & ~deals.won),
        "Closing": last * still,
    }
    return Change(period=period, since=since, until=until, amounts=amounts, dated=dated)


def _due(standing: Standing, period: Period, dated: bool) -> Array:
    return _within(standing.stated, period, dated)


def _within(days: Array, period: Period, dated: bool) -> Array:
    if not dated:
        return np.ones(len(days), bool)
    return (days >= first_day(period.start)) & (days < first_day(period.end))
