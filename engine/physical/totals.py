"""What a pass over rows has kept of groups, and what the aggregates are then."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Column, Frame
from engine.kernels.arrays import DAY, INSTANT, Array, Mask, array
from engine.kernels.rows import take
from engine.kernels.scan import Fold
from engine.plan.expressions import without_spans
from saql.functions.registry import AGGREGATES
from saql.record import record
from saql.typed import expressions as typed
from saql.typed.expressions import Aggregate, Expression
from saql.types import Type

FOLDS = {
    "count_rows": None,
    "sum": Fold.SUM,
    "mean": Fold.SUM,
    "min": Fold.LEAST,
    "max": Fold.GREATEST,
    "first": Fold.FIRST,
    "last": Fold.LAST,
    "count_distinct": Fold.DISTINCT,
}
"""The aggregates, by their kernels' names, that a pass over rows can keep."""


@record(eq=False)
class Totals:
    """The rows of each slot, and what was kept of each column, times its divisor.

    `guessed` are the places of sums whose nulls were not counted: there is a value where they are not 0.
    """

    rows: npt.NDArray[np.int64]
    kept: list[Array]
    nulls: list[npt.NDArray[np.int64] | None]
    fractions: set[int]
    divisors: list[int | None]
    places: dict[tuple[Fold, Expression], int]
    guessed: tuple[int, ...] = ()

    @property
    def are_certain(self) -> bool:
        """Whether no sum of rows is 0 of which it is not known whether they have values."""
        return not any(bool(np.any(self.rows[self.kept[place] == 0])) for place in self.guessed)

    def histogram(self, argument: Expression) -> npt.NDArray[np.int64]:
        """Return the values of a column by group and bin."""
        return self.kept[self.places[Fold.HISTOGRAM, without_spans(argument)]]

    def is_whole(self, fold: Fold, argument: Expression) -> bool:
        """Return whether a column has only whole numbers."""
        return self.places[fold, without_spans(argument)] not in self.fractions

    def ordered(self, call: Aggregate) -> tuple[Array, Mask, bool] | None:
        """Return a number for each slot that is in the order of the aggregate, and which slots have a value.

        Also whether there are groups without one. None of aggregates that are not kept as they are.
        """
        kernel = AGGREGATES[call.function].kernel
        fold = FOLDS[kernel] if kernel in ("sum", "min", "max") else None
        if fold is None:
            return None
        place = self.places[fold, without_spans(call.arguments[0])]
        values, nulls = np.ascontiguousarray(self.kept[place]), self.nulls[place]
        if nulls is None:
            return values, self.rows > 0, False
        known = self.rows > nulls
        return values, known, bool(np.any(known < (self.rows > 0)))

    def column(self, call: Aggregate, order: npt.NDArray[np.int64], frame: Frame) -> Column:
        """Return the values of an aggregate for the slots in `order`."""
        kernel = AGGREGATES[call.function].kernel
        rows = self.rows[order]
        fold = FOLDS[kernel]
        if fold is None:
            return array(rows)
        place = self.places[fold, without_spans(call.arguments[0])]
        kept, nulls = self.kept[place][order], self.nulls[place]
        known = rows if nulls is None else rows - nulls[order]
        divisor = self.divisors[place]
        if divisor is not None:
            kept = kept / divisor
        return _finish(kernel, kept, known, place not in self.fractions, call, frame)


def _finish(kernel: str, kept: Array, known: Array, whole: bool, call: Aggregate, frame: Frame) -> Column:
    match kernel:
        case "sum":
            return array(kept.astype(np.int64) if whole else kept, known > 0)
        case "mean":
            return array(kept / np.maximum(known, 1), known > 0)
        case "min" | "max":
            return _extreme(kept, known > 0, whole, _DATES.get(call.arguments[0].type))
        case "count_distinct":
            return array(kept)
        case _:
            argument = call.arguments[0]
            assert isinstance(argument, typed.Column)
            return take(frame.columns[argument.name], kept)


_DATES = {Type.DATE: INSTANT, Type.DAY: DAY}


def _extreme(kept: Array, known: Mask, whole: bool, kind: pa.DataType | None) -> pa.Array:
    filled = np.where(known, kept, 0)
    if kind is None and not whole:
        return array(filled, known)
    return array(filled.astype(np.int64), known, kind or pa.int64())
