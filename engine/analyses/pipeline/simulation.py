"""Thousands of possible futures of the pipeline: in each, every deal is won in some month or not, and new ones come.

All totals are of the same futures, so those of owners, and those of segments, add up to the whole in each of them.
"""

from __future__ import annotations

import numpy as np

from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.misses import Drift
from engine.analyses.pipeline.outlook import Outlook
from engine.kernels.arrays import Array
from saql.record import record

_PART = 1 << 23
"""So many draws are made at a time."""


@record(eq=False)
class Futures:
    """Amounts won in each future and window: (simulations, horizon) each.

    Args:
        total: of all.
        owners: by the owner's position; -1 is none.
        segments: by the segment's position; -1 is none.
    """

    total: Array
    owners: dict[int, Array]
    segments: dict[int, Array]


def simulate(outlook: Outlook, drift: Drift, deals: Deals, simulations: int, seed: int) -> Futures:
    """Draw futures.

    Args:
        outlook: what is expected.
        drift: what moves all deals of a window together.
        deals: the deals.
        simulations: how many futures; ten thousand take seconds for thousands of deals.
        seed: of the random numbers: equal seeds give equal futures.
    """
    random = np.random.default_rng([seed, outlook.month])
    horizon = outlook.won.shape[1]
    shared = np.exp(drift.mean + drift.spread * random.standard_normal((simulations, 1)))
    owner_of, arriving_of = deals.owner[outlook.deal], [deals.owner[each] for each in outlook.pool]
    segments = np.zeros((len(deals.segments) + 1, simulations, horizon))
    owners: dict[int, Array] = {}
    for owner in np.unique(np.concatenate([owner_of, *arriving_of])):
        of_owner = np.zeros_like(segments)
        for segment, total in enumerate(of_owner):
            rows = np.flatnonzero((owner_of == owner) & (deals.segment[outlook.deal] == segment - 1))
            _add_open(total, outlook, rows, random)
            _add_arriving(total, outlook, segment, arriving_of[segment] == owner, deals.amount, random)
        of_owner *= shared
        segments += of_owner
        owners[int(owner)] = of_owner.sum(axis=0)
    by_segment = {place - 1: each for place, each in enumerate(segments) if each.any()}
    return Futures(segments.sum(axis=0), owners, by_segment)


def _add_open(total: Array, outlook: Outlook, rows: Array, random: np.random.Generator) -> None:
    """Add what is won of some open deals: each falls into the window in whose share its draw lies, or into none."""
    simulations, horizon = total.shape
    ends = np.cumsum(outlook.won, axis=1).astype(np.float32)
    step = max(1, _PART // simulations)
    for part in (rows[start : start + step] for start in range(0, len(rows), step)):
        draws = random.random((len(part), simulations), dtype=np.float32)
        place, future = np.nonzero(draws < ends[part, -1:])
        drawn, row = draws[place, future], part[place]
        window = np.zeros(len(row), np.int64)
        for each in range(horizon - 1):
            window += drawn >= ends[row, each]
        amount = outlook.amount[row] * outlook.changes[random.integers(0, len(outlook.changes), len(row))]
        total += np.bincount(future * horizon + window, amount, total.size).reshape(total.shape)


def _add_arriving(
    total: Array, outlook: Outlook, segment: int, chosen: Array, amounts: Array, random: np.random.Generator
) -> None:
    """Add what is won of deals to come, each like one that was won lately; `chosen` are the owner's among these."""
    pool = outlook.pool[segment][chosen]
    if not len(pool):
        return
    expected = outlook.arriving[segment] * len(pool) / len(chosen)
    counts = random.poisson(expected, total.shape).ravel()
    place = np.repeat(np.arange(total.size), counts)
    amount = amounts[pool[random.integers(0, len(pool), len(place))]]
    total += np.bincount(place, amount, total.size).reshape(total.shape)
