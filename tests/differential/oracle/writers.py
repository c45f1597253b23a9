"""The two writers of terms: SAQL, and SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oracle.periods import Calendar, saql_range, sql_range
from oracle.terms import FORMS, SQL_TYPES, Term, saql_literal, saql_name, sql_literal, sql_name

INSTANT = "#instant"
"""What follows the name of a date in that of the column with its instants."""


@dataclass(frozen=True)
class Interval:
    """`lower .. upper` in a list; None is an open end."""

    lower: Any
    upper: Any


@dataclass(frozen=True)
class Key:
    """A key of an order; `nulls_first` None is the default of the direction."""

    term: Term
    descending: bool = False
    nulls_first: bool | None = None


@dataclass(frozen=True)
class Frame:
    """What stands after `over`: row offsets (None: open), keys of the partition (none: all), keys of the order."""

    function: str
    lower: int | None
    upper: int | None
    partition: tuple[Term, ...]
    order: tuple[Key, ...]
    fraction: float | None = None


def saql_keys(keys: tuple[Key, ...], write: Callable[[Term], str]) -> str:
    written = []
    for key in keys:
        text = write(key.term) + (" desc" if key.descending else "")
        if key.nulls_first is not None:
            text += " nulls first" if key.nulls_first else " nulls last"
        written.append(text)
    return written[0] if len(written) == 1 else f"({', '.join(written)})"


def sql_keys(keys: tuple[Key, ...], write: Callable[[Term], str]) -> str:
    written = []
    for key in keys:
        nulls_first = key.descending if key.nulls_first is None else key.nulls_first
        direction = "desc" if key.descending else "asc"
        written.append(f"{write(key.term)} {direction} nulls {'first' if nulls_first else 'last'}")
    return ", ".join(written)


class SaqlTerms:
    """Writes terms as SAQL; `streams` are the names of the streams of a cogroup, by side."""

    def __init__(self, streams: tuple[str, ...] = ()) -> None:
        self._streams = streams

    def __call__(self, term: Term) -> str:
        special = getattr(self, f"_{term.form}", None)
        if special is not None:
            return str(special(term))
        return FORMS[term.form][0].format(*map(self, term.parts))

    def _field(self, term: Term) -> str:
        return saql_name(term.value)

    _rough_field = _date_field = _field

    def _side_field(self, term: Term) -> str:
        side, name = term.value
        return qualified(self._streams[side], name)

    def _side_count(self, term: Term) -> str:
        stream = self._streams[term.value]
        return f"count({stream})" if len(stream) % 2 else f"count({saql_name(stream)})"

    def _side(self, term: Term) -> str:
        return self(term.parts[0])

    def _cogroup_key(self, term: Term) -> str:
        if len(set(term.value)) == 1:
            return saql_name(term.value[0])
        return f"coalesce({', '.join(qualified(self._streams[side], key) for side, key in enumerate(term.value))})"

    def _literal(self, term: Term) -> str:
        return saql_literal(term.value)

    def _null(self, _term: Term) -> str:
        return "null"

    def _case(self, term: Term) -> str:
        *pairs, otherwise = term.parts
        return f"case {self._branches(pairs, otherwise)} end"

    def _simple_case(self, term: Term) -> str:
        subject, *pairs, otherwise = term.parts
        return f"(case {self(subject)} {self._branches(pairs, otherwise)} end)"

    def _branches(self, pairs: list[Term], otherwise: Term) -> str:
        tests, results = pairs[::2], pairs[1::2]
        texts = [f"when {self(test)} then {self(result)}" for test, result in zip(tests, results, strict=True)]
        if otherwise.form != "nothing":
            texts.append(f"else {self(otherwise)}")
        return " ".join(texts)

    def _in(self, term: Term) -> str:
        return (
            f"{self(term.parts[0])} {'not in' if term.value[0] else 'in'} [{', '.join(map(_element, term.value[1]))}]"
        )

    _mv_in = _in

    def _date_in(self, term: Term) -> str:
        spelling, ranges = term.value
        name = term.parts[0].value
        parts = ", ".join(saql_name(f"{name}_{part}") for part in ("Year", "Month", "Day"))
        operand = f"date({parts})" if spelling else saql_name(name)
        return f"{operand} in [{', '.join(map(saql_range, ranges))}]"

    def _percentile(self, term: Term) -> str:
        name, fraction, descending = term.value
        direction = " desc" if descending else ""
        return f"{name}({fraction}) within group (order by {self(term.parts[0])}{direction})"

    def _window(self, term: Term) -> str:
        frame = term.value
        arguments = ", ".join(map(self, term.parts))
        call = f"{frame.function}({arguments})"
        if frame.fraction is not None:
            call = f"{frame.function}({frame.fraction}) within group (order by {arguments})"
        lower, upper = ("" if each is None else each for each in (frame.lower, frame.upper))
        keys = [self(each) for each in frame.partition]
        partition = "all" if not keys else keys[0] if len(keys) == 1 else f"({', '.join(keys)})"
        order = f" order by {saql_keys(frame.order, self)}" if frame.order else ""
        return f"{call} over ([{lower} .. {upper}] partition by {partition}{order})"


def qualified(stream: str, name: str) -> str:
    """Return a field of a stream in one of the spellings that the language has."""
    bare = name.isidentifier() and name.isascii()
    spellings = [f"{stream}.{saql_name(name)}", f"{stream}[{saql_name(name)}]"]
    if bare:
        spellings += [f"{stream}.{name}", f"{stream}[{name}]", f"{stream}::{name}"]
    return spellings[(len(stream) + sum(map(ord, name + stream))) % len(spellings)]


def _element(element: Any) -> str:
    if isinstance(element, Interval):
        ends = ["" if each is None else saql_literal(each) for each in (element.lower, element.upper)]
        return f"{ends[0]} .. {ends[1]}"
    return saql_literal(element)


class SqlTerms:
    """Writes terms as SQL over the columns of a subquery; `now` is on the clock of the query's zone."""

    def __init__(self, now: dt.datetime, calendar: Calendar) -> None:
        self._now = now
        self._calendar = calendar
        self.sides: dict[tuple[int, Term], str] = {}
        self.keys: dict[tuple[int, str], str] = {}
        self.instants = False
        """Whether a date is its instant in UTC, which is shown and sorted by, instead of what clocks show."""

    def __call__(self, term: Term) -> str:
        special = getattr(self, f"_{term.form}", None)
        if special is not None:
            return str(special(term))
        return FORMS[term.form][1].format(*map(self, term.parts))

    def _field(self, term: Term) -> str:
        return sql_name(term.value)

    _rough_field = _field

    def _date_field(self, term: Term) -> str:
        return sql_name(f"{term.value}{INSTANT}" if self.instants else term.value)

    def _side_field(self, term: Term) -> str:
        return self.keys.get(term.value) or sql_name(term.value[1])

    def _side_count(self, _term: Term) -> str:
        return "count(*)"

    def _side(self, term: Term) -> str:
        """Return the column of an aggregate of a side, which its subquery computes."""
        return self.sides.setdefault((term.value, term.parts[0]), f"measure{len(self.sides)}")

    def _cogroup_key(self, term: Term) -> str:
        return f"coalesce({', '.join(self.keys[key] for key in enumerate(term.value))})"

    def _literal(self, term: Term) -> str:
        return sql_literal(term.value)

    def _null(self, term: Term) -> str:
        return f"null::{SQL_TYPES[term.value]}"

    def _case(self, term: Term) -> str:
        *pairs, otherwise = term.parts
        return f"(case {self._branches(pairs, otherwise)} end)"

    def _simple_case(self, term: Term) -> str:
        subject, *pairs, otherwise = term.parts
        return f"(case {self(subject)} {self._branches(pairs, otherwise)} end)"

    def _branches(self, pairs: list[Term], otherwise: Term) -> str:
        tests, results = pairs[::2], pairs[1::2]
        texts = [f"when {self(test)} then {self(result)}" for test, result in zip(tests, results, strict=True)]
        if otherwise.form != "nothing":
            texts.append(f"else {self(otherwise)}")
        return " ".join(texts)

    def _in(self, term: Term) -> str:
        operand = self(term.parts[0])
        negated, elements = term.value
        tests = [self._within(operand, each) for each in elements]
        found = f"(case when {operand} is null then null else {' or '.join(tests) or 'false'} end)"
        return f"(not {found})" if negated else found

    def _within(self, operand: str, element: Any) -> str:
        if not isinstance(element, Interval):
            return f"({operand} = {sql_literal(element)})"
        tests = []
        if element.lower is not None:
            tests.append(f"{operand} >= {sql_literal(element.lower)}")
        if element.upper is not None:
            tests.append(f"{operand} <= {sql_literal(element.upper)}")
        return f"({' and '.join(tests)})"

    def _mv_in(self, term: Term) -> str:
        values = self(term.parts[0])
        negated, elements = term.value
        listed = ", ".join(map(sql_literal, elements))
        found = f"(case when coalesce(len({values}), 0) > 0 then list_has_any({values}, [{listed}]) end)"
        return f"(not {found})" if negated else found

    def _date_in(self, term: Term) -> str:
        clock = self(term.parts[0])
        _, ranges = term.value
        tests = [sql_range(each, clock, self._now, self._calendar) for each in ranges]
        return f"(case when {clock} is null then null else {' or '.join(tests)} end)"

    def _percentile(self, term: Term) -> str:
        name, fraction, descending = term.value
        direction = " desc" if descending else ""
        return f"{name}({fraction}) within group (order by {self(term.parts[0])}{direction})"

    def _window(self, term: Term) -> str:
        frame = term.value
        arguments = [self(each) for each in term.parts]
        partition = ", ".join(map(self, frame.partition))
        over = f"partition by {partition}" if partition else ""
        if frame.order:
            over += f" order by {sql_keys(frame.order, self)}"
        if frame.function in ("rank", "dense_rank", "cume_dist", "row_number"):
            return f"{frame.function}() over ({over})"
        if frame.function in ("lag", "lead", "ntile"):
            return f"{frame.function}({', '.join(arguments)}) over ({over})"
        rows = f"rows between {_bound(frame.lower, 'preceding')} and {_bound(frame.upper, 'following')}"
        if frame.fraction is not None:
            name = {"percentile_cont": "quantile_cont", "percentile_disc": "quantile_disc"}[frame.function]
            return f"{name}({arguments[0]}, {frame.fraction}) over ({over} {rows})"
        found = f"{frame.function}({arguments[0] if arguments else '*'}) over ({over} {rows})"
        if frame.function != "count":
            return found
        return f"(case when count(*) over ({over} {rows}) > 0 then {found} end)"


def _bound(offset: int | None, side: str) -> str:
    if offset is None:
        return f"unbounded {side}"
    if not offset:
        return "current row"
    return f"{-offset} preceding" if offset < 0 else f"{offset} following"
