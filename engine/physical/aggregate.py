"""One row a distinct key, with the aggregates of the rows that have it, in ascending order of the keys.

Where the keys may have few enough values together, one pass over the rows adds them up by direct address; what the pass
can't keep is computed from the members of the groups. Else the rows are grouped by sorting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Column, Frame
from engine.kernels import grouped
from engine.kernels.arrays import array
from engine.kernels.keys import Groups, group_rows, ordered_groups
from engine.kernels.rows import take, take_frame
from engine.kernels.scan import Fold, slots
from engine.limits import Watch
from engine.physical.accumulate import Accumulator, InexactError, Kept, keep, keep_histogram
from engine.physical.coding import Coder
from engine.physical.conditions import conditions, remaining
from engine.physical.expressions import Evaluator
from engine.physical.first_groups import among_first, first_slots
from engine.physical.group_keys import GroupKeys, group_keys
from engine.physical.kept_passes import Asked, asked_of
from engine.physical.key_numbers import is_wide
from engine.physical.passes import Pass
from engine.physical.percentiles import Fetch, percentile_of
from engine.physical.setting import RunSetting
from engine.physical.totals import FOLDS, Totals
from engine.plan import nodes
from engine.plan.expressions import without_spans
from engine.query_errors import EvaluationError, InternalError
from saql.functions.registry import AGGREGATES
from saql.typed import expressions as typed
from saql.typed.expressions import Aggregate, Expression, Literal

_MANY_GROUPS = 1 << 14
"""Of fewer groups all are made into columns, whatever is wanted of them."""

_ALWAYS_DENSE = 1 << 16
_MOST_DENSE = 1 << 23
"""Slots of a group-by by direct address: so many are always cheap; more than these take too much memory."""
_FEW_ROWS = 1 << 16
"""So few rows are grouped all at once, where memory allows."""
_MANY_ROWS = 1 << 20
"""Values of so many rows are sorted, to count different ones, better part by part."""
_ROW_BYTES = 64
"""What is kept of a row then."""
_SLOT_BYTES = 16
"""What is kept of a column for a slot takes up to that."""


def run_aggregate(node: nodes.Aggregate, inputs: list[Frame], setting: RunSetting, watch: Watch) -> Frame:
    """Return the keys, then the measures. Nulls in keys come last."""
    frame = inputs[0]
    try:
        return Grouping(node, frame, Coder(frame, setting.zone), setting, watch).run()
    except (EvaluationError, InexactError):
        # A value of a row that the filter leaves out may be refused; sums of large integers need their members.
        return _by_members(node, filtered(node.where, frame, setting, watch), setting)


def filtered(where: Expression | None, frame: Frame, setting: RunSetting, watch: Watch) -> Frame:
    """Return the rows for which a predicate is true, in their order."""
    if where is None:
        return frame
    found = conditions(where, frame, Coder(frame, setting.zone))
    rows = Pass(frame, found, setting, watch).rows()
    return frame if len(rows) == frame.rows else take_frame(frame, rows)


class Grouping:
    """An aggregation by direct address."""

    def __init__(
        self,
        node: nodes.Aggregate,
        frame: Frame,
        coder: Coder,
        setting: RunSetting,
        watch: Watch,
        whole: bool = True,
    ) -> None:
        """Take the node, the frame that it reads, what finds its expressions by code, and what the run depends on.

        `whole` says whether the frame has all rows of the node's input.
        """
        self._whole = whole
        self._node = node
        self._frame = frame
        self._setting = setting
        self._watch = watch
        self._coder = coder

    def run(self) -> Frame:
        """Return the groups."""
        asked = self.asked()
        if asked is not None:
            return self.answer(asked, self.alone(asked).accumulate([asked.accumulator])[0])
        if not self._filters_first():
            return self._partitioned()
        rest = filtered(self._node.where, self._frame, self._setting, self._watch)
        node = replace(self._node, where=None)
        return Grouping(node, rest, Coder(rest, self._setting.zone), self._setting, self._watch, whole=False).run()

    def asked(self) -> Asked | None:
        """Return what a pass over the rows is asked; None where that is not the way."""
        return asked_of(self._node, self._setting, self._find) if self._whole else self._find()

    def alone(self, asked: Asked) -> Pass:
        """Return the pass that the aggregation makes alone."""
        return Pass(self._frame, asked.conditions, self._setting, self._watch, asked.ranges)

    def _find(self) -> Asked | None:
        node, frame = self._node, self._frame
        if self._filters_first():
            return None
        if not self._are_few_rows() and any(is_wide(key, frame, self._coder) for _, key in node.keys):
            return None
        expressions = [key for _, key in node.keys]
        keys = group_keys(expressions, self._coder, Evaluator(frame, self._setting.zone))
        if keys.groups > self._most_slots():
            return None
        kept = {without_spans(call): self._keep(call, keys.groups) for _, call in node.measures}
        if node.keys and any(_needs_members(call, kept) and self._are_many_rows(call) for _, call in node.measures):
            return None
        found = conditions(node.where, frame, self._coder)
        unique = _distinct(kept, found.known)
        return Asked(found, remaining(found, frame), Accumulator(keys, unique, frame.rows), kept)

    def _filters_first(self) -> bool:
        """Return whether the rows that count are taken out first, so that others are not computed in vain."""
        node = self._node
        return node.where is not None and not all(map(self._is_stored, (*node.keys, *node.measures)))

    def _are_few_rows(self) -> bool:
        memory = self._setting.limits.memory
        return self._frame.rows <= _FEW_ROWS and (memory is None or self._frame.rows * _ROW_BYTES <= memory)

    def _most_slots(self) -> int:
        most = min(max(_ALWAYS_DENSE, 4 * self._frame.rows), _MOST_DENSE)
        memory = self._setting.limits.memory
        if memory is None:
            return most
        slot = _SLOT_BYTES * (1 + len(self._node.measures)) * self._setting.workers.count
        return max(min(most, memory // slot), 1)

    def _partitioned(self) -> Frame:
        node, frame, setting, watch = self._node, self._frame, self._setting, self._watch

        def measure(call: Aggregate, groups: Groups, members: Frame) -> Column:
            return _measure(call, groups, _Arguments(Evaluator(members, setting.zone), None))

        from engine.physical.partitioned import run_partitioned  # few questions need it

        found = None if self._are_few_rows() else run_partitioned(node, frame, setting, watch, measure)
        return _by_members(node, filtered(node.where, frame, setting, watch), setting) if found is None else found

    def _is_stored(self, item: tuple[str, Expression]) -> bool:
        """Return whether nothing of a key or an aggregate has to be computed row by row."""
        expression = item[1]
        if isinstance(expression, Aggregate):
            parts = (*expression.arguments, *(() if expression.order is None else (expression.order.expression,)))
            return all(isinstance(each, typed.Column | Literal) for each in parts)
        return self._coder.code(expression) is not None

    def answer(self, asked: Asked, totals: Totals) -> Frame:
        """Return the groups, given what a pass over the rows kept of them."""
        node, keys = self._node, asked.accumulator.keys
        if not totals.are_certain:
            asked.accumulator.count_nulls()
            totals = self.alone(asked).accumulate([asked.accumulator])[0]
        order, key_columns = _groups(totals, asked, node, self._wanted(asked, totals))
        columns: dict[str, Column] = {name: column for (name, _), column in zip(node.keys, key_columns, strict=True)}
        rows = self.alone(asked)
        members = _Members(keys, totals, order, rows, self._setting)
        calls = [call for _, call in node.measures]
        histograms = _Histograms(asked.accumulator, totals, order, rows, calls)
        for name, call in node.measures:
            found = asked.kept[without_spans(call)]
            if _needs_members(call, asked.kept):
                columns[name] = members.measure(call)
            elif found is not None and found.fold is Fold.HISTOGRAM:
                columns[name] = histograms.measure(call, found)
            else:
                columns[name] = totals.column(call, order, self._frame)
        return Frame(columns, len(order))

    def _wanted(self, asked: Asked, totals: Totals) -> npt.NDArray[np.int64] | None:
        """Return the slots of the groups that may be among the first, of many groups; None for all groups."""
        node, first = self._node, self._node.first
        if first is None or first.where is not None or not first.keys or not node.null_keys:
            return None
        expression = first.keys[0].expression
        call = dict(node.measures).get(expression.name) if isinstance(expression, typed.Column) else None
        found = None if call is None else asked.kept[without_spans(call)]
        if (
            call is None
            or found is None
            or found.fold is Fold.HISTOGRAM
            or asked.accumulator.keys.groups < _MANY_GROUPS
        ):
            return None
        ordered = totals.ordered(call)
        if ordered is not None:
            found_slots = first_slots(*ordered, first.keys[0], first.count, self._setting.kernels)
            if found_slots is not None:
                return found_slots.astype(np.int64)
        present = np.flatnonzero(totals.rows)
        chosen = among_first(totals.column(call, present, self._frame), first.keys[0], first.count)
        return None if chosen is None else present[chosen]

    def _are_many_rows(self, call: Aggregate) -> bool:
        """Return whether the members of groups are better put together part by part."""
        memory, rows = self._setting.limits.memory, self._frame.rows
        if AGGREGATES[call.function].kernel == "count_distinct" and rows >= _MANY_ROWS:
            return True
        return memory is not None and rows * _ROW_BYTES > memory

    def _keep(self, call: Aggregate, groups: int) -> Kept | None:
        asked = percentile_of(call)
        if asked is None:
            return keep(call, groups, self._frame, self._coder)
        return keep_histogram(asked.argument, groups, self._frame)


def _needs_members(call: Aggregate, kept: dict[Expression, Kept | None]) -> bool:
    """Return whether a pass can't keep what the aggregate is made of."""
    return kept[without_spans(call)] is None and FOLDS.get(AGGREGATES[call.function].kernel, Fold.SUM) is not None


