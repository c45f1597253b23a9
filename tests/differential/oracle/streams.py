"""Streams as descriptions, and their two writers: statements of SAQL, subqueries of SQL."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass

from oracle.periods import Calendar, sql_parts
from oracle.terms import DATE, Term, saql_name, sql_literal, sql_name
from oracle.writers import INSTANT, Key, SaqlTerms, SqlTerms, saql_keys, sql_keys


@dataclass(frozen=True)
class Known:
    """A field of a stream. `exact` says that two right answers have the same last digit."""

    name: str
    kind: str
    exact: bool = True


@dataclass(frozen=True, eq=False)
class Stream:
    """What all streams have: fields, and whether the order of their rows is known."""

    fields: tuple[Known, ...]
    ordered: bool


@dataclass(frozen=True, eq=False)
class Load(Stream):
    dataset: str


@dataclass(frozen=True, eq=False)
class Filter(Stream):
    source: Stream
    predicate: Term


@dataclass(frozen=True, eq=False)
class Foreach(Stream):
    source: Stream
    items: tuple[tuple[str, Term], ...]


@dataclass(frozen=True, eq=False)
class Group(Stream):
    """A group and its foreach: between the two stand filters (`members`), an order and a limit (`count`)."""

    source: Stream
    keys: tuple[Term, ...]
    rollup: bool
    members: tuple[Term, ...]
    order: tuple[Key, ...]
    count: int | None
    items: tuple[tuple[str, Term], ...]


@dataclass(frozen=True, eq=False)
class Side:
    """A stream of a cogroup, its keys, and how its groups meet those of the next."""

    source: Stream
    keys: tuple[str, ...]
    join: str


@dataclass(frozen=True, eq=False)
class Cogroup(Stream):
    sides: tuple[Side, ...]
    items: tuple[tuple[str, Term], ...]


@dataclass(frozen=True, eq=False)
class Union(Stream):
    sources: tuple[Stream, ...]


@dataclass(frozen=True, eq=False)
class Join(Stream):
    source: Stream
    other: Stream
    keys: tuple[str, ...]
    other_keys: tuple[str, ...]
    kind: str


@dataclass(frozen=True, eq=False)
class Augment(Stream):
    """Fields of the first row of `other` with equal keys; the order of its rows is known."""

    source: Stream
    other: Stream
    keys: tuple[str, ...]
    other_keys: tuple[str, ...]
    items: tuple[tuple[str, Term], ...]


@dataclass(frozen=True, eq=False)
class Cut(Stream):
    """An order that leaves no two different rows equal, an offset, a limit."""

    source: Stream
    order: tuple[Key, ...]
    offset: int | None
    count: int | None


@dataclass(frozen=True, repr=False)
class Question:
    """A stream, and what its query depends on beside its text."""

    stream: Stream
    now: dt.datetime
    zone: str
    null_keys: bool

    def __repr__(self) -> str:
        return f"<{saql_of(self)} at {self.now} in {self.zone}, null keys {self.null_keys}>"


class SaqlWriter:
    """Writes a stream as statements."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self._names: dict[int, str] = {}

    def name(self, stream: Stream) -> str:
        """Return the name of a stream, after writing its statements."""
        if id(stream) not in self._names:
            self._names[id(stream)] = getattr(self, f"_{type(stream).__name__.lower()}")(stream)
        return self._names[id(stream)]

    def _fresh(self) -> str:
        return ("q", "won", "r")[len(self.statements) % 3] + str(len(self.statements))

    def _say(self, name: str, statement: str) -> str:
        self.statements.append(f"{name} = {statement};")
        return name

    def _load(self, stream: Load) -> str:
        return self._say(self._fresh(), f'load "{stream.dataset}"')

    def _filter(self, stream: Filter) -> str:
        source = self.name(stream.source)
        return self._say(self._fresh(), f"filter {source} by {SaqlTerms()(stream.predicate)}")

    def _foreach(self, stream: Foreach) -> str:
        source = self.name(stream.source)
        return self._say(self._fresh(), f"foreach {source} generate {_items(stream.items, SaqlTerms())}")

    def _group(self, stream: Group) -> str:
        source, name, write = self.name(stream.source), self._fresh(), SaqlTerms()
        keys = ", ".join(map(write, stream.keys)) or "all"
        by = f"rollup({keys})" if stream.rollup else f"({keys})" if len(stream.keys) > 1 else keys
        self._say(name, f"group {source} by {by}")
        for predicate in stream.members:
            self._say(name, f"filter {name} by {write(predicate)}")
        if stream.order:
            self._say(name, f"order {name} by {saql_keys(stream.order, write)}")
        if stream.count is not None:
            self._say(name, f"limit {name} {stream.count}")
        return self._say(name, f"foreach {name} generate {_items(stream.items, write)}")

    def _cogroup(self, stream: Cogroup) -> str:
        names = tuple(self.name(side.source) for side in stream.sides)
        name = self._fresh()
        parts = []
        for side, each in zip(stream.sides, names, strict=True):
            keys = ", ".join(map(saql_name, side.keys)) or "all"
            by = f"({keys})" if len(side.keys) > 1 else keys
            parts.append(f"{each} by {by}{f' {side.join}' if side.join else ''}")
        self._say(name, f"{'cogroup' if len(names) % 2 else 'group'} {', '.join(parts)}")
        return self._say(name, f"foreach {name} generate {_items(stream.items, SaqlTerms(names))}")

    def _union(self, stream: Union) -> str:
        names = [self.name(each) for each in stream.sources]
        return self._say(self._fresh(), f"union {', '.join(names)}")

    def _join(self, stream: Join) -> str:
        source, other = self.name(stream.source), self.name(stream.other)
        lists = [", ".join(map(saql_name, keys)) for keys in (stream.keys, stream.other_keys)]
        return self._say(self._fresh(), f"join {source} by ({lists[0]}) {stream.kind}, {other} by ({lists[1]})")

    def _augment(self, stream: Augment) -> str:
        source, other = self.name(stream.source), self.name(stream.other)
        lists = [", ".join(map(saql_name, keys)) for keys in (stream.keys, stream.other_keys)]
        items = _items(stream.items, SaqlTerms())
        return self._say(self._fresh(), f"augment {source} by ({lists[0]}), {other} by ({lists[1]}) generate {items}")

    def _cut(self, stream: Cut) -> str:
        source, name = self.name(stream.source), self._fresh()
        self._say(name, f"order {source} by {saql_keys(stream.order, SaqlTerms())}")
        if stream.offset is not None:
            self._say(name, f"offset {name} {stream.offset}")
        if stream.count is not None:
            self._say(name, f"limit {name} {stream.count}")
        return name


