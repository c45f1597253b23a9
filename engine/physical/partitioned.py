"""A group-by of more groups than fit in the cache, or in memory: rows are split by key, each part is grouped alone.

Parts are ranges of keys, so that their groups one after the other are in the order of the keys. Where only the first
groups are wanted, each part gives only those that may be among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from engine.columns import Column, Columns, Frame
from engine.kernels.arrays import Array, array
from engine.kernels.keys import Groups
from engine.kernels.partition import Numbers
from engine.kernels.rows import concat_columns
from engine.kernels.scan import Key, Lookup
from engine.limits import Watch
from engine.physical.accumulate import Accumulator, Kept, keep
from engine.physical.carried import Carried, Computed, carried
from engine.physical.chunk import Chunk
from engine.physical.coding import Coder
from engine.physical.conditions import conditions
from engine.physical.expressions import Evaluator
from engine.physical.first_groups import FirstGroups
from engine.physical.group_keys import GroupKeys
from engine.physical.key_numbers import KeyNumbers, key_numbers
from engine.physical.passes import Pass
from engine.physical.setting import RunSetting
from engine.physical.split_rows import SplitRows, Splitter
from engine.physical.totals import FOLDS, Totals
from engine.physical.workers import Rows
from engine.plan import nodes
from engine.plan.expressions import map_key, without_spans
from saql.functions.registry import AGGREGATES
from saql.record import record
from saql.span import NOWHERE
from saql.typed import expressions as typed
from saql.typed.expressions import Aggregate, Expression, Literal
from saql.types import Type

_DENSE = 1 << 12
"""So many numbers are always groups of their own, whether rows have them or not."""

_SPARSE = 256
"""Numbers a row up to which ranks are found by a bitmap."""

Measure = Callable[[Aggregate, Groups, Frame], Column]
"""Gives an aggregate of the members of groups."""


def run_partitioned(
    node: nodes.Aggregate, frame: Frame, setting: RunSetting, watch: Watch, measure: Measure
) -> Frame | None:
    """Return the groups of a frame; None where it is too small for that, or its keys have no numbers.

    Raises:
        EvaluationError: A function refuses a value.
        InexactError: Whole numbers are too large for float64.
        SpillError: The disk has no room.
    """
    coder = Coder(frame, setting.zone)
    if not node.keys:
        return None
    evaluator = Evaluator(frame, setting.zone)
    keys = key_numbers([key for _, key in node.keys], frame, coder, setting)
    if keys is None:
        return None
    rows = Pass(frame, conditions(node.where, frame, coder), setting, watch)
    columns = _Carried(frame, evaluator)
    calls = [(name, columns.carry(call)) for name, call in node.measures]
    parts = Splitter(rows, keys, setting, watch).split(list(columns.carried.values()))
    return _Parts(node, calls, keys, columns.carried, parts, setting, watch, measure).run()


class _Carried:
    """The columns that go with the rows, by name."""

    def __init__(self, frame: Frame, evaluator: Evaluator) -> None:
        self._frame = frame
        self._evaluator = evaluator
        self._names: dict[Expression, str] = {}
        self.carried: dict[str, Carried] = {}

    def carry(self, call: Aggregate) -> Aggregate:
        """Return an aggregate over the columns that go with the rows."""
        if call.order is None:
            return replace(call, arguments=tuple(map(self._argument, call.arguments)))
        return replace(call, order=map_key(call.order, self._argument))  # its argument is a constant

    def _argument(self, expression: Expression) -> Expression:
        key = without_spans(expression)
        if key not in self._names:
            name = f"{len(self._names)}"
            self._names[key] = name
            self.carried[name] = self._of(expression)
        return typed.Column(self._names[key], expression.type, NOWHERE)

    def _of(self, expression: Expression) -> Carried:
        if isinstance(expression, typed.Column):
            return carried(self._frame.columns[expression.name])
        if expression.type is Type.NUMBER and not isinstance(expression, Literal):
            return Computed(expression)
        return carried(self._evaluator.column(expression))


@record(eq=False)
class _Parts:
    """The parts of the rows and what is asked of their groups."""

    node: nodes.Aggregate
    calls: Sequence[tuple[str, Aggregate]]
    keys: KeyNumbers
    carried: dict[str, Carried]
    parts: SplitRows
    setting: RunSetting
    watch: Watch
    measure: Measure

    def run(self) -> Frame:
        """Return the groups of all parts, those that may be among the first where only these are wanted."""
        found: list[Frame | None] = [None] * len(self.parts)
        first = None if self.node.first is None else FirstGroups(self.node.first, self.setting.zone)

        def group(place: int) -> None:
            self.watch.check()
            if self.parts.ends[place] == self.parts.ends[place + 1] or (first and first.is_full(found[:place])):
                return
            groups = self._groups(place)
            found[place] = groups.frame(None if first is None else first.of(groups.all()))

        self.setting.workers.each(len(self.parts), group)
        return _joined([each for each in found if each is not None and each.rows], self.node)

    def _groups(self, place: int) -> _PartGroups:
        begin, end = int(self.parts.ends[place]), int(self.parts.ends[place + 1])
        slots, count, distinct = self._slots(self.parts.local[begin:end], int(self.parts.sizes[place]))
        frame = self._frame(begin, end)
        totals, kept = self._totals(frame, GroupKeys((Key(Lookup(slots), None, 1),), (), count))
        if distinct is None:
            order = np.flatnonzero(totals.rows > 0)
            numbers = self.parts.starts[place] + order
        else:
            order, numbers = np.arange(count), self.parts.starts[place] + distinct.astype(np.int64)
        if not self.node.null_keys:
            known = self.keys.known(numbers)
            order, numbers = order[known], numbers[known]
        return _PartGroups(self, frame, Groups(slots, count, order, totals.rows, (), None), numbers, totals, kept)

    def _slots(self, local: Array, size: int) -> tuple[Array, int, Array | None]:
        """Return the group of each row, their number, and the numbers that they stand for (None: themselves)."""
        if size <= max(_DENSE, 4 * len(local)):
            return local, size, None
        if local.dtype == np.int32 and size <= _SPARSE * len(local):
            ranks, distinct = self.setting.kernels.partition.rank(local, size)
            return ranks, len(distinct), distinct
        distinct, places = np.unique(local, return_inverse=True)
        return places.astype(np.int32), len(distinct), distinct

    def _frame(self, begin: int, end: int) -> Frame:
        arrays = dict(zip(self.carried, self.parts.arrays, strict=True))

        def column(name: str) -> Column:
            return self.carried[name].column(arrays[name][begin:end])

        return Frame(Columns(tuple(self.carried), column, {}, _no_zones, filled=True), end - begin)

    def _totals(self, frame: Frame, keys: GroupKeys) -> tuple[Totals, dict[Expression, Kept | None]]:
        coder = Coder(frame, self.setting.zone)
        kept = {without_spans(call): keep(call, keys.groups, frame, coder) for _, call in self.calls}
        unique = {(each.fold, without_spans(each.expression)): each for each in kept.values() if each is not None}
        accumulator = Accumulator(keys, list(unique.values()), frame.rows)
        state = accumulator.begin(self.setting.buffers)
        chunk = Chunk(frame, Rows(0, frame.rows), self.setting.zone)
        self.setting.kernels.scan(frame.rows, 0, (), [accumulator.question(chunk, state)])
        return accumulator.merge([state]), kept


@record(eq=False)
class _PartGroups:
    """The groups of a part, in the order of their keys. `rows` are its rows; `numbers` those of the groups."""

    asked: _Parts
    rows: Frame
    groups: Groups
    numbers: Numbers
    totals: Totals
    kept: dict[Expression, Kept | None]

    def all(self) -> Frame:
        """Return the groups; columns are made when they are asked for."""
        keys = dict(zip((name for name, _ in self.asked.node.keys), self.asked.keys.columns(self.numbers), strict=True))
        calls = dict(self.asked.calls)

        def column(name: str) -> Column:
            return keys[name]() if name in keys else self._measure(calls[name], self.groups)

        return Frame(Columns((*keys, *calls), column, {}, _no_zones), len(self.numbers))

    def frame(self, chosen: npt.NDArray[np.int64] | None) -> Frame:
        """Return the groups at some places, or all, as columns that hold nothing else."""
        groups, numbers = self.groups, self.numbers
        if chosen is not None:
            groups, numbers = replace(groups, order=groups.order[chosen]), numbers[chosen]
        keys = zip(self.asked.node.keys, self.asked.keys.columns(numbers), strict=True)
        columns = {name: make() for (name, _), make in keys}
        columns |= {name: self._measure(call, groups) for name, call in self.asked.calls}
        return Frame(columns, len(numbers))

    def _measure(self, call: Aggregate, groups: Groups) -> Column:
        kernel = AGGREGATES[call.function].kernel
        if kernel in FOLDS and (FOLDS[kernel] is None or self.kept[without_spans(call)] is not None):
            return self.totals.column(call, groups.order, self.rows)
        return self.asked.measure(call, groups, self.rows)


def _no_zones(_: str) -> None:
    return None


def _joined(frames: Sequence[Frame], node: nodes.Aggregate) -> Frame:
    """Return frames one after the other."""
    if len(frames) == 1:
        return frames[0]
    columns = {}
    for field in node.schema:
        parts = [each.columns[field.name] for each in frames]
        columns[field.name] = concat_columns(parts, field.type) if parts else array(np.zeros(0))
    return Frame(columns, sum(each.rows for each in frames))
