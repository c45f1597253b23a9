"""Past moments: which deals were open then, how they stood, and in which of the months after it they ended.

The moments are one a month, all at the same place in their month as now; the first window after each is what is left
of its month, the others are whole months. So what happened after them is what is to be expected now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from engine.analyses.pipeline.deals import Deals, Standing, Steps, standing_at, standing_now
from engine.analyses.pipeline.months import month_of, same_day_of
from engine.kernels.arrays import Array
from saql.record import record

NEVER = 1 << 20
"""The window of what has not happened."""

AGES = np.array([14.0, 30.0, 60.0, 90.0, 135.0, 180.0, 365.0])
"""Ages of deals in days that bound the bands of age."""

SIZES = 6
_SIZE_BOUNDS = np.array([0.0, 0.35, 0.75, 1.5, 3.0])
"""Sizes: what an amount is beside the middle one of its segment."""

_TOLD = 0.9
"""Stages of a moment count where so large a part of its deals has one."""

DUE, DUE_NOW = 6, 2
"""Bands of the stated close date: unknown, before the month, in it, in the next, in that after it, later."""


@record(eq=False)
class Rows:
    """Deals that were open at moments: a row for each moment and deal.

    Args:
        moment: the position of the moment.
        deal: the position of the deal.
        stage, age, due: bands: stage + 1 (0 is unknown), age, and when the close was stated to be.
        size: band of the amount beside the middle one of its segment; 0 where it has none.
        amount: the amount as it was known then; as it is now if no amounts of the past are known.
        won, lost: how many windows later it was won, or lost; `NEVER` if not.
    """

    moment: Array
    deal: Array
    stage: Array
    age: Array
    due: Array
    size: Array
    amount: Array
    won: Array
    lost: Array

    def of(self, chosen: Array) -> Rows:
        """Return some of the rows."""
        return Rows(*(getattr(self, each.name)[chosen] for each in fields(self)))

    @staticmethod
    def together(parts: Sequence[Rows]) -> Rows:
        """Return the rows of several moments."""
        return Rows(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Rows)))


@record(eq=False)
class Moments:
    """Moments from the first that deals are known of, one a month, to the present one.

    Args:
        at: the days (moments,); the last is now.
        month: the months that they are in.
        rows: who was open.
    """

    at: Array
    month: Array
    rows: Rows

    def __len__(self) -> int:
        return len(self.at)


def moments_until(deals: Deals, steps: Steps, now: float) -> Moments:
    """Return all moments up to now.

    The first is in the month after the first close: deals that ended before it may not be in the data.
    """
    last = int(month_of(np.array([now]))[0])
    closed = deals.closed[np.isfinite(deals.closed)]
    first = int(month_of(np.array([closed.min()]))[0]) + 1 if len(closed) else last
    month = np.arange(min(first, last), last + 1)
    at = same_day_of(month, now)
    parts = [_rows(deals, steps, place, float(at[place]), bool(place == len(at) - 1)) for place in range(len(at))]
    return Moments(at, month, Rows.together(parts))


def _rows(deals: Deals, steps: Steps, moment: int, day: float, is_now: bool) -> Rows:
    open_then = np.flatnonzero(deals.open_at(day))
    standing = standing_now(deals) if is_now else standing_at(deals, steps, day)
    month = int(month_of(np.array([day]))[0])
    ends = np.where(np.isfinite(deals.closed[open_then]), month_of(deals.closed[open_then]) - month, NEVER)
    won = deals.won[open_then]
    amount = (standing.amount if steps.has_amounts or is_now else deals.amount)[open_then]
    return Rows(
        moment=np.full(len(open_then), moment),
        deal=open_then,
        stage=_stages(standing.stage[open_then]),
        age=np.searchsorted(AGES, day - deals.created[open_then], side="right"),
        due=_due(standing, steps, open_then, month),
        size=_size(amount, deals.segment[open_then]),
        amount=amount,
        won=np.where(won, ends, NEVER),
        lost=np.where(won, NEVER, ends),
    )


def _size(amount: Array, segment: Array) -> Array:
    """Return the band of each amount; the middle ones are those of the deals that are open together."""
    size = np.zeros(len(amount), np.int64)
    for each in np.unique(segment):
        chosen = (segment == each) & (amount > 0)
        middle = np.median(amount[chosen]) if chosen.any() else 1.0
        size[chosen] = np.searchsorted(_SIZE_BOUNDS, amount[chosen] / middle, side="left")
    return size


def _stages(stage: Array) -> Array:
    """Return stages from 1, or 0, unknown, for all deals where more than a few have none.

    At its beginning a history knows only the deals that have moved since, and these are not like the others.
    """
    told = np.count_nonzero(stage >= 0)
    return stage + 1 if told >= _TOLD * len(stage) else np.zeros_like(stage)


def _due(standing: Standing, steps: Steps, chosen: Array, month: int) -> Array:
    """Return the band of the stated close date; 0 where those of the past are not known, as nothing is learnt then."""
    if not steps.has_stated:
        return np.zeros(len(chosen), np.int64)
    stated = standing.stated[chosen]
    ahead = np.clip(month_of(stated) - month, -1, 3) + DUE_NOW
    return np.where(np.isfinite(stated), ahead, 0)
