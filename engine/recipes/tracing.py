"""The fields of a checked query followed back to the datasets that it loads, statement by statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from engine.plan.expressions import children
from engine.recipes.lineage import FieldLineage, Formula, How, Influence, Lineage, Source
from saql.record import record
from saql.typed import statements as typed
from saql.typed.expressions import Aggregate, Case, Column, Expression, OrderKey, Window
from saql.typed.forecasts import Arima, Periods


def lineage(query: typed.Query, text: str) -> Lineage:
    """Return where the fields of a query's result come from.

    Args:
        query: The checked query.
        text: Its text, which the spans of its expressions are of.
    """
    tracing = _Tracing(text)
    for statement in query.statements:
        tracing.add(statement)
    result = tracing.rows(len(query.statements) - 1)
    fields = tuple(_field(name, result.fields[name]) for name in query.schema.names)
    loaded = sorted({each.dataset for each in query.statements if isinstance(each, typed.Load)})
    return Lineage(fields, tuple(sorted(result.decided)), tuple(loaded))


@record
class _Value:
    """What is known of the values of a field, or of an expression."""

    direct: frozenset[Source] = frozenset()
    indirect: frozenset[Influence] = frozenset()
    formulas: tuple[Formula, ...] = ()
    unchanged: Source | None = None

    def deciding(self, how: How) -> frozenset[Influence]:
        """Return what decides where this value does."""
        return self.indirect | {Influence(each, how) for each in self.direct}


_NOTHING = _Value()


@record(eq=False)
class _Rows:
    """A stream: its fields, what decides on its rows, and the datasets whose rows they are."""

    fields: Mapping[str, _Value]
    decided: frozenset[Influence]
    counted: frozenset[str]


@record(eq=False)
class _Side:
    """A stream that is grouped, and its keys by their names."""

    rows: _Rows
    keys: Mapping[str, _Value]


@record(eq=False)
class _Groups:
    """A grouped stream, and what decides on its groups beside its sides."""

    sides: tuple[_Side, ...]
    decided: frozenset[Influence]


_Columns: TypeAlias = Callable[[Column], _Value]
"""Gives what is known of a column."""


class _Tracing:
    """The streams of the statements so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._streams: list[_Rows | _Groups] = []

    def rows(self, position: int) -> _Rows:
        """Return the stream of a statement, which is not grouped."""
        stream = self._streams[position]
        assert isinstance(stream, _Rows)
        return stream

    def add(self, statement: typed.Statement) -> None:
        """Add the stream of the next statement."""
        match statement:
            case typed.Load():
                stream: _Rows | _Groups = _loaded(statement)
            case typed.Filter():
                stream = self._filter(statement)
            case typed.Group(sides):
                stream = _Groups(tuple(map(self._side, sides)), frozenset())
            case typed.Foreach():
                stream = self._foreach(statement)
            case typed.Order(position, keys):
                stream = self._order(position, keys)
            case typed.Limit(position) | typed.Offset(position):
                stream = self._streams[position]
            case typed.Union() | typed.Join() | typed.Augment() | typed.Flatten() | typed.Fill() | typed.Forecast():
                stream = self._over_rows(statement)
        self._streams.append(stream)

    def _over_rows(
        self, statement: typed.Union | typed.Join | typed.Augment | typed.Flatten | typed.Fill | typed.Forecast
    ) -> _Rows:
        match statement:
            case typed.Union(inputs):
                return _union([self.rows(each) for each in inputs])
            case typed.Join():
                return self._join(statement)
            case typed.Augment():
                return self._augment(statement)
            case typed.Flatten():
                return self._flatten(statement)
            case typed.Fill(position, periods, partition=partition):
                rows = self.rows(position)
                return _decided(rows, _all((*periods.columns, *partition), _over(rows)).deciding("group"))
            case typed.Forecast():
                return self._forecast(statement)

    def _filter(self, statement: typed.Filter) -> _Rows | _Groups:
        stream = self._streams[statement.input]
        if isinstance(stream, _Rows):
            return _decided(stream, _read(statement.predicate, _over(stream)).deciding("filter"))
        sides = list(stream.sides)
        side = sides[statement.side]
        found = _read(statement.predicate, _over(side.rows)).deciding("filter")
        sides[statement.side] = replace(side, rows=_decided(side.rows, found))
        return replace(stream, sides=tuple(sides))

    def _side(self, side: typed.GroupSide) -> _Side:
        rows = self.rows(side.input)
        keys = {name: _read(key, _over(rows)) for name, key in zip(side.names, side.keys, strict=True)}
        return _Side(rows, keys)

    def _foreach(self, statement: typed.Foreach) -> _Rows:
        stream = self._streams[statement.input]
        if isinstance(stream, _Rows):
            fields = {name: self._item(name, item, _over(stream)) for name, item in statement.items}
            return replace(stream, fields=fields)
        column = _over_groups(stream)
        fields = {name: self._item(name, item, column, stream) for name, item in statement.items}
        decided = stream.decided.union(
            *(side.rows.decided for side in stream.sides),
            *(key.deciding("group") for side in stream.sides for key in side.keys.values()),
        )
        return _Rows(fields, decided, frozenset().union(*(side.rows.counted for side in stream.sides)))

    def _item(self, name: str, item: Expression, column: _Columns, groups: _Groups | None = None) -> _Value:
        value = _read(item, column, groups)
        if isinstance(item, Column) and (value.unchanged or value.formulas):
            return value
        written = Formula(name, " ".join(self._text[item.span.start : item.span.end].split()))
        return replace(value, formulas=_distinct((written, *value.formulas)), unchanged=None)

    def _order(self, position: int, keys: Iterable[OrderKey]) -> _Rows | _Groups:
        stream = self._streams[position]
        expressions = [each.expression for each in keys]
        if isinstance(stream, _Rows):
            return _decided(stream, _all(expressions, _over(stream)).deciding("order"))
        found = _all(expressions, _over_groups(stream), stream).deciding("order")
        return replace(stream, decided=stream.decided | found)

    def _join(self, statement: typed.Join) -> _Rows:
        rows, other = self.rows(statement.input), self.rows(statement.other)
        return _decided(rows, other.decided | _looked_up(statement, rows, other))

    def _augment(self, statement: typed.Augment) -> _Rows:
        rows, other = self.rows(statement.input), self.rows(statement.other)
        deciding = other.decided | _looked_up(statement, rows, other)
        fields = dict(rows.fields)
        for name, item in statement.items:
            value = self._item(name, item, _over(other))
            fields[name] = replace(value, indirect=value.indirect | deciding)
        return replace(rows, fields=fields)

    def _flatten(self, statement: typed.Flatten) -> _Rows:
        """What is above a row are keys of rows; their parents decide which."""
        rows = self.rows(statement.input)
        found = [_read(each, _over(rows)) for each in (statement.key, statement.parent)]
        spans = (statement.key.span, statement.parent.span)
        keys = ", ".join(self._text[each.start : each.end] for each in spans)
        fields = dict(rows.fields)
        for name, item in statement.items:
            merged = _merged(found)
            written = Formula(name, f"{item} by {keys}")
            fields[name] = replace(merged, formulas=_distinct((written, *merged.formulas)))
        return replace(rows, fields=fields)

    def _forecast(self, statement: typed.Forecast) -> _Rows:
        rows, series = self.rows(statement.input), statement.series
        column = _over(rows)
        position = series.position
        ordered = position.columns if isinstance(position, Periods) else [each.expression for each in position]
        partition = _all(series.partition, column).deciding("group")
        deciding = partition | _all(ordered, column).deciding("order")
        regressors = statement.model.regressors if isinstance(statement.model, Arima) else ()
        fields = dict(rows.fields)
        for name, measure in series.measures:
            found = _all((measure, *regressors), column)
            formulas = _distinct((Formula(name, f"forecast of {measure.name}"), *found.formulas))
            value = _Value(found.direct, found.indirect | deciding, formulas)
            fields.update(dict.fromkeys(series.names(name), value))
        measures = _all([measure for _, measure in series.measures], column)
        of_models = _Value(measures.direct, measures.indirect | deciding, measures.formulas)  # where it shows models
        fields = {each: fields.get(each, of_models) for each in statement.schema.names}
        return _Rows(fields, rows.decided | deciding, rows.counted)


