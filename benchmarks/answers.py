"""Whether engines give the same answers: every table of one against every table of another."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from benchmarks.engines.engine import Engine
from benchmarks.questions import Question, Shape

TOLERANCE = 1e-9
"""The relative difference of numbers that counts as none: sums of the same numbers in another order."""

Row = tuple[Any, ...]


class DisagreementError(Exception):
    """Two engines answer a question differently."""


def agree(question: Question, engines: Iterable[Engine]) -> None:
    """Ask all engines and compare what they say with the first of them.

    Raises:
        DisagreementError: an answer differs; the message names question, engine and the first row that does.
    """
    asked = [each for each in engines if question.name in each.questions]
    expected: list[list[Row]] | None = None
    for each in asked:
        answer = rows_of(question, each)
        if expected is None:
            expected = answer
            continue
        for number, shape in enumerate(question.shapes):
            found = _difference(shape, expected[number], answer[number], asked[0].null_sums and each.null_sums)
            if found:
                place = f", table {number + 1}" if len(question.shapes) > 1 else ""
                raise DisagreementError(f"{question.name}{place}: {each.name} differs from {asked[0].name}: {found}")


def rows_of(question: Question, engine: Engine) -> list[list[Row]]:
    """Ask an engine; return the rows of each table in plain values that compare across engines."""
    tables = [engine.to_arrow(each) for each in engine.questions[question.name]()]
    if len(tables) != len(question.shapes):
        raise DisagreementError(f"{question.name}: {engine.name} gives {len(tables)} tables")
    return [_plain(shape, table) for shape, table in zip(question.shapes, tables, strict=True)]


def _plain(shape: Shape, table: pa.Table) -> list[Row]:
    columns = [
        [None if value is None else _READ[kind](value) for value in column.to_pylist()]
        for kind, column in zip(shape.kinds, table.columns, strict=True)
    ]
    return list(zip(*columns, strict=True))


def _number(value: Any) -> float | None:
    number = float(value)
    return None if math.isnan(number) else number


def _day(value: Any) -> dt.date:
    if isinstance(value, str):
        return dt.date.fromisoformat(value)
    return value.date() if isinstance(value, dt.datetime) else value


_READ: Mapping[str, Callable[[Any], Any]] = {"t": str, "n": _number, "s": _number, "i": int, "d": _day}


def _difference(shape: Shape, expected: Sequence[Row], found: Sequence[Row], null_sums: bool) -> str | None:
    """Return what differs first between two tables, as text, or None."""
    if len(expected) != len(found):
        return f"{len(found)} rows, not {len(expected)}"
    if shape.top is None:
        return _first_difference(shape, _by_key(shape, expected), _by_key(shape, found), null_sums)
    order = [[row[shape.top] for row in rows] for rows in (expected, found)]
    for number, (one, other) in enumerate(zip(*order, strict=True)):
        if not _same(one, other):
            return f"row {number + 1} is {found[number]}, not {expected[number]}"
    # Of rows that are equal to the last, any may be left out; the others have to be the same rows.
    sure = [[row for row in rows if not _same(row[shape.top], order[0][-1])] for rows in (expected, found)]
    return _first_difference(shape, _by_key(shape, sure[0]), _by_key(shape, sure[1]), null_sums)


def _by_key(shape: Shape, rows: Iterable[Row]) -> dict[Row, Row]:
    return {row[: shape.keys]: row for row in rows}


def _first_difference(
    shape: Shape, expected: Mapping[Row, Row], found: Mapping[Row, Row], null_sums: bool
) -> str | None:
    for key, row in expected.items():
        if key not in found:
            return f"there is no row for {key}"
        for kind, one, other in zip(shape.kinds, row, found[key], strict=True):
            values = (one, other) if kind != "s" or null_sums else (one or 0.0, other or 0.0)
            if not _same(*values):
                return f"row {found[key]}, not {row}"
    return None


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=TOLERANCE)
    return bool(one == other)
