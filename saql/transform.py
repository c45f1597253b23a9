"""From the grammar's rules to the tree: statements.

The parser calls the method of a rule's name as soon as it has recognised the rule, with the list of what stands in it:
nodes for rules and for terminals that have a method, tokens for other terminals, None for an absent optional part.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lark import Token

from saql.span import Span
from saql.syntax import statements as syntax
from saql.syntax.expressions import Identifier
from saql.transform_expressions import ExpressionBuilder, end, fields, order_fields, span_of, start


class Sample(NamedTuple):
    """`sample(10) repeatable(1)`."""

    percentage: float
    seed: int | None
    end: int


class Parameters(NamedTuple):
    """The parameters of a fill or a forecast."""

    values: tuple[syntax.Parameter, ...]
    end: int


class TreeBuilder(ExpressionBuilder):
    """Makes the syntax tree of one statement, or of one predicate."""

    def load(self, parts: list[Any]) -> syntax.Load:
        """`q = load "opportunity" sample(10)`."""
        target, keyword, dataset, sample = parts
        span = Span(start(target or keyword), end(sample or dataset))
        percentage, seed, _ = sample or (None, None, 0)
        return syntax.Load(target, dataset, percentage, seed, span)

    def sample(self, parts: list[Any]) -> Sample:
        """`sample(10) repeatable(1)`."""
        percentage, close, seed, last = parts
        return Sample(float(percentage.value), seed.value if seed else None, end(last or close))

    def filter(self, parts: list[Any]) -> syntax.Filter:
        """`q = filter q by predicate`."""
        target, keyword, stream, predicate = parts
        return syntax.Filter(target, stream, predicate, Span(start(target or keyword), end(predicate)))

    def foreach(self, parts: list[Any]) -> syntax.Foreach:
        """`q = foreach q generate projection, ..`."""
        target, keyword, stream, *projections = parts
        span = Span(start(target or keyword), end(projections[-1]))
        return syntax.Foreach(target, stream, tuple(projections), span)

    def projection(self, parts: list[Any]) -> syntax.Projection:
        """`expression as alias`."""
        expression, alias = parts
        return syntax.Projection(expression, alias, Span(start(expression), end(alias or expression)))

    def group(self, parts: list[Any]) -> syntax.Group:
        """`q = group side, ..`."""
        target, keyword, *sides = parts
        return syntax.Group(target, tuple(sides), Span(start(target or keyword), end(sides[-1])))

    def side(self, parts: list[Any]) -> syntax.GroupSide:
        """`a by keys left`."""
        stream, keys, join = parts
        kind = join.value if join else None
        return syntax.GroupSide(stream, fields(keys), keys.rollup, kind, Span(start(stream), end(join or keys)))

    def join(self, parts: list[Any]) -> syntax.Join:
        """`q = join a by keys semi, b by keys`."""
        target, keyword, left, left_keys, kind, right, right_keys = parts
        span = Span(start(target or keyword), end(right_keys))
        lefts, rights = fields(left_keys) or (), fields(right_keys) or ()
        return syntax.Join(target, left, lefts, right, rights, kind.value, span)

    def augment(self, parts: list[Any]) -> syntax.Augment:
        """`q = augment a by keys, b by keys generate projection, ..`."""
        target, keyword, left, left_keys, right, right_keys, *projections = parts
        span = Span(start(target or keyword), end(projections[-1]))
        lefts, rights = fields(left_keys) or (), fields(right_keys) or ()
        return syntax.Augment(target, left, lefts, right, rights, tuple(projections), span)

    def flatten(self, parts: list[Any]) -> syntax.Flatten:
        """`q = flatten q by key, parent with self generate projection, ..`."""
        target, keyword, stream, key, parent, with_self, *projections = parts
        span = Span(start(target or keyword), end(projections[-1]))
        return syntax.Flatten(target, stream, key, parent, with_self is not None, tuple(projections), span)

    def with_self(self, parts: list[Any]) -> Token:
        """`with self`."""
        (word,) = parts
        assert isinstance(word, Token)
        return word

    def unreserved(self, parts: list[Any]) -> Identifier:
        """`augment` as the name of a stream."""
        (word,) = parts
        return Identifier(word.value, span_of(word))

    def union(self, parts: list[Any]) -> syntax.Union:
        """`q = union a, b`."""
        target, keyword, *streams = parts
        return syntax.Union(target, tuple(streams), Span(start(target or keyword), end(streams[-1])))

    def order(self, parts: list[Any]) -> syntax.Order:
        """`q = order q by order_keys`."""
        target, keyword, stream, keys = parts
        return syntax.Order(target, stream, order_fields(keys), Span(start(target or keyword), end(keys)))

    def limit(self, parts: list[Any]) -> syntax.Limit:
        """`q = limit q 10`."""
        target, keyword, stream, count = parts
        return syntax.Limit(target, stream, count.value, Span(start(target or keyword), end(count)))

    def offset(self, parts: list[Any]) -> syntax.Offset:
        """`q = offset q 10`."""
        target, keyword, stream, count = parts
        return syntax.Offset(target, stream, count.value, Span(start(target or keyword), end(count)))

    def fill(self, parts: list[Any]) -> syntax.Fill:
        """`q = fill q by parameters`."""
        target, keyword, stream, parameters = parts
        return syntax.Fill(target, stream, parameters.values, Span(start(target or keyword), end(parameters)))

    def forecast(self, parts: list[Any]) -> syntax.Forecast:
        """`q = timeseries q generate forecasts with parameters`."""
        target, keyword, stream, projections, parameters = parts
        span = Span(start(target or keyword), end(parameters))
        return syntax.Forecast(target, keyword.value, stream, projections, parameters.values, span)

    def forecasts(self, parts: list[Any]) -> tuple[syntax.Projection, ...]:
        """`'Amount' as 'fAmount', ..`."""
        return tuple(parts)

    def parameters(self, parts: list[Any]) -> Parameters:
        """`(length=12, order='Date')`."""
        *values, close = parts
        return Parameters(tuple(values), end(close))

    def parameter(self, parts: list[Any]) -> syntax.Parameter:
        """`dateCols=('Year', 'Month', "Y-M")`."""
        name, *values = parts
        last = values.pop() if isinstance(values[-1], Token) else values[-1]
        return syntax.Parameter(name, tuple(values), Span(start(name), end(last)))
