"""The keys of a group-by as one whole number a row that is in the order of the keys, nulls last, however large.

Codes of texts are their ranks; of a stored column of numbers or dates with many values, the number is the value itself:
floats are integers of the same order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, Frame, TextColumn
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, Mask, array, validity, values
from engine.kernels.keys import Factor, factorise
from engine.kernels.partition import Numbers
from engine.kernels.scan import Key, Lookup, Selector
from engine.physical.coding import Coder
from engine.physical.expressions import Evaluator
from engine.physical.setting import RunSetting
from engine.physical.stored import bounds_of
from engine.physical.workers import Rows
from saql.record import record
from saql.typed import expressions as typed
from saql.typed.expressions import Expression
from saql.types import Type

_LARGEST = (1 << 63) - 1
_WIDE = 1 << 20
"""Whole numbers over so many places are better numbered by their values than by their codes."""

_MANY_TEXTS = 1 << 16
_SIGN = np.int64((1 << 63) - 1)


@record(eq=False)
class _Part:
    """A key: how many numbers it has, the last for null, how rows get theirs, and what numbers stand for.

    Either `key` gives the numbers, or they are the values of `wide` less `low`.
    """

    size: int
    make: Callable[[Array], Column]
    key: Key | None = None
    wide: pa.Array | None = None
    low: int = 0


@record(eq=False)
class KeyNumbers:
    """The keys of a group-by; numbers are below `size`."""

    parts: tuple[_Part, ...]
    strides: tuple[int, ...]
    size: int

    def of(
        self, rows: Rows, where: Sequence[Selector], setting: RunSetting
    ) -> tuple[Numbers, np.ndarray[tuple[int], np.dtype[np.int32]]]:
        """Return the numbers of the rows in a range that satisfy all conditions, and the places of these rows."""
        keys = [
            replace(part.key, stride=stride).range(rows.begin, rows.end)
            for part, stride in zip(self.parts, self.strides, strict=True)
            if part.key is not None
        ]
        numbers, chosen = setting.kernels.partition.numbers(len(rows), where, keys)
        for part, stride in zip(self.parts, self.strides, strict=True):
            if part.wide is not None:
                some = part.wide.slice(rows.begin, len(rows))
                numbers += _distances(some, part).take(chosen) * np.int64(stride)
        return numbers, chosen

    def columns(self, numbers: Numbers) -> list[Callable[[], Column]]:
        """Return what makes each key column of groups."""
        return [
            partial(self._column, numbers, part, stride) for part, stride in zip(self.parts, self.strides, strict=True)
        ]

    def known(self, numbers: Numbers) -> Mask:
        """Return which groups have no null in a key."""
        known = np.ones(len(numbers), np.bool_)
        for part, stride in zip(self.parts, self.strides, strict=True):
            known &= self._codes(numbers, part, stride) != part.size - 1
        return known

    def _column(self, numbers: Numbers, part: _Part, stride: int) -> Column:
        return part.make(self._codes(numbers, part, stride))

    def _codes(self, numbers: Numbers, part: _Part, stride: int) -> Array:
        return numbers // np.int64(stride) % np.int64(part.size)


def is_wide(expression: Expression, frame: Frame, coder: Coder) -> bool:
    """Return whether a key is a stored column of numbers or dates with too many values for codes."""
    if not isinstance(expression, typed.Column) or expression.type not in (Type.NUMBER, Type.DATE, Type.DAY):
        return False
    if coder.code(expression) is not None:
        return False
    column, found = frame.columns[expression.name], bounds_of(frame, expression.name)
    if not isinstance(column, pa.Array):
        return False
    return found is not None and (column.type == pa.float64() or int(found[1]) - int(found[0]) >= _WIDE)


def key_numbers(
    expressions: Sequence[Expression], frame: Frame, coder: Coder, setting: RunSetting
) -> KeyNumbers | None:
    """Return the keys as numbers; None where no 63 bits hold them.

    Args:
        expressions: The keys.
        frame: The rows.
        coder: What finds expressions that can be computed by code.
        setting: What the run depends on.
    """
    evaluator = Evaluator(frame, setting.zone)
    parts = []
    for expression in expressions:
        coded = coder.code(expression)
        if is_wide(expression, frame, coder):
            parts.append(_wide(frame, cast(typed.Column, expression)))
        elif coded is None:
            parts.append(_by_row(evaluator.column(expression), setting))
        else:
            parts.append(_of_factor(coded.of, factorise(coded.values), setting, by_place=True))
    size = math.prod(part.size for part in parts)
    if size > _LARGEST:
        narrow = [part if part.wide is None else _by_row(part.wide, setting) for part in parts]
        size = math.prod(part.size for part in narrow)
        parts = narrow
    if size > _LARGEST:
        return None
    strides = tuple(math.prod(part.size for part in parts[place + 1 :]) for place in range(len(parts)))
    return KeyNumbers(tuple(parts), strides, size)


def _by_row(column: Column, setting: RunSetting) -> _Part:
    factor = factorise(column)
    return _of_factor(Lookup(factor.codes, 0, factor.size), factor, setting, by_place=False)


def _of_factor(of: Lookup, factor: Factor, setting: RunSetting, by_place: bool) -> _Part:
    """Return the key of rows whose places in a factor's codes, or codes themselves, are in a lookup."""
    if isinstance(factor.source, TextColumn):
        return _of_texts(of, factor, setting, by_place)
    known = np.arange(of.size) if not by_place else factor.codes
    identical = len(known) == factor.size and bool((known == np.arange(factor.size)).all())
    codes = None if identical else known.astype(np.int32)
    return _Part(factor.size, partial(_values, factor), Key(of, codes, 1))