def _items(items: Iterable[tuple[str, Term]], write: SaqlTerms) -> str:
    return ", ".join(f"{write(term)} as {saql_name(name)}" for name, term in items)


def saql_of(question: Question) -> str:
    writer = SaqlWriter()
    writer.name(question.stream)
    return "\n".join(writer.statements)


class SqlWriter:
    """Writes a stream as a subquery; the column `row_order` says which row comes first, where that is known."""

    def __init__(self, question: Question, calendar: Calendar) -> None:
        self._question = question
        self._calendar = calendar
        self._now = question.now.astimezone(zoneinfo.ZoneInfo(question.zone))

    def __call__(self, stream: Stream) -> str:
        return str(getattr(self, f"_{type(stream).__name__.lower()}")(stream))

    def _terms(self, instants: bool = False) -> SqlTerms:
        terms = SqlTerms(self._now, self._calendar)
        terms.instants = instants
        return terms

    def _load(self, stream: Load) -> str:
        return f"(select * from {stream.dataset}_parts)"

    def _filter(self, stream: Filter) -> str:
        return f"(select * from {self(stream.source)} where {self._terms()(stream.predicate)})"

    def _foreach(self, stream: Foreach) -> str:
        return f"(select {self._columns(stream.items, stream.fields)}, row_order from {self(stream.source)})"

    def _columns(
        self, items: Iterable[tuple[str, Term]], fields: Iterable[Known], clocks: SqlTerms | None = None
    ) -> str:
        clocks, instants = clocks or self._terms(), self._terms(instants=True)
        columns = []
        for (name, term), field in zip(items, fields, strict=True):
            columns.append(f"{clocks(term)} as {sql_name(name)}")
            if field.kind == DATE:
                columns.append(f"{instants(term)} as {sql_name(name + INSTANT)}")
        return ", ".join(columns)

    def _group(self, stream: Group) -> str:
        write = self._terms()
        keys = [write(key) for key in stream.keys]
        conditions = [write(each) for each in stream.members]
        if not self._question.null_keys:
            conditions += [f"{key} is not null" for key in keys]
        text = f"select {self._columns(stream.items, stream.fields)}, 0 as row_order from {self(stream.source)}"
        if conditions:
            text += f" where {' and '.join(conditions)}"
        if keys:
            text += f" group by {'rollup' if stream.rollup else ''}({', '.join(keys)})"
        text += " having count(*) > 0"
        if stream.count is not None:
            text += f" order by {sql_keys(stream.order, write)} limit {stream.count}"
        return f"({text})"

    def _cogroup(self, stream: Cogroup) -> str:
        write = self._terms()
        places = range(len(stream.sides[0].keys))
        for number, side in enumerate(stream.sides):
            write.keys |= {(number, key): f"side{number}.key{place}" for place, key in enumerate(side.keys)}
        columns = [f"{write(term)} as {sql_name(name)}" for name, term in stream.items]
        joined = ""
        for number, side in enumerate(stream.sides):
            grouped = f"{self._side(side, number, write)} side{number}"
            if not joined:
                joined = grouped
                continue
            conditions = [f"side{number}.one = {_first_known('one', number)}"]
            conditions += [
                f"side{number}.key{place} is not distinct from {_first_known(f'key{place}', number)}"
                for place in places
            ]
            joined += f" {stream.sides[number - 1].join or 'inner'} join {grouped} on {' and '.join(conditions)}"
        return f"(select {', '.join(columns)}, 0 as row_order from {joined})"

    def _side(self, side: Side, number: int, write: SqlTerms) -> str:
        inner = self._terms()
        columns = [f"{sql_name(key)} as key{place}" for place, key in enumerate(side.keys)]
        columns += [f"{inner(term)} as {name}" for (which, term), name in write.sides.items() if which == number]
        text = f"select {', '.join(['1 as one', *columns])} from {self(side.source)}"
        if not self._question.null_keys and side.keys:
            text += f" where {' and '.join(f'{sql_name(key)} is not null' for key in side.keys)}"
        if side.keys:
            text += f" group by {', '.join(map(sql_name, side.keys))}"
        return f"({text} having count(*) > 0)"

    def _union(self, stream: Union) -> str:
        return "(" + " union all by name ".join(f"select * from {self(each)}" for each in stream.sources) + ")"

    def _join(self, stream: Join) -> str:
        pairs = zip(stream.keys, stream.other_keys, strict=True)
        equal = " and ".join(f"mine.{sql_name(mine)} = other.{sql_name(other)}" for mine, other in pairs)
        test = "exists" if stream.kind == "semi" else "not exists"
        return (
            f"(select * from {self(stream.source)} mine where {test} "
            f"(select 1 from {self(stream.other)} other where {equal}))"
        )

    def _augment(self, stream: Augment) -> str:
        added = stream.fields[len(stream.source.fields) :]
        keys = [sql_name(each) for each in stream.other_keys]
        columns = [f"{key} as look_up{place}" for place, key in enumerate(keys)]
        columns += [self._columns(stream.items, added), "row_order as place"]
        found = (
            f"(select distinct on ({', '.join(f'look_up{place}' for place in range(len(keys)))}) * "
            f"from (select {', '.join(columns)} from {self(stream.other)}) order by place)"
        )
        equal = [f"mine.{sql_name(key)} = found.look_up{place}" for place, key in enumerate(stream.keys)]
        names = [each for field in added for each in _sql_columns(field)]
        return (
            f"(select mine.*, {', '.join(f'found.{each}' for each in names)} "
            f"from {self(stream.source)} mine left join {found} found on {' and '.join(equal)})"
        )

    def _cut(self, stream: Cut) -> str:
        order = sql_keys(stream.order, self._terms(instants=True))
        text = f"select * replace (row_number() over (order by {order}) as row_order) from {self(stream.source)}"
        text += f" order by {order}"
        if stream.count is not None:
            text += f" limit {stream.count}"
        if stream.offset is not None:
            text += f" offset {stream.offset}"
        return f"({text})"


