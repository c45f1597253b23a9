"""Expressions over the columns of a frame, texts as codes.

An expression over text columns alone is computed once for each text, or each combination of texts, of their
dictionaries, and the results are handed out by code. What mixes texts with other columns is taken apart until that is
so. `plain` does the computing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame, MultivalueColumn, TextColumn
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, Mask, array, is_true, validity, values
from engine.kernels.keys import first_texts
from engine.kernels.rows import take_frame, take_or_null
from engine.physical import plain
from engine.plan.expressions import children
from engine.query_errors import EvaluationError
from saql.functions.registry import REGISTRY
from saql.typed import expressions as typed
from saql.typed.expressions import Call, Case, Expression, Literal, Membership
from saql.types import Type

Value: TypeAlias = Any
"""A column of the frame's length, or a `pa.Scalar` that stands for the same value in every row."""

_COMBINATIONS = 1 << 12


class Evaluator:
    """Computes expressions over one frame."""

    def __init__(self, frame: Frame, zone: dt.tzinfo) -> None:
        """Take the frame, and the zone in which instants have their days and hours."""
        self._frame = frame
        self._zone = zone

    def column(self, expression: Expression) -> Column:
        """Return the expression's value in every row.

        Raises:
            EvaluationError: A function refuses a value.
        """
        value = self.value(expression)
        if not isinstance(value, pa.Scalar):
            return value
        if value.type == pa.string():
            return texts.constant(value.as_py(), self._frame.rows)
        return plain.as_array(value, self._frame.rows)

    def true(self, predicate: Expression) -> Mask:
        """Return the rows for which a predicate is true; where it is null, it is not."""
        if isinstance(predicate, Call) and predicate.function in ("and", "or"):
            left, right = (self.true(each) for each in predicate.arguments)
            return left & right if predicate.function == "and" else left | right
        value = self.value(predicate)
        if isinstance(value, pa.Scalar):
            return np.full(self._frame.rows, bool(value.as_py()))
        return is_true(value)

    def value(self, expression: Expression) -> Value:
        """Return the expression's value: a column, or a scalar where it is the same in every row."""
        if isinstance(expression, Literal):
            return plain.scalar(expression)
        if isinstance(expression, typed.Column):
            return self._frame.columns[expression.name]
        read = {name: self._frame.columns[name] for name in sorted(set(_columns(expression)))}
        codes = {name: column for name, column in read.items() if isinstance(column, TextColumn)}
        if len(codes) == len(read):
            found = self._over_dictionaries(expression, codes)
            if found is not None:
                return found
        return self._apart(expression)

    def _over_dictionaries(self, expression: Expression, columns: Mapping[str, TextColumn]) -> Value | None:
        """Compute over combinations of texts, or few rows; None where there are more of them than rows."""
        if not columns:
            found = plain.evaluate(expression, plain.Rows({}, self._frame.rows, self._zone))
            return texts.encode(found) if _is_texts(found) else found
        sizes = [len(column.dictionary) + 1 for column in columns.values()]
        size = math.prod(sizes)
        rows = self._frame.rows
        if rows <= min(size, _COMBINATIONS):
            decoded = {name: texts.decode(column) for name, column in columns.items()}
            found = plain.evaluate(expression, plain.Rows(decoded, rows, self._zone))
            return texts.encode(found) if _is_texts(found) else found
        if size > max(_COMBINATIONS, rows):
            if len(columns) > 1:
                return None
            return self._over_used(expression, columns)
        try:
            found = plain.evaluate(expression, plain.Rows(_combinations(columns, sizes), size, self._zone))
        except EvaluationError:  # perhaps at a text that is in the dictionary and in no row
            return self._over_used(expression, columns)
        return _by_code(found, _combined(columns, sizes))

    def _over_used(self, expression: Expression, columns: Mapping[str, TextColumn]) -> Value | None:
        """Compute over the combinations of texts that rows have."""
        sizes = [len(column.dictionary) + 1 for column in columns.values()]
        if math.prod(sizes) > np.iinfo(np.int64).max:
            return None
        used, places = np.unique(_combined(columns, sizes), return_inverse=True)
        parts: dict[str, pa.Array] = {}
        rest: Array = used.astype(np.int64)
        for (name, column), size in reversed(list(zip(columns.items(), sizes, strict=True))):
            rest, part = np.divmod(rest, size)
            parts[name] = texts.decode(TextColumn(part.astype(np.int32), column.dictionary))
        return _by_code(plain.evaluate(expression, plain.Rows(parts, len(used), self._zone)), places)

    def _apart(self, expression: Expression) -> Value:
        match expression:
            case Call():
                return self._call(expression)
            case Case():
                return self._case(expression)
            case Membership(operand):
                value = self.value(operand)
                if isinstance(value, MultivalueColumn):
                    return _any(value, lambda each: plain.membership(expression, each))
                return plain.membership(expression, _plain(value))
            case _:
                return plain.evaluate(expression, plain.Rows({}, self._frame.rows, self._zone))

    def _call(self, expression: Call) -> Value:
        arguments = [self.value(each) for each in plain.dated(expression.function, expression.arguments)]
        first = arguments[0] if arguments else None
        rows = plain.Rows({}, self._frame.rows, self._zone)
        if isinstance(first, MultivalueColumn):
            if expression.function == "first_value":
                return first_texts(first)
            if expression.function == "is_null":
                return array(np.diff(first.offsets) == 0)
            if expression.type is Type.BOOLEAN and REGISTRY[expression.function].family == "operators":
                return _any(first, lambda each: plain.call(expression, [each, *arguments[1:]], rows))
        found = plain.call(expression, [_plain(each) for each in arguments], rows)
        return texts.encode(found) if _is_texts(found) else found

    def _case(self, expression: Case) -> Value:
        chosen = self._branches(expression)
        written = [*(result for _, result in expression.branches), expression.otherwise]
        results = [self._branch(result, chosen == place) for place, result in enumerate(written)]
        if expression.type is not Type.TEXT:
            found = _plain(results[-1])
            for place in reversed(range(len(results) - 1)):
                found = plain.choose(array(chosen == place), _plain(results[place]), found)
            return found
        rows = self._frame.rows
        columns = [
            each
            if isinstance(each, TextColumn)
            else texts.constant(each.as_py(), rows)
            if isinstance(each, pa.Scalar)
            else texts.encode(_plain(each))
            for each in results
        ]
        dictionary, codes = texts.merge(columns)
        merged = np.zeros(rows, np.result_type(*codes))
        for place, part in enumerate(codes):
            mask = chosen == place
            merged[mask] = part[mask]
        return TextColumn(merged, dictionary)

    def _branch(self, result: Expression, mask: Mask) -> Value:
        """Return a branch's values in the rows that take it; elsewhere anything (see `plain`)."""
        try:
            return self.value(result)
        except EvaluationError:
            rows = np.flatnonzero(mask)
            if not len(rows):
                return plain.scalar(Literal(None, result.type, result.span))
            found = Evaluator(take_frame(self._frame, rows), self._zone).column(result)
            places = np.full(self._frame.rows, -1)
            places[rows] = np.arange(len(rows))
            return take_or_null(found, places, result.type)

    def _branches(self, expression: Case) -> Array:
        """Return which branch each row takes; the number after the last is `otherwise`."""
        chosen = np.full(self._frame.rows, len(expression.branches), np.int32)
        for place in reversed(range(len(expression.branches))):
            chosen[self.true(expression.branches[place][0])] = place
        return chosen