def _distinct(kept: Mapping[Expression, Kept | None], known: frozenset[str]) -> list[Kept]:
    """Return what is kept for several aggregates, each once; in rows that count, `known` columns have no nulls."""
    unique: dict[tuple[Fold, Expression], Kept] = {}
    for call, each in kept.items():
        if each is None or not isinstance(call, Aggregate):
            continue
        key = each.fold, without_spans(each.expression)
        is_counted = AGGREGATES[call.function].kernel != "sum" or (key in unique and unique[key].counted)
        numbers = each.numbers
        if numbers is not None and isinstance(each.expression, typed.Column) and each.expression.name in known:
            numbers = replace(numbers, valid=None)
        unique[key] = replace(each, numbers=numbers, counted=is_counted)
    return list(unique.values())


def _groups(
    totals: Totals, asked: Asked, node: nodes.Aggregate, some: npt.NDArray[np.int64] | None
) -> tuple[npt.NDArray[np.int64], tuple[Column, ...]]:
    if not node.keys:
        return np.zeros(1 if totals.rows[0] else 0, np.int64), ()
    factors = asked.accumulator.keys.factors
    return ordered_groups(totals.rows, factors, node.null_keys, node.ordered, some, asked.order)


class _Histograms:
    """The percentiles, from the histograms that a pass has kept; one more pass for each column of them."""

    def __init__(
        self,
        accumulator: Accumulator,
        totals: Totals,
        order: npt.NDArray[np.int64],
        rows: Pass,
        calls: Sequence[Aggregate],
    ) -> None:
        self._accumulator = accumulator
        self._totals = totals
        self._order = order
        self._pass = rows
        self._asked = [each for each in map(percentile_of, calls) if each is not None]
        self._fetched: dict[Expression, Fetch] = {}

    def measure(self, call: Aggregate, kept: Kept) -> Column:
        """Return the values of an aggregate."""
        asked = percentile_of(call)
        if asked is None:
            raise InternalError(f"{call.function} is no percentile")
        counts = self._totals.histogram(asked.argument)[self._order].sum(axis=1)
        if not counts.any():
            return pa.nulls(len(counts), pa.float64())
        ranks, fetched = asked.ranks(counts), self._fetch(asked.argument, kept, counts)
        divisor = 1 if kept.numbers is None else kept.numbers.divisor or 1
        values = ranks.between(fetched.at(ranks.below) / divisor, fetched.at(ranks.above) / divisor)
        whole = asked.kind == "percentile_disc" and self._totals.is_whole(Fold.HISTOGRAM, asked.argument)
        return array(values.astype(np.int64) if whole else values, counts > 0)

    def _fetch(self, argument: Expression, kept: Kept, counts: npt.NDArray[np.int64]) -> Fetch:
        if argument not in self._fetched:
            ranks = [each.ranks(counts) for each in self._asked if each.argument == argument]
            wanted = [place for each in ranks for place in (each.below, each.above)]
            fetch = Fetch(self._totals.histogram(argument), self._order, wanted)
            self._pass.fetch(self._accumulator, kept, fetch)
            self._fetched[argument] = fetch
        return self._fetched[argument]