def _sql_columns(field: Known) -> list[str]:
    instant = [sql_name(field.name + INSTANT)] if field.kind == DATE else []
    return [sql_name(field.name), *instant]


def _first_known(column: str, sides: int) -> str:
    return f"coalesce({', '.join(f'side{each}.{column}' for each in range(sides))})"


def sql_of(question: Question, calendar: Calendar) -> str:
    """Return the SQL of a question; its rows come in order where that of the question is known."""
    stream = question.stream
    body = SqlWriter(question, calendar)(stream)
    loads = {each.dataset for each in _loads(stream)}
    zone = sql_literal(question.zone)
    views = [_load_view(name, body, zone, calendar) for name in sorted(loads)]
    names = [sql_name(each.name + (INSTANT if each.kind == DATE else "")) for each in stream.fields]
    order = " order by row_order" if isinstance(stream, Cut) else ""
    return f"with {', '.join(views)} select {', '.join(names)} from {body}{order}"


def _load_view(dataset: str, body: str, zone: str, calendar: Calendar) -> str:
    """Return the rows of a dataset with the clocks of the query's zone, and the parts of dates that are asked for."""
    inner = f"select *, timezone({zone}, timezone('UTC', \"d{INSTANT}\")) as d from {dataset}"
    parts = sql_parts("d", "d", f'"d{INSTANT}"', calendar) | sql_parts("e", "e", "e", calendar)
    used = [f"{sql} as {sql_name(name)}" for name, sql in parts.items() if sql_name(name) in body]
    return f"{dataset}_parts as (select {', '.join(['*', *used])} from ({inner}))"


def _loads(stream: Stream) -> Iterable[Load]:
    match stream:
        case Load():
            yield stream
        case Union(sources=several):
            for each in several:
                yield from _loads(each)
        case Cogroup():
            for side in stream.sides:
                yield from _loads(side.source)
        case Join() | Augment():
            yield from _loads(stream.source)
            yield from _loads(stream.other)
        case _:
            yield from _loads(stream.source)
