"""Columns looked up in another input.

By a single key that is a text column, a column that is looked up follows from the key: it is found once for each text
of the dictionary, and rows need not be touched before something reads the column.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from engine.columns import Column, Columns, Derived, Frame, TextColumn
from engine.kernels import arrow
from engine.kernels.arrays import Array, validity, values
from engine.kernels.rows import take, take_or_null, with_columns
from engine.limits import Watch
from engine.physical.expressions import Evaluator
from engine.physical.partners import first_partners, row_type
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
        lookups = _Lookups(node, partner, there, setting)
        derived = {name: Derived(base, lookups.making(item)) for name, item in node.items}
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
    return Columns(names, before.__getitem__, {**before.derived, **derived}, before.zones, before.filled, before.narrow)


class _Lookups:
    """The columns of the other input by the key's code.

    A derived key, such as the year of a date, has other dictionaries for other rows, so that each is looked up anew.
    What follows from stored columns or dictionaries alone is kept for the next query, in which these are the same
    objects; the partners of the rows at hand are kept for the other items.
    """

    def __init__(self, node: nodes.Augment, partner: TextColumn, there: Evaluator, setting: RunSetting) -> None:
        self._partner = partner
        self._there = there
        self._memo = setting.memo
        known = _is_stored(_unfiltered(node.input), node.keys[0])
        self._is_stored = known and _is_stored(node.other, node.other_keys[0])
        self._of_stored = known and _is_stored(_unfiltered(node.other), node.other_keys[0])
        self._other = node.other
        self._found: tuple[pa.StringArray, Array] | None = None

    def making(self, item: Expression) -> Callable[[Column], Column]:
        """Return a function from the key's column to that of an item."""
        stored = self._is_stored and _is_stored(self._other, item)
        last: list[tuple[pa.StringArray, Column]] = []  # chunks of rows have the same dictionary, one after the other
        lock = threading.Lock()  # no two threads look up the same

        def make(key: Column) -> Column:
            assert isinstance(key, TextColumn)
            column = self._there.column(item)

            def by_code() -> Column:
                return take_or_null(column, self._rows(key.dictionary), item.type)

            if stored:
                of = key.dictionary, self._partner.codes, column
                return take(self._memo.get("looked up", of, by_code), key.codes)
            with lock:
                if not last or last[0][0] is not key.dictionary:
                    last[:] = [(key.dictionary, by_code())]
                found = last[0][1]
            return take(found, key.codes)

        return make

    def _rows(self, dictionary: pa.StringArray) -> Array:
        """Return the first row of the other input for each code of a dictionary, -1 where it has none."""
        if not self._is_stored:
            found = self._found  # read once: threads may share it
            if found is None or found[0] is not dictionary:
                self._found = found = dictionary, self._partners(dictionary)
            return found[1]
        of = dictionary, self._partner.codes
        return self._memo.get("partners", of, lambda: self._partners(dictionary))

    def _partners(self, dictionary: pa.StringArray) -> Array:
        codes, theirs = self._partner.codes, self._partner.dictionary
        kind = row_type(len(codes))
        first = np.full(len(theirs) + 1, -1, kind)
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1, dtype=kind)  # of equal codes the last assignment stays
        first[0] = -1
        if theirs is dictionary:
            return first
        if self._of_stored:
            places = self._memo.get("places", (dictionary, theirs), lambda: _places(dictionary, theirs))
        else:
            places = _places(dictionary, theirs)
        return np.concatenate([np.full(1, -1, kind), first[places]])


def _unfiltered(node: nodes.Node) -> nodes.Node:
    """Return where rows come from: a filter leaves dictionaries as they are."""
    while isinstance(node, nodes.Filter):
        node = node.input
    return node


def _is_stored(node: nodes.Node, expression: Expression) -> bool:
    """Return whether an expression over the rows of a node is a column as the store has it, all rows."""
    if not isinstance(node, nodes.Scan) or node.sample is not None or not isinstance(expression, typed.Column):
        return False
    field = node.schema.get(expression.name)
    return field is not None and field.date_part is None


def _places(dictionary: pa.StringArray, other: pa.StringArray) -> Array:
    """Return the code in another dictionary of each text of a dictionary, 0 of one that it has not."""
    places = arrow.index_in(dictionary, other)
    found: Array = values(places) + np.int32(1)  # dictionaries have fewer than 2^31 texts
    valid = validity(places)
    if valid is not None:
        found[~valid] = 0
    return found
