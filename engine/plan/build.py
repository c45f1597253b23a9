"""From a checked query to its plan, statement by statement. What is grouped waits for its foreach: see `grouping`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import field as setting
from dataclasses import replace
from typing import Protocol

from engine.plan import nodes
from engine.plan.dates import resolve_dates
from engine.plan.expressions import map_key
from engine.plan.grouping import Grouped, Side, project_groups, with_windows
from engine.query_errors import InternalError
from saql.record import record
from saql.schema import Field, Schema
from saql.typed import statements as typed
from saql.typed.expressions import Expression, OrderKey
from saql.typed.forecasts import Arima, Periods, Series, Smoothing


class LoadedDataset(Protocol):
    """What a plan has to know of a version of a dataset."""

    @property
    def name(self) -> str:
        """The dataset's own name, without a version."""

    @property
    def version(self) -> int:
        """The number of the version."""

    @property
    def schema(self) -> Schema:
        """The fields, virtual date parts included."""


@record
class Setting:
    """What a plan depends on beside the query.

    Args:
        datasets: Gives the version of a dataset that a `load` names.
        now: The instant for which the query runs, with a zone.
        timezone: The zone whose days relative dates count.
        null_keys: Whether rows with a null in a group key make groups; otherwise they are left out.
        filters: Predicates, by a dataset's own name, that hold for every load of it.
    """

    datasets: Callable[[str], LoadedDataset]
    now: dt.datetime
    timezone: dt.tzinfo
    null_keys: bool = True
    filters: Mapping[str, tuple[Expression, ...]] = setting(default_factory=dict)


def build(query: typed.Query, setting: Setting) -> nodes.Node:
    """Return the plan of a checked query. A stream that is read twice is one node."""
    builder = _Builder(setting)
    for statement in query.statements:
        builder.add(statement)
    return builder.rows(len(query.statements) - 1)