def _loaded(statement: typed.Load) -> _Rows:
    fields = {}
    for each in statement.schema:
        source = Source(statement.dataset, each.name if each.date_part is None else each.date_part.field)
        fields[each.name] = _Value(frozenset({source}), unchanged=source if each.date_part is None else None)
    return _Rows(fields, frozenset(), frozenset({statement.dataset}))


def _union(inputs: list[_Rows]) -> _Rows:
    names = dict.fromkeys(name for each in inputs for name in each.fields)
    fields = {}
    for name in names:
        values = [each.fields[name] for each in inputs if name in each.fields]
        fields[name] = values[0] if len(set(values)) == 1 else _merged(values)
    decided = frozenset[Influence]().union(*(each.decided for each in inputs))
    return _Rows(fields, decided, frozenset().union(*(each.counted for each in inputs)))


def _looked_up(statement: typed.Join | typed.Augment, rows: _Rows, other: _Rows) -> frozenset[Influence]:
    keys, other_keys = _all(statement.keys, _over(rows)), _all(statement.other_keys, _over(other))
    return keys.deciding("lookup") | other_keys.deciding("lookup")


def _decided(rows: _Rows, further: frozenset[Influence]) -> _Rows:
    return replace(rows, decided=rows.decided | further)


def _over(rows: _Rows) -> _Columns:
    return lambda column: rows.fields[column.name]


