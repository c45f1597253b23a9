"""Columns looked up in another input.

By a single key that is a text column, a column that is looked up follows from the key: it is found once for each text
of the dictionary, and rows need not be touched before something reads the column.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from engine.columns import Column, Columns, Derived, Frame, TextColumn
from engine.kernels import arrow
from engine.kernels.arrays import validity, values
from engine.kernels.rows import take, take_or_null, with_columns
from engine.limits import Watch
from engine.physical.expressions import Evaluator
from engine.physical.partners import first_partners
from engine.physical.setting import RunSetting
from engine.physical.stored import frame_columns
from engine.plan import nodes
from saql.typed import expressions as typed
from saql.typed.expressions import Expression


def run_augment(node: nodes.Augment, inputs: list[Frame], setting: RunSetting, _watch: Watch) -> Frame:
    """Return all rows of the first input, in their order, with the items of their partners or nulls."""
    frame, other = inputs
    there = Evaluator(other, setting.zone)
    base = _text_key(node, frame)
    partner = there.column(node.other_keys[0]) if base is not None else None
    if base is not None and isinstance(partner, TextColumn):
        lookups = _Lookups(frame.columns[base], partner, node, setting)
        derived = {name: Derived(base, lookups.making(item, there)) for name, item in node.items}
        return Frame(_with_derived(frame, derived), frame.rows)
    partners = first_partners(node, frame, other, setting.zone)
    added = {name: take_or_null(there.column(item), partners, item.type) for name, item in node.items}
    return with_columns(frame, added)


def _text_key(node: nodes.Augment, frame: Frame) -> str | None:
    """Return the column of the only key, where it is one of texts with no more texts than rows."""
    key = node.keys[0]
    if len(node.keys) != 1 or not isinstance(key, typed.Column):
        return None
    column = frame.columns[key.name]
    few = isinstance(column, TextColumn) and len(column.dictionary) <= max(frame.rows, 1)
    return key.name if few else None


def _with_derived(frame: Frame, derived: dict[str, Derived]) -> Columns:
    before = frame_columns(frame)
    names = (*before, *derived)
    return Columns(names, before.__getitem__, {**before.derived, **derived}, before.zones, before.filled)


class _Lookups:
    """The rows of the other input for each text of the key, and its columns by the key's code."""

    def __init__(self, key: Column, partner: TextColumn, node: nodes.Augment, setting: RunSetting) -> None:
        assert isinstance(key, TextColumn)
        self._dictionary = key.dictionary
        self._partner = partner
        # only the columns of datasets are the same objects in the next query
        self._memo = setting.memo if isinstance(node.other, nodes.Scan) and node.other.sample is None else None

    def making(self, item: Expression, there: Evaluator) -> Callable[[Column], Column]:
        """Return a function from the key's column to that of an item."""

        def make(key: Column) -> Column:
            assert isinstance(key, TextColumn)
            column = there.column(item)
            if self._memo is None:
                by_code = self._by_code(column, item)
            else:
                of = (self._dictionary, self._partner.codes, column)
                by_code = self._memo.get("looked up", of, lambda: self._by_code(column, item))
            return take(by_code, key.codes)

        return make

    def _by_code(self, column: Column, item: Expression) -> Column:
        """Return the item for each code of the key, null first."""
        if self._memo is None:
            rows = self._rows()
        else:
            rows = self._memo.get("rows", (self._dictionary, self._partner.codes), self._rows)
        return take_or_null(column, rows, item.type)

    def _rows(self) -> npt.NDArray[np.int64]:
        """Return the first row of the other input that has each text of the key, -1 where none has."""
        codes = self._partner.codes
        first = np.full(len(self._partner.dictionary) + 1, -1)
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of equal codes the last assignment stays
        first[0] = -1
        if self._partner.dictionary is self._dictionary:
            return first
        places = arrow.index_in(self._dictionary, self._partner.dictionary)
        found = values(places).astype(np.int64) + 1
        valid = validity(places)
        if valid is not None:
            found[~valid] = 0
        return np.concatenate([np.full(1, -1), first[found]])