def _of_texts(of: Lookup, factor: Factor, setting: RunSetting, by_place: bool) -> _Part:
    assert isinstance(factor.source, TextColumn)
    dictionary = factor.source.dictionary
    if len(dictionary) < _MANY_TEXTS:
        ranks = texts.ranks(dictionary)
    else:  # a dictionary of a dataset, most likely, which is the same object in the next query
        ranks = setting.memo.get("ranks", (dictionary,), lambda: texts.ranks(dictionary))
    by_rank = np.empty(factor.size, factor.source.codes.dtype)
    by_rank[ranks] = np.arange(factor.size)
    make = partial(_texts, by_rank, dictionary)
    codes = factor.codes if by_place else np.arange(factor.size)
    is_identical = len(codes) == factor.size and bool((codes == np.arange(factor.size)).all())
    if is_identical and of.low == 0 and of.divisor == 1 and bool((ranks[1:] == np.arange(factor.size - 1)).all()):
        return _Part(factor.size, make, Key(Lookup(of.values, 1, factor.size, 1, True), None, 1))  # null is the last
    return _Part(factor.size, make, Key(of, ranks.take(codes).astype(np.int32), 1))


def _texts(by_rank: Array, dictionary: pa.StringArray, codes: Array) -> Column:
    return TextColumn(cast(Codes, by_rank.take(codes)), dictionary)


def _values(factor: Factor, codes: Array) -> Column:
    if not len(factor.distinct):
        return pa.nulls(len(codes), factor.distinct.type)
    known = codes != factor.null
    return array(values(factor.distinct)[np.where(known, codes, 0)], known, factor.distinct.type)


def _wide(frame: Frame, expression: typed.Column) -> _Part:
    column = frame.columns[expression.name]
    assert isinstance(column, pa.Array)
    bounds = bounds_of(frame, expression.name)
    assert bounds is not None
    low, high = (int(_ordered(np.array([each]).astype(values(column).dtype))[0]) for each in bounds)
    size = high - low + 2
    return _Part(size, partial(_numbers, low, size, column.type), wide=column, low=low)


def _distances(column: pa.Array, part: _Part) -> Array:
    numbers = _ordered(values(column)) - np.int64(part.low)
    valid = validity(column)
    return numbers if valid is None else np.where(valid, numbers, np.int64(part.size - 1))


def _numbers(low: int, size: int, kind: pa.DataType, codes: Array) -> Column:
    known = codes != size - 1
    ordered = np.where(known, codes, 0) + np.int64(low)
    if kind != pa.float64():
        return array(ordered, known, kind)
    return array((ordered ^ (ordered >> 63 & _SIGN)).view(np.float64), known)


def _ordered(numbers: Array) -> Array:
    """Return numbers as int64 of the same order."""
    if numbers.dtype.kind != "f":
        return numbers.astype(np.int64)
    words = (numbers + 0.0).view(np.int64)  # there is one zero
    return words ^ (words >> 63 & _SIGN)