def _over_groups(groups: _Groups) -> _Columns:
    return lambda column: groups.sides[column.side].keys[column.name]


def _read(expression: Expression, column: _Columns, groups: _Groups | None = None) -> _Value:
    """Return what is known of the values of an expression over rows, or over groups."""
    match expression:
        case Column():
            return column(expression)
        case Case(branches, otherwise):
            conditions = _all([each for each, _ in branches], column, groups)
            results = _all([*(each for _, each in branches), otherwise], column, groups)
            return _merged([results, _without_values(conditions, "condition")])
        case Aggregate():
            assert groups is not None
            return _of_members(expression, groups)
        case Window(_, arguments, partition=partition, order=keys):
            apart = _without_values(_all(partition, column, groups), "group")
            ordered = _without_values(_all([each.expression for each in keys], column, groups), "order")
            return _merged([_all(arguments, column, groups), apart, ordered])
        case _:
            return _all(children(expression), column, groups)


def _of_members(aggregate: Aggregate, groups: _Groups) -> _Value:
    if aggregate.function == "grouping":
        return _without_values(_all(aggregate.arguments, _over_groups(groups)), "group")
    rows = groups.sides[aggregate.side].rows
    values = _all(aggregate.arguments, _over(rows))
    if aggregate.order is not None:
        values = _merged([values, _read(aggregate.order.expression, _over(rows))])
    if not aggregate.arguments and aggregate.order is None:
        return _Value(frozenset(Source(each, "") for each in rows.counted))
    return values


def _all(expressions: Iterable[Expression], column: _Columns, groups: _Groups | None = None) -> _Value:
    return _merged([_read(each, column, groups) for each in expressions])


def _without_values(value: _Value, how: How) -> _Value:
    return _Value(indirect=value.deciding(how), formulas=value.formulas)


def _merged(values: list[_Value]) -> _Value:
    if not values:
        return _NOTHING
    direct = frozenset[Source]().union(*(each.direct for each in values))
    indirect = frozenset[Influence]().union(*(each.indirect for each in values))
    return _Value(direct, indirect, _distinct(each for value in values for each in value.formulas))


def _distinct(formulas: Iterable[Formula]) -> tuple[Formula, ...]:
    return tuple(dict.fromkeys(formulas))


def _field(name: str, value: _Value) -> FieldLineage:
    direct, indirect = tuple(sorted(value.direct)), tuple(sorted(value.indirect))
    return FieldLineage(name, direct, indirect, value.formulas, value.unchanged)
