"""Answers of the engine and of DuckDB beside each other."""

from __future__ import annotations

import datetime as dt
import decimal
import math
import zoneinfo
from collections import Counter
from collections.abc import Sequence
from typing import Any

import duckdb

from engine.session import QueryResult, Session
from oracle.data import Data, Tables
from oracle.streams import Cut, Question, saql_of, sql_of
from saql import SaqlError

COUNTS: Counter[str] = Counter()
"""How many questions were asked, and how many rows were compared, for the report of a large run."""


def check(tables: Tables, session: Session, given: Data, question: Question) -> None:
    """Ask both, and fail where the answers differ."""
    text, sql = saql_of(question), sql_of(question, given.calendar)
    shown = f"\n{text}\n\n{sql}\n\n{question.now} {question.zone} null_keys={question.null_keys} {given.calendar}"
    zone = zoneinfo.ZoneInfo(question.zone)
    try:
        found = session.query(text, now=question.now, timezone=zone, null_keys=question.null_keys)
    except SaqlError as error:
        raise AssertionError(f"refused: {error}{shown}") from None
    try:
        expected = tables.connection.execute(sql).fetchall()
    except duckdb.Error as error:
        raise AssertionError(f"the test's SQL is wrong: {error}{shown}") from None
    mine = rows_of(found)
    theirs = [tuple(map(_plain, row)) for row in expected]
    COUNTS["questions"] += 1
    COUNTS["rows"] += len(mine)
    COUNTS["answers with rows"] += bool(mine)
    if not agree(mine, theirs, isinstance(question.stream, Cut)):
        given_rows = "\n".join(map(str, (*given.deals, "--", *given.goals)))
        raise AssertionError(f"\nengine {mine}\nDuckDB {theirs}\n{shown}\n{given_rows}")


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, decimal.Decimal | int):
        return float(value)
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    return value


def rows_of(found: QueryResult) -> list[tuple[Any, ...]]:
    """Return the rows of an answer."""
    return [tuple(map(_plain, row.values())) for row in found.table.to_pylist()]


def agree(mine: Sequence[tuple[Any, ...]], theirs: Sequence[tuple[Any, ...]], ordered: bool) -> bool:
    """Say whether rows are the same but for rounding, in the same order where there is one."""
    if len(mine) != len(theirs):
        return False
    if ordered:
        return all(map(_same_row, mine, theirs))
    buckets: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in theirs:
        buckets.setdefault(_bucket(row), []).append(row)
    for row in mine:
        left = buckets.get(_bucket(row), [])
        place = next((place for place, other in enumerate(left) if _same_row(row, other)), None)
        if place is None:
            return False
        del left[place]
    return True


def _bucket(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what equal rows have exactly equal: all but numbers."""
    return tuple(isinstance(each, float) or each for each in row)


def _same_row(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> bool:
    return len(mine) == len(theirs) and all(map(_same, mine, theirs))


def _same(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, float) and isinstance(theirs, float):
        return math.isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return bool(mine == theirs)