def _columns(expression: Expression) -> Iterator[str]:
    if isinstance(expression, typed.Column):
        yield expression.name
    for each in children(expression):
        yield from _columns(each)


def _combinations(columns: Mapping[str, TextColumn], sizes: list[int]) -> dict[str, pa.Array]:
    """Return for each column its text in each combination, the last column's changing fastest."""
    result: dict[str, pa.Array] = {}
    before, after = 1, math.prod(sizes)
    for (name, column), size in zip(columns.items(), sizes, strict=True):
        after //= size
        if before == after == 1:
            result[name] = texts.texts_with_null(column)
        else:
            part = np.tile(np.arange(size, dtype=np.int32).repeat(after), before)
            result[name] = texts.decode(TextColumn(part, column.dictionary))
        before *= size
    return result


def _combined(columns: Mapping[str, TextColumn], sizes: list[int]) -> Array:
    parts = [column.codes for column in columns.values()]
    if len(parts) == 1:
        return parts[0]
    combined = parts[0].astype(np.int64)
    for part, size in zip(parts[1:], sizes[1:], strict=True):
        combined = combined * size + part
    return combined


def _by_code(found: Any, codes: Array) -> Value:
    """Return results for each row from results for each code."""
    if isinstance(found, pa.Scalar):
        return found
    if _is_texts(found):
        table = texts.encode(found)
        return TextColumn(table.codes.take(codes), table.dictionary)
    if found.type == pa.null():
        return pa.nulls(len(codes))
    valid = validity(found)
    return array(values(found).take(codes), None if valid is None else valid.take(codes), found.type)


def _any(column: MultivalueColumn, test: Any) -> pa.Array:
    """Return whether one of each row's texts passes; null where there is none."""
    passed = test(texts.texts_with_null(TextColumn(column.codes, column.dictionary)))
    if isinstance(passed, pa.Scalar):
        passed = plain.as_array(passed, len(column.dictionary) + 1)
    hits = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_true(passed).take(column.codes))])
    found = hits[column.offsets[1:]] > hits[column.offsets[:-1]]
    return array(found, np.diff(column.offsets) > 0)


def _plain(value: Value) -> Any:
    if isinstance(value, TextColumn):
        return texts.decode(value)
    if isinstance(value, MultivalueColumn):
        offsets = array(value.offsets.astype(np.int32))
        return pa.ListArray.from_arrays(offsets, texts.decode(TextColumn(value.codes, value.dictionary)))
    return value


def _is_texts(found: Any) -> bool:
    return isinstance(found, pa.Array) and found.type == pa.string()
