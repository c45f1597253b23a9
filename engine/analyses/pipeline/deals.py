"""Deals and what is known of their past, as arrays."""

from __future__ import annotations

import numpy as np

from engine.kernels.arrays import Array
from saql.record import record

NOT_CLOSED = np.inf


@record(eq=False)
class Deals:
    """Deals as they are now, n of them; days since 1970-01-01.

    Args:
        ids: their ids, as texts.
        created: the day each was made.
        closed: the day each was won or lost, `NOT_CLOSED` while it is open.
        won: whether it was won.
        amount: what it is worth, NaN where nobody said.
        stated: the close date that an open deal has now, NaN where there is none.
        stage, owner, segment: positions in the names below; -1 where there is none.
        committed: whether its owner commits to it; only of open deals it means something.
        stages, owners, segments: the names.
    """

    ids: Array
    created: Array
    closed: Array
    won: Array
    amount: Array
    stated: Array
    stage: Array
    owner: Array
    segment: Array
    committed: Array
    stages: tuple[str, ...]
    owners: tuple[str, ...]
    segments: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.created)

    def open_at(self, day: float) -> Array:
        """Return which were open at a moment (n,)."""
        return (self.created <= day) & (self.closed > day)


@record(eq=False)
class Steps:
    """What is known of the past of deals, in order of deal and time: what each had from a moment on.

    Args:
        deal: the position of the deal.
        at: the day.
        stage: the stage from then on, -1 where it is not told.
        amount: the amount, NaN where it is not told.
        stated: the close date stated then, NaN where it is not told.
    """

    deal: Array
    at: Array
    stage: Array
    amount: Array
    stated: Array

    @property
    def has_amounts(self) -> bool:
        """Whether amounts of the past are known."""
        return bool(np.isfinite(self.amount).any())

    @property
    def has_stated(self) -> bool:
        """Whether close dates stated in the past are known."""
        return bool(np.isfinite(self.stated).any())


@record(eq=False)
class Standing:
    """What each deal was at a moment: stage -1, amount and stated NaN where nobody knows."""

    stage: Array
    amount: Array
    stated: Array


def ordered(steps: Steps) -> Steps:
    """Return steps in order of deal and time, each telling all that was known then."""
    order = np.lexsort((steps.at, steps.deal))
    deal = steps.deal[order]
    return Steps(
        deal=deal,
        at=steps.at[order],
        stage=_carried(deal, steps.stage[order], steps.stage[order] >= 0),
        amount=_carried(deal, steps.amount[order], np.isfinite(steps.amount[order])),
        stated=_carried(deal, steps.stated[order], np.isfinite(steps.stated[order])),
    )


def standing_at(deals: Deals, steps: Steps, day: float) -> Standing:
    """Return what was known of each deal at a moment; `steps` are `ordered`."""
    last = np.full(len(deals), -1, np.int64)
    seen = np.flatnonzero(steps.at <= day)
    last[steps.deal[seen]] = seen  # of several the last counts
    known = last >= 0

    def of(values: Array, nothing: float) -> Array:
        return np.where(known, values[last], nothing) if len(values) else np.full(len(deals), nothing)

    stage = of(steps.stage, -1).astype(np.int64)
    return Standing(stage=stage, amount=of(steps.amount, np.nan), stated=of(steps.stated, np.nan))


def standing_now(deals: Deals) -> Standing:
    """Return what the records say now."""
    return Standing(stage=deals.stage, amount=deals.amount, stated=deals.stated)


def _carried(deal: Array, values: Array, known: Array) -> Array:
    """Return values in which one that is not known is the last known one of the same deal."""
    places = np.where(known, np.arange(len(values)), 0)
    first = np.r_[True, deal[1:] != deal[:-1]] if len(deal) else np.zeros(0, bool)
    places[first] = np.flatnonzero(first)
    return values[np.maximum.accumulate(places)] if len(values) else values
