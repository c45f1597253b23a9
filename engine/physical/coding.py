"""Expressions of one column computed for each value that the column may have, and handed out by code.

A text column has a dictionary; days lie between two bounds, and so do small whole numbers; instants that matter only by
their date and hour are quarters of hours. An expression that reads nothing else is computed once for each of these
values, however many rows there are.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, Columns, Frame, TextColumn
from engine.kernels.arrays import DAY, INSTANT, array
from engine.kernels.scan import Lookup
from engine.physical.expressions import Evaluator
from engine.physical.stored import base_of, bounds_of, stored_numbers
from engine.plan import expressions as plans
from engine.query_errors import EvaluationError
from saql.record import record
from saql.typed import expressions as typed
from saql.typed.expressions import Expression
from saql.types import Type

_LEAST_PLACES = 1 << 12
_MOST_NUMBERS = 1 << 16
"""Whole numbers and days over more places than this are not looked up."""
_MOST_QUARTERS = 1 << 20

_QUARTER = 900_000
"""Milliseconds in a quarter of an hour: offsets of time zones are multiples of it, for all days since 1972."""
_SINCE_1972 = 63_072_000_000

_ARROW = {Type.NUMBER: pa.int64(), Type.DAY: DAY, Type.DATE: INSTANT}

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
        self._derived: dict[str, Column] = {}
        self._coded: dict[int, tuple[Expression, Coded | None]] = {}

    def code(self, expression: Expression) -> Coded | None:
        """Return the expression by code; None where it reads several columns, or one that has too many values.

        An expression that a value refuses is not computed by code either: perhaps no row has that value.
        """
        if id(expression) not in self._coded:
            self._coded[id(expression)] = expression, self._code(expression)
        return self._coded[id(expression)][1]

    def _code(self, expression: Expression) -> Coded | None:
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
        if name not in self._derived:
            derived = columns.derived[name]
            self._derived[name] = derived.make(self._derive(derived.base, base, domain))
        return self._derived[name]

    def _by_quarter(self, expression: Expression, base: str) -> bool:
        """Return whether instants matter only by fields that are the same all through a quarter of an hour."""
        names = plans.columns(expression)
        return base not in names and all(name[len(base) + 1 :] in _PARTS_BY_QUARTER for name in names)

    def _base(self, name: str) -> tuple[Lookup, Column] | None:
        if name not in self._bases:
            columns = self._frame.columns
            narrow = columns.narrow(name) if isinstance(columns, Columns) else None
            if narrow is not None:
                self._bases[name] = self._numbers(name, _ARROW[narrow.type])
            else:
                column = columns[name]
                if isinstance(column, TextColumn):
                    self._bases[name] = self._texts(column)
                else:
                    self._bases[name] = self._numbers(name, column.type) if isinstance(column, pa.Array) else None
        return self._bases[name]

    def _texts(self, column: TextColumn) -> tuple[Lookup, Column] | None:
        size = len(column.dictionary) + 1
        if size > max(_LEAST_PLACES, self._frame.rows):
            return None
        places = np.arange(size).astype(column.codes.dtype)
        return Lookup(column.codes, 0, size), TextColumn(cast(Codes, places), column.dictionary)

    def _numbers(self, name: str, kind: pa.DataType) -> tuple[Lookup, Column] | None:
        stored = stored_numbers(self._frame, name) if kind in (DAY, INSTANT, pa.int64()) else None
        bounds = None if stored is None or not stored.are_whole else bounds_of(self._frame, name)
        if stored is None or bounds is None:
            return None
        low, high = int(bounds[0]), int(bounds[1])
        step = _QUARTER if kind == INSTANT else 1
        if step > 1 and low < _SINCE_1972:
            return None
        low = low // step * step
        count = (high - low) // step + 1
        if count > (_MOST_QUARTERS if step > 1 else _MOST_NUMBERS) or count > max(_LEAST_PLACES, self._frame.rows):
            return None
        numbers = stored.values
        clamped = stored.valid is not None
        if clamped and low <= 0 <= high:  # 0 may be null
            numbers = np.where(stored.mask(), numbers.astype(np.int64), high + step)
        places = low + np.arange(count + 1) * step
        known = np.ones(count + 1, np.bool_)
        known[-1] = False
        return Lookup(numbers, low, count + 1, step, clamped), array(places, known, kind)