class _Builder:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._streams: list[nodes.Node | Grouped] = []
        self._loaded: dict[typed.Load, nodes.Node] = {}

    def rows(self, position: int) -> nodes.Node:
        """Return the stream of a statement, which is not grouped."""
        stream = self._streams[position]
        if isinstance(stream, Grouped):
            raise InternalError("a grouped stream was used where the checker allows only rows")
        return stream

    def add(self, statement: typed.Statement) -> None:
        """Add the stream of the next statement."""
        match statement:
            case typed.Load():
                stream: nodes.Node | Grouped = self._load(statement)
            case typed.Filter():
                stream = self._filter(statement)
            case typed.Group():
                stream = self._group(statement)
            case typed.Foreach():
                stream = self._foreach(statement)
            case typed.Order(position, keys):
                stream = self._order(position, keys)
            case typed.Limit(position, count):
                stream = self._cut(position, lambda node: nodes.Limit(node, count))
            case typed.Offset(position, count):
                stream = self._cut(position, lambda node: nodes.Limit(node, None, count))
            case typed.Union() | typed.Join() | typed.Augment() | typed.Flatten() | typed.Fill() | typed.Forecast():
                stream = self._over_rows(statement)
        self._streams.append(stream)

    def _over_rows(
        self, statement: typed.Union | typed.Join | typed.Augment | typed.Flatten | typed.Fill | typed.Forecast
    ) -> nodes.Node:
        match statement:
            case typed.Union(inputs, schema):
                return nodes.Union(tuple(self.rows(each) for each in inputs), schema)
            case typed.Join():
                return self._join(statement)
            case typed.Augment():
                return self._augment(statement)
            case typed.Flatten(position, key, parent, with_self, items):
                return nodes.Flatten(self.rows(position), self._resolve(key), self._resolve(parent), with_self, items)
            case typed.Fill(position, periods, start, end, partition):
                return nodes.Fill(self.rows(position), periods, start, end, partition)
            case typed.Forecast(position, series, model):
                return nodes.Forecast(_without_gaps(self.rows(position), series, model), series, model)

    def _load(self, statement: typed.Load) -> nodes.Node:
        if statement in self._loaded:
            return self._loaded[statement]
        dataset = self._setting.datasets(statement.dataset)
        node: nodes.Node = nodes.Scan(
            dataset.name, dataset.version, with_calendars(dataset.schema), statement.sample, statement.seed
        )
        for predicate in self._setting.filters.get(dataset.name, ()):
            node = nodes.Filter(node, self._resolve(predicate))
        self._loaded[statement] = node
        return node

    def _resolve(self, expression: Expression) -> Expression:
        return resolve_dates(expression, self._setting.now, self._setting.timezone)

    def _filter(self, statement: typed.Filter) -> nodes.Node | Grouped:
        stream = self._streams[statement.input]
        if not isinstance(stream, Grouped):
            return nodes.Filter(stream, self._resolve(statement.predicate))
        side = stream.sides[statement.side]
        members = nodes.Filter(side.input, self._resolve(statement.predicate))
        sides = list(stream.sides)
        sides[statement.side] = replace(side, input=members)
        return replace(stream, sides=tuple(sides))

    def _group(self, statement: typed.Group) -> Grouped:
        sides = []
        for side in statement.sides:
            source = self.rows(side.input)
            keys = tuple(self._resolve(key) for key in side.keys)
            sides.append(Side(source, keys, side.names, side.join, side.rollup))
        return Grouped(tuple(sides), self._setting.null_keys)

    def _foreach(self, statement: typed.Foreach) -> nodes.Node:
        stream = self._streams[statement.input]
        items = tuple((name, self._resolve(item)) for name, item in statement.items)
        if isinstance(stream, Grouped):
            return project_groups(stream, items)
        return nodes.Project(*with_windows(stream, items))

    def _order(self, position: int, keys: tuple[OrderKey, ...]) -> nodes.Node | Grouped:
        stream = self._streams[position]
        keys = tuple(map_key(key, self._resolve) for key in keys)
        if isinstance(stream, Grouped):
            return replace(stream, steps=(*stream.steps, keys))
        return nodes.Sort(stream, keys)

    def _cut(self, position: int, cut: Callable[[nodes.Node], nodes.Node]) -> nodes.Node | Grouped:
        stream = self._streams[position]
        if isinstance(stream, Grouped):
            return replace(stream, steps=(*stream.steps, cut))
        return cut(stream)

    def _join(self, statement: typed.Join) -> nodes.Node:
        first, other = self.rows(statement.input), self.rows(statement.other)
        keys, other_keys = self._resolved(statement.keys), self._resolved(statement.other_keys)
        return nodes.SemiJoin(first, other, keys, other_keys, statement.kind)

    def _augment(self, statement: typed.Augment) -> nodes.Node:
        first, other = self.rows(statement.input), self.rows(statement.other)
        keys, other_keys = self._resolved(statement.keys), self._resolved(statement.other_keys)
        items = tuple((name, self._resolve(item)) for name, item in statement.items)
        return nodes.Augment(first, other, keys, other_keys, items)

    def _resolved(self, keys: tuple[Expression, ...]) -> tuple[Expression, ...]:
        return tuple(map(self._resolve, keys))


def _without_gaps(rows: nodes.Node, series: Series, model: Smoothing | Arima) -> nodes.Node:
    """Return the rows with one for each missing period, over which smoothing goes; ARIMA takes no missing values."""
    if isinstance(model, Arima) or not isinstance(series.position, Periods):
        return rows
    return nodes.Fill(rows, series.position, None, None, series.partition)


def with_calendars(schema: Schema) -> Schema:
    """Return the schema with the calendar of each date on its parts, which may be read without the date."""

    def field(each: Field) -> Field:
        source = schema.get(each.date_part.field) if each.date_part else None
        return each if source is None else replace(each, calendar=source.calendar)

    return Schema(tuple(map(field, schema)))
