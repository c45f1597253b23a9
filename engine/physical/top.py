"""The first rows in an order: found by a heap while rows are passed over, sorted only then."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.columns import Frame, TextColumn
from engine.kernels.arrays import Array, Mask
from engine.kernels.ordering import SortKey, sorted_rows, text_places
from engine.kernels.rows import take_frame
from engine.kernels.scan import Lookup, TopOrder
from engine.limits import Watch
from engine.physical.chunk import Chunk
from engine.physical.coding import Coder
from engine.physical.conditions import Conditions, conditions, remaining
from engine.physical.expressions import Evaluator
from engine.physical.kept_passes import asked_of
from engine.physical.passes import Pass
from engine.physical.setting import RunSetting
from engine.physical.stored import Numbers, stored_numbers
from engine.physical.workers import Rows
from engine.plan import nodes
from saql.record import record
from saql.typed.expressions import Column, OrderKey
from saql.types import Type

_SORTED = 1 << 15
"""So few rows are sorted all at once."""


def run_top(node: nodes.Top, inputs: list[Frame], setting: RunSetting, watch: Watch) -> Frame:
    """Return the first rows of the input."""
    frame, wanted = inputs[0], node.offset + node.count
    asked = _asked(node, frame, setting)
    found = Pass(frame, asked.conditions, setting, watch, asked.ranges)
    if not node.keys:
        rows = found.first_rows(wanted)
        return take_frame(frame, rows[node.offset :])
    if frame.rows <= max(_SORTED, 4 * wanted):
        candidates = found.rows()
    else:
        candidates = _candidates(node, wanted, found, asked.ranks, setting)
    some = take_frame(frame, candidates)
    evaluator = Evaluator(some, setting.zone)
    keys = [SortKey(evaluator.column(each.expression), each.descending, each.nulls_first) for each in node.keys]
    order = sorted_rows(keys, some.rows)[node.offset : wanted]
    return take_frame(frame, candidates[order])


@record(eq=False)
class _Asked:
    """What is asked of a pass: which rows count, and by what the first are found."""

    conditions: Conditions
    ranges: tuple[Rows, ...]
    ranks: _Ranks | None

    @property
    def columns(self) -> list[Array]:
        """What it reads, the places of texts among them."""
        ranks = self.ranks
        table = () if ranks is None or ranks.codes is None else ranks.codes[1:]
        return [*self.conditions.columns, *(() if ranks is None else ranks.columns), *table]

    def repeated(self) -> _Asked:
        """Return the same."""
        return self


def _asked(node: nodes.Top, frame: Frame, setting: RunSetting) -> _Asked:
    def find() -> _Asked:
        coder = Coder(frame, setting.zone)
        found = conditions(node.where, frame, coder)
        return _Asked(found, remaining(found, frame), _ranks(node.keys[0], frame, coder) if node.keys else None)

    return asked_of(node, setting, find)


def _candidates(
    node: nodes.Top, wanted: int, found: Pass, ranks: _Ranks | None, setting: RunSetting
) -> npt.NDArray[np.int64]:
    """Return rows, ascending, among which are the first `wanted`."""
    key = node.keys[0]
    if ranks is None:
        return found.rows()

    def by_heap(chunk: Chunk) -> npt.NDArray[np.int64]:
        numbers = ranks.of(chunk)
        order = TopOrder(min(wanted, len(chunk.rows)), ranks.descending, key.nulls_first)
        where = chunk.selectors(found.conditions)
        return np.sort(setting.kernels.top(len(chunk.rows), where, numbers.values, numbers.valid, order))

    def with_ties(chunk: Chunk) -> npt.NDArray[np.int64]:
        chosen = setting.kernels.select(len(chunk.rows), chunk.selectors(found.conditions)).astype(np.int64)
        places = _places(ranks.of(chunk), key, ranks.descending).take(chosen)
        if len(places) <= wanted:
            return chosen
        among: Mask = places <= np.partition(places, wanted - 1)[wanted - 1]
        return chosen[among]

    # the other keys decide among equals, so that all of these must be candidates
    choose = by_heap if len(node.keys) == 1 else with_ties
    return found.collect(choose, computed=not ranks.is_stored, columns=ranks.columns)


def _places(numbers: Numbers, key: OrderKey, descending: bool) -> Array:
    """Return numbers of which the least come first."""
    ranks = numbers.values.astype(np.float64, copy=False)
    if descending:
        ranks = -ranks
    if numbers.valid is None:
        return ranks
    known = np.unpackbits(numbers.valid, count=len(ranks), bitorder="little").view(np.bool_)
    return np.where(known, ranks, -np.inf if key.nulls_first else np.inf)


@record(eq=False)
class _Ranks:
    """The first key of an order as numbers: a stored column, texts by code, or computed row by row.

    Texts are their places in the order, its direction and nulls included.
    """

    key: OrderKey
    stored: Numbers | None
    codes: tuple[Lookup, Array] | None

    @property
    def is_stored(self) -> bool:
        """Whether nothing is computed row by row."""
        return self.stored is not None or self.codes is not None

    @property
    def descending(self) -> bool:
        """Whether the greatest numbers come first."""
        return self.key.descending and self.codes is None

    @property
    def columns(self) -> list[Array]:
        """The stored columns that are read."""
        if self.codes is not None:
            return [self.codes[0].values]
        return [] if self.stored is None else [self.stored.values]

    def of(self, chunk: Chunk) -> Numbers:
        """Return the numbers of the rows at hand."""
        begin, end = chunk.rows.begin, chunk.rows.end
        if self.codes is not None:
            lookup, table = self.codes
            return Numbers(table.take(lookup.range(begin, end).places()), None)
        return chunk.numbers(self.key.expression) if self.stored is None else self.stored.range(begin, end)


def _ranks(key: OrderKey, frame: Frame, coder: Coder) -> _Ranks | None:
    """Return the first key as numbers; None where it is a text of several columns."""
    expression = key.expression
    if expression.type in (Type.TEXT, Type.MULTIVALUE):
        coded = coder.code(expression)
        if coded is None or not isinstance(coded.values, TextColumn):
            return None
        table = text_places(coded.values.dictionary, key.descending, key.nulls_first).take(coded.values.codes)
        return _Ranks(key, None, (coded.of, table.astype(np.float64)))
    stored = stored_numbers(frame, expression.name) if isinstance(expression, Column) else None
    return _Ranks(key, stored, None)
