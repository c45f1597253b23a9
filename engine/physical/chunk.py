"""A range of a frame's rows, of which expressions are computed only where a pass over the rows needs them."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Column, Frame, MultivalueColumn, TextColumn
from engine.kernels.arrays import Array
from engine.kernels.scan import Lookup, Selector
from engine.physical.conditions import Conditions
from engine.physical.expressions import Evaluator
from engine.physical.stored import Numbers, frame_columns, numbers_of
from engine.physical.workers import Rows
from saql.typed.expressions import Expression


class Chunk:
    """The rows at hand. It belongs to one thread."""

    def __init__(self, frame: Frame, rows: Rows, zone: dt.tzinfo) -> None:
        """Take the frame whose rows these are, and the zone in which instants have their days and hours."""
        self.rows = rows
        self._frame = frame
        self._zone = zone
        self._evaluator: Evaluator | None = None

    @property
    def evaluator(self) -> Evaluator:
        """What computes expressions over the rows."""
        if self._evaluator is None:
            columns = frame_columns(self._frame).some(self._cut)
            self._evaluator = Evaluator(Frame(columns, len(self.rows)), self._zone)
        return self._evaluator

    def selectors(self, found: Conditions) -> list[Selector]:
        """Return the conditions on these rows."""
        rows = self.rows
        selectors = [each.range(rows.begin, rows.end) for each in found.selectors]
        return [*selectors, *(Selector(Lookup(self._flags(each)), _TRUE) for each in found.computed)]

    def numbers(self, expression: Expression) -> Numbers:
        """Return the values of an expression, as numbers."""
        return numbers_of(self.evaluator.column(expression), filled=False)

    def _flags(self, predicate: Expression) -> Array:
        return self.evaluator.true(predicate).view(np.uint8)

    def _cut(self, column: Column) -> Column:
        begin, end = self.rows.begin, self.rows.end
        if isinstance(column, TextColumn):
            return TextColumn(column.codes[begin:end], column.dictionary)
        if isinstance(column, MultivalueColumn):
            return MultivalueColumn(column.offsets[begin : end + 1], column.codes, column.dictionary)
        return column.slice(begin, end - begin)


_TRUE = np.array([0, 1], np.uint8)
