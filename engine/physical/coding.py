"""Expressions of one column computed for each value that the column may have, and handed out by code.

A text column has a dictionary; days lie between two bounds, and so do small whole numbers; instants that matter only by
their date and hour are quarters of hours. An expression that reads nothing else is computed once for each of these
values, however many rows there are.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, Columns, Frame, TextColumn
from engine.kernels.arrays import DAY, INSTANT, Array, array, validity, values
from engine.kernels.scan import Lookup
from engine.physical.expressions import Evaluator
from engine.plan import expressions as plans
from engine.query_errors import EvaluationError
from saql.record import record
from saql.typed import expressions as typed
from saql.typed.expressions import Expression

_LEAST_PLACES = 1 << 12
_MOST_NUMBERS = 1 << 16
"""Whole numbers and days over more places than this are not looked up."""
_MOST_QUARTERS = 1 << 20

_QUARTER = 900_000
"""Milliseconds in a quarter of an hour: offsets of time zones are multiples of it, for all days since 1972."""
_SINCE_1972 = 63_072_000_000

_PARTS_BY_QUARTER = frozenset(
    ("Year", "Quarter", "Month", "Week", "Day", "Hour", "Year_Fiscal", "Quarter_Fiscal", "Month_Fiscal", "Week_Fiscal")
)


@record(eq=False)
class Coded:
    """An expression by code: the place of each row, and the expression's value in each place."""

    of: Lookup
    values: Column


class Coder:
    """Finds expressions of a frame that can be computed by code."""

    def __init__(self, frame: Frame, zone: dt.tzinfo) -> None:
        """Take the frame, and the zone in which instants have their days and hours."""
        self._frame = frame
        self._zone = zone
        self._bases: dict[str, tuple[Lookup, Column] | None] = {}

    def code(self, expression: Expression) -> Coded | None:
        """Return the expression by code; None where it reads several columns, or one that has too many values.

        An expression that a value refuses is not computed by code either: perhaps no row has that value.
        """
        names = plans.columns(expression)
        bases = {base_of(self._frame, name) for name in names}
        if len(bases) != 1:
            return None
        base = bases.pop()
        found = self._base(base)
        if found is None or (found[0].divisor > 1 and not self._by_quarter(expression, base)):
            return None
        lookup, domain = found
        if isinstance(expression, typed.Column) and expression.name == base:
            return Coded(lookup, domain)
        try:
            columns = {name: self._derive(name, base, domain) for name in names}
            return Coded(lookup, Evaluator(Frame(columns, lookup.size), self._zone).column(expression))
        except EvaluationError:
            return None

    def _derive(self, name: str, base: str, domain: Column) -> Column:
        """Return a column for each value of the one that it derives from."""
        columns = self._frame.columns
        if name == base or not isinstance(columns, Columns):
            return domain
        derived = columns.derived[name]
        return derived.make(self._derive(derived.base, base, domain))

    def _by_quarter(self, expression: Expression, base: str) -> bool:
        """Return whether instants matter only by fields that are the same all through a quarter of an hour."""
        names = plans.columns(expression)
        return base not in names and all(name[len(base) + 1 :] in _PARTS_BY_QUARTER for name in names)

    def _base(self, name: str) -> tuple[Lookup, Column] | None:
        if name not in self._bases:
            column = self._frame.columns[name]
            if isinstance(column, TextColumn):
                self._bases[name] = self._texts(column)
            elif isinstance(column, pa.Array) and column.type in (DAY, INSTANT, pa.int64()):
                self._bases[name] = self._numbers(name, column)
            else:
                self._bases[name] = None
        return self._bases[name]

    def _texts(self, column: TextColumn) -> tuple[Lookup, Column] | None:
        size = len(column.dictionary) + 1
        if size > max(_LEAST_PLACES, self._frame.rows):
            return None
        places = np.arange(size).astype(column.codes.dtype)
        return Lookup(column.codes, 0, size), TextColumn(cast(Codes, places), column.dictionary)

    def _numbers(self, name: str, column: pa.Array) -> tuple[Lookup, Column] | None:
        bounds = bounds_of(self._frame, name, column)
        if bounds is None:
            return None
        low, high = int(bounds[0]), int(bounds[1])
        step = _QUARTER if column.type == INSTANT else 1
        if step > 1 and low < _SINCE_1972:
            return None
        low = low // step * step
        count = (high - low) // step + 1
        if count > (_MOST_QUARTERS if step > 1 else _MOST_NUMBERS) or count > max(_LEAST_PLACES, self._frame.rows):
            return None
        numbers = values(column)
        valid = validity(column) if low <= 0 <= high or not is_filled(self._frame, name) else None
        if valid is not None:
            numbers = np.where(valid, numbers, numbers.dtype.type(high + step))
        places = low + np.arange(count + 1) * step
        known = np.ones(count + 1, np.bool_)
        known[-1] = False
        clamped = bool(column.null_count)
        return Lookup(numbers, low, count + 1, step, clamped), array(places.astype(numbers.dtype), known, column.type)


def base_of(frame: Frame, name: str) -> str:
    """Return the column that another derives from in the end, or itself."""
    columns = frame.columns
    while isinstance(columns, Columns) and name in columns.derived:
        name = columns.derived[name].base
    return name


def bounds_of(frame: Frame, name: str, column: pa.Array) -> tuple[Any, Any] | None:
    """Return the least and the greatest value of a column of numbers or dates, None where it has no value."""
    zones = frame.columns.zones(name) if isinstance(frame.columns, Columns) else None
    if zones is not None and len(zones.least):
        low, high = zones.least.min().item(), zones.greatest.max().item()
        return (low, high) if low <= high else None
    numbers: Array = values(column)
    valid = validity(column)
    some = numbers if valid is None else numbers[valid]
    return (some.min().item(), some.max().item()) if len(some) else None


def is_filled(frame: Frame, name: str) -> bool:
    """Return whether a column of numbers or dates has 0 under null, as those have that are stored."""
    columns = frame.columns
    return isinstance(columns, Columns) and columns.filled and name not in columns.derived