class _Members:
    """The aggregates that need the members of the groups beside each other."""

    def __init__(
        self, keys: GroupKeys, totals: Totals, order: npt.NDArray[np.int64], rows: Pass, setting: RunSetting
    ) -> None:
        self._keys = keys
        self._totals = totals
        self._order = order
        self._pass = rows
        self._setting = setting
        self._found: tuple[Groups, _Arguments] | None = None

    def measure(self, call: Aggregate) -> Column:
        """Return the values of an aggregate."""
        if self._found is None:
            frame = self._pass.frame
            rows = self._pass.rows()
            chosen = None if len(rows) == frame.rows else rows
            numbers = slots(self._keys.keys, chosen, frame.rows)
            groups = Groups(numbers, self._keys.groups, self._order, self._totals.rows, (), None)
            self._found = groups, _Arguments(Evaluator(frame, self._setting.zone), chosen)
        return _measure(call, *self._found)


def _by_members(node: nodes.Aggregate, frame: Frame, setting: RunSetting) -> Frame:
    """Group by sorting: for keys of many values."""
    evaluator = Evaluator(frame, setting.zone)
    keys = [evaluator.column(key) for _, key in node.keys]
    groups = group_rows(keys, frame.rows, node.null_keys)
    arguments = _Arguments(evaluator, None if groups.kept is None else np.flatnonzero(groups.kept))
    columns = {name: column for (name, _), column in zip(node.keys, groups.keys, strict=True)}
    for name, measure in node.measures:
        columns[name] = _measure(measure, groups, arguments)
    return Frame(columns, len(groups))


class _Arguments:
    """Arguments of aggregates over the rows that are in groups, each computed once."""

    def __init__(self, evaluator: Evaluator, chosen: npt.NDArray[np.int64] | None) -> None:
        self._evaluator = evaluator
        self._chosen = chosen
        self._columns: dict[Expression, Column] = {}

    def column(self, expression: Expression) -> Column:
        key = without_spans(expression)
        if key not in self._columns:
            column = self._evaluator.column(expression)
            self._columns[key] = column if self._chosen is None else take(column, self._chosen)
        return self._columns[key]


def _measure(call: Aggregate, groups: Groups, arguments: _Arguments) -> Column:
    asked = percentile_of(call)
    if asked is not None:
        values = arguments.column(asked.argument)
        return grouped.PERCENTILES[asked.kind](groups, values, asked.fraction, asked.descending)
    return grouped.AGGREGATES[AGGREGATES[call.function].kernel](
        groups, [arguments.column(each) for each in call.arguments]
    )
