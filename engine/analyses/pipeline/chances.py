"""How likely deals are won, and lost, in each of the coming months: learnt from past moments whose outcome is known.

Of the deals that stood as this one does (segment, stage, age, stated close), so many of a hundred were won in the first
month, so many of those left in the second. Where few stood so, the share of a wider group counts as well. Months of the
calendar have factors (ends of quarters), and so have owners and sizes. The model is that of competing risks in discrete
time with multiplied odds: Tutz and Schmid, "Modeling Discrete Time-to-Event Data" (2016), chapter 8.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.moments import AGES, DUE, SIZES, Moments, Rows
from engine.analyses.pipeline.months import QUARTER
from engine.kernels.arrays import Array
from saql.record import record

_WEIGHT = 60.0
"""So many deals of the wider group are counted with those of a narrower one."""

_PLACE_WEIGHT = 10.0
_MONTH_WEIGHT = 30.0
_FACTOR_WEIGHT = 10.0
"""So many expected wins count for a place, a month, an owner or a size being like all others."""

_ROUNDS = 12
"""Odds and factors are computed in turn so often; later rounds change forecasts by less than their error."""

MONTHS = 12


@record(eq=False)
class Chances:
    """What was learnt.

    Args:
        won, lost: odds by cell and window (cells, horizon): how many end so beside one that stays open.
        won_months, lost_months: their factors by segment, first or later window, and month (segments, 2, 12); the
            first segment is none.
        owners, sizes: factors of the odds of wins, of each owner (the first has none) and of each size.
        wins: how many wins were learnt from.
    """

    won: Array
    lost: Array
    won_months: Array
    lost_months: Array
    owners: Array
    sizes: Array
    wins: int


@record(eq=False)
class Counts:
    """How deals ended: by moment, cell and window."""

    stayed: Array
    won: Array
    lost: Array


class Cells:
    """Numbers the groups that deals stand in: by segment, and within each by age, stage and stated close.

    Groups that no deal of any segment was ever in have no number.

    Attributes:
        segments: how many segments there are, the first is none.
        count: how many groups there are; all segments have as many.
        kind: for each group its segment and age, as one number.
        place: for each group its stage and stated close, as one number.
    """

    def __init__(self, deals: Deals, rows: Rows) -> None:
        """Number the groups that some rows are in."""
        self._segment = deals.segment + 1
        self._shape = (len(AGES) + 1, len(deals.stages) + 1, DUE)
        self._found = np.unique(np.append(self._within(rows), 0))
        self.segments = len(deals.segments) + 1
        self.count = self.segments * len(self._found)
        age, stage, due = np.unravel_index(self._found, self._shape)
        segment = np.repeat(np.arange(self.segments), len(self._found))
        self.kind = segment * (len(AGES) + 1) + np.tile(age, self.segments)
        self.place = np.tile(stage * DUE + due, self.segments)

    def of(self, rows: Rows) -> Array:
        """Return the group of each row, which is one of those, or of the same groups."""
        found: Array = self._segment[rows.deal] * len(self._found) + np.searchsorted(self._found, self._within(rows))
        return found

    def _within(self, rows: Rows) -> Array:
        """Return the group of each row among those of its segment."""
        return np.ravel_multi_index((rows.age, rows.stage, rows.due), self._shape)


def count_ends(moments: Moments, cells: Cells, horizon: int) -> Counts:
    """Count how the deals of each moment ended."""
    rows = moments.rows
    place = rows.moment * cells.count + cells.of(rows)
    shape = (len(moments), cells.count, horizon + 1)

    def ended(window: Array) -> Array:
        at = place * (horizon + 1) + np.minimum(window, horizon)
        return np.bincount(at, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)

    ends = ended(np.minimum(rows.won, rows.lost))
    at_risk = np.cumsum(ends[:, :, ::-1], axis=2)[:, :, ::-1]
    won, lost = ended(rows.won)[:, :, :-1], ended(rows.lost)[:, :, :-1]
    return Counts(at_risk[:, :, 1:], won, lost)


def learn(moments: Moments, deals: Deals, cells: Cells, counts: Counts, until: int) -> Chances:
    """Learn from what was known at the moment `until`: windows that had ended before its month."""
    window = np.arange(counts.won.shape[2])
    known = (np.arange(until)[:, None] + window < until)[:, None, :]
    seen = Counts(counts.stayed[:until] * known, counts.won[:until] * known, counts.lost[:until] * known)
    month = (moments.month[:until, None] + window) % MONTHS
    later = np.broadcast_to(window > 0, month.shape).astype(np.int64)
    (won, won_months), (lost, lost_months) = _odds(seen, cells, later, month)
    alike = np.ones(len(deals.owners) + 1), np.ones(SIZES)
    found = Chances(won, lost, won_months, lost_months, *alike, int(seen.won.sum()))
    return _with_factors(found, moments, deals, cells, until)


def chances_of(chances: Chances, cells: Cells, deals: Deals, rows: Rows, month: Array) -> tuple[Array, Array]:
    """Return how likely each row's deal is won, and lost, in each window after its moment: (rows, horizon) each.

    Args:
        chances: what was learnt.
        cells: the groups that it was learnt by.
        deals: the deals.
        rows: who is asked about.
        month: the month that each row's moment is in.
    """
    cell, horizon = cells.of(rows), chances.won.shape[1]
    months = (month[:, None] + np.arange(horizon)) % MONTHS
    later = (np.arange(horizon) > 0).astype(np.int64)
    factor = chances.owners[deals.owner[rows.deal] + 1] * chances.sizes[rows.size]
    segment = deals.segment[rows.deal][:, None] + 1
    won = chances.won[cell] * chances.won_months[segment, later, months] * factor[:, None]
    lost = chances.lost[cell] * chances.lost_months[segment, later, months]
    stays = 1 / (1 + won + lost)
    left = np.cumprod(stays, axis=1)  # after each window
    return left * won, left * lost


def _odds(counts: Counts, cells: Cells, later: Array, month: Array) -> list[tuple[Array, Array]]:
    """Return the odds of cells (cells, horizon) with their factors of months (segments, 2, 12), of wins and of losses.

    They are those under which as many are won, and lost, as were: odds are what ended over what would have stayed
    under the odds and factors so far, a few times over.
    """
    at_risk = counts.stayed + counts.won + counts.lost
    by_segment = (len(at_risk), cells.segments, cells.count // cells.segments, at_risk.shape[2])
    ended = (counts.won, counts.lost)
    came = [each.reshape(by_segment).sum(axis=2) for each in ended]
    factors = [np.ones((cells.segments, 2, MONTHS))] * 2
    stayed = counts.stayed
    for _ in range(_ROUNDS):
        weights = [_spread(each, later, month, by_segment) for each in factors]
        odds = [
            _narrowed((stayed * weight).sum(axis=0), each.sum(axis=0), cells)
            for each, weight in zip(ended, weights, strict=True)
        ]
        stayed = at_risk / (1 + odds[0] * weights[0] + odds[1] * weights[1])
        factors = [
            _month_factors((stayed * each).reshape(by_segment).sum(axis=2), count, later, month)
            for each, count in zip(odds, came, strict=True)
        ]
    return list(zip(odds, factors, strict=True))


def _spread(factors: Array, later: Array, month: Array, by_segment: tuple[int, ...]) -> Array:
    """Return the factor of each moment, cell and window."""
    weight = factors[:, later, month].transpose(1, 0, 2)[:, :, None, :]
    return np.broadcast_to(weight, by_segment).reshape(by_segment[0], by_segment[1] * by_segment[2], by_segment[3])


def _narrowed(stayed: Array, ended: Array, cells: Cells) -> Array:
    """Return odds of cells, each pulled towards those of all of its kind, as far as its place is better or worse."""
    whole = ended.sum(axis=0) / np.maximum(stayed.sum(axis=0), 1e-9)
    kinds = _pulled(_by(cells.kind, ended), _by(cells.kind, stayed), whole)[cells.kind]
    places = _pulled(_by(cells.place, ended), _by(cells.place, stayed * kinds), np.ones(1), _PLACE_WEIGHT)[cells.place]
    return _pulled(ended, stayed, kinds * places)


def _by(group: Array, values: Array) -> Array:
    total = np.zeros((int(group.max()) + 1, values.shape[1]))
    np.add.at(total, group, values)
    return total


def _pulled(ended: Array, awaited: Array, towards: Array, weight: float = _WEIGHT) -> Array:
    pulled: Array = (ended + weight * towards) / (awaited + weight)
    return pulled


def _month_factors(expected: Array, ended: Array, later: Array, month: Array) -> Array:
    """Return ended over expected by segment and month: (segments, 2, 12).

    Those of few wins are pulled towards that of all segments, and that of a month towards that of its place in the
    quarter.
    """
    in_quarter = _ratios(expected, ended, later * QUARTER + month % QUARTER, QUARTER, np.ones((1, 2, QUARTER)))
    return _ratios(expected, ended, later * MONTHS + month, MONTHS, np.tile(in_quarter, (1, 1, MONTHS // QUARTER)))


def _ratios(expected: Array, ended: Array, place: Array, size: int, towards: Array) -> Array:
    def summed(values: Array) -> Array:
        total = np.zeros((values.shape[1], 2 * size))
        np.add.at(total.T, place, values.transpose(0, 2, 1))
        return total.reshape(-1, 2, size)

    came, awaited = summed(ended), summed(expected)
    whole = towards.mean(axis=0, keepdims=True)
    every = _pulled(came.sum(axis=0, keepdims=True), awaited.sum(axis=0, keepdims=True), whole, _MONTH_WEIGHT)
    ratios: Array = _pulled(came, awaited, every * towards / whole, _MONTH_WEIGHT)
    return ratios


def _with_factors(chances: Chances, moments: Moments, deals: Deals, cells: Cells, until: int) -> Chances:
    """Return chances with the wins of each owner and size beside those that were to be expected of such deals."""
    rows = moments.rows.of(moments.rows.moment < until)
    window = np.arange(chances.won.shape[1])
    known = rows.moment[:, None] + window < until
    won = ((rows.won[:, None] == window) & known).sum(axis=1)
    # A deal is in the rows of every month that it was open, so its win counts as often.
    often = max(1.0, float(won.sum()) / max(1, len(np.unique(rows.deal[won > 0]))))
    for name, group, size in (("sizes", rows.size, SIZES), ("owners", deals.owner[rows.deal] + 1, len(chances.owners))):
        expected, _ = chances_of(chances, cells, deals, rows, moments.month[rows.moment])
        awaited = np.bincount(group, (expected * known).sum(axis=1), size) / often
        factor = (np.bincount(group, won, size) / often + _FACTOR_WEIGHT) / (awaited + _FACTOR_WEIGHT)
        chances = replace(chances, sizes=factor) if name == "sizes" else replace(chances, owners=factor)
    return chances
