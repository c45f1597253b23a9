"""Columns that nothing reads left out, from the result down to the scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.plan.expressions import columns
from engine.plan.nodes import (
    Aggregate,
    Augment,
    Cogroup,
    Fill,
    Filter,
    Flatten,
    Forecast,
    Limit,
    Node,
    Project,
    Scan,
    SemiJoin,
    Sort,
    Top,
    Union,
    Window,
)
from engine.plan.walk import inputs, walk, with_inputs
from saql.schema import Schema
from saql.typed.expressions import Expression
from saql.typed.forecasts import Arima, Periods, Series


def prune_columns(plan: Node) -> Node:
    """Return the plan without the columns that do not reach its result."""
    return prune_together([plan])[0]


def prune_together(plans: Sequence[Node]) -> list[Node]:
    """Return plans that share nodes without the columns that reach none of their results."""
    order = list(walk(*plans))
    needed: dict[int, set[str]] = {id(node): set() for node in order}
    for plan in plans:
        needed[id(plan)] = set(plan.schema.names)
    for node in reversed(order):
        for each, names in zip(inputs(node), _reads(node, needed[id(node)]), strict=True):
            needed[id(each)] |= names & set(each.schema.names)
    changed: dict[int, Node] = {}
    for node in order:
        rebuilt = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
        changed[id(node)] = _without_rest(rebuilt, needed[id(node)])
    return [changed[id(plan)] for plan in plans]


def _reads(node: Node, needed: set[str]) -> tuple[set[str], ...]:
    """Return what a node reads of each input for the columns that are needed of it."""
    match node:
        case Scan():
            return ()
        case Filter(_, predicate):
            return (needed | columns(predicate),)
        case Project(_, items):
            return (_all_columns(item for name, item in items if name in needed),)
        case Aggregate(_, keys, measures, where=where):
            kept = [measure for name, measure in measures if name in needed]
            return (_all_columns((*(key for _, key in keys), *kept, *_present(where))),)
        case Window(_, calls):
            return (needed | _all_columns(call for name, call in calls if name in needed),)
        case Flatten(_, key, parent):
            return (needed | _all_columns((key, parent)),)
        case Sort() | Limit() | Top():
            return (needed | _all_columns(_order(node)),)
        case Fill() | Forecast():
            return (needed | _reads_of_series(node, needed),)
        case Cogroup() | Union() | SemiJoin() | Augment():
            return _reads_of_several(node, needed)


def _order(node: Sort | Limit | Top) -> tuple[Expression, ...]:
    if isinstance(node, Limit):
        return ()
    where = node.where if isinstance(node, Top) else None
    return (*(key.expression for key in node.keys), *_present(where))


def _present(where: Expression | None) -> tuple[Expression, ...]:
    return () if where is None else (where,)


def _reads_of_several(node: Cogroup | Union | SemiJoin | Augment, needed: set[str]) -> tuple[set[str], ...]:
    match node:
        case Cogroup(sides):
            return tuple(needed | set(side.keys) for side in sides)
        case Union(several):
            return tuple(needed for _ in several)
        case SemiJoin(_, _, keys, other_keys):
            return needed | _all_columns(keys), _all_columns(other_keys)
        case Augment(_, _, keys, other_keys, items):
            looked_up = (item for name, item in items if name in needed)
            return needed | _all_columns(keys), _all_columns((*other_keys, *looked_up))


def _reads_of_series(node: Fill | Forecast, needed: set[str]) -> set[str]:
    if isinstance(node, Fill):
        return _all_columns((*node.periods.columns, *node.partition))
    series, model = node.series, node.model
    position = series.position
    ordered = position.columns if isinstance(position, Periods) else tuple(key.expression for key in position)
    regressors = model.regressors if isinstance(model, Arima) else ()
    measures = (column for _, column in _needed_series(node, needed).measures)
    return _all_columns((*ordered, *series.partition, *measures, *regressors))


def _needed_series(node: Forecast, needed: set[str]) -> Series:
    """Return the series without forecasts that nothing reads; a table of models needs all."""
    series = node.series
    if isinstance(node.model, Arima) and node.model.show is not None:
        return series
    wanted = (each for each in series.measures if not needed.isdisjoint(series.names(each[0])))
    return replace(series, measures=tuple(wanted))


def _all_columns(expressions: Iterable[Expression]) -> set[str]:
    return {name for each in expressions for name in columns(each)}


def _without_rest(node: Node, needed: set[str]) -> Node:
    match node:
        case Scan(schema=schema) | Union(schema=schema):
            return replace(node, schema=Schema(tuple(each for each in schema if each.name in needed)))
        case Project(_, items):
            return replace(node, items=tuple((name, item) for name, item in items if name in needed))
        case Aggregate(measures=measures):
            return replace(node, measures=tuple((name, each) for name, each in measures if name in needed))
        case Window(source, calls):
            kept = tuple((name, call) for name, call in calls if name in needed)
            return replace(node, calls=kept) if kept else source
        case Augment(source, items=items):
            wanted = tuple((name, item) for name, item in items if name in needed)
            return replace(node, items=wanted) if wanted else source
        case Flatten(source, items=lineage):
            added = tuple((name, item) for name, item in lineage if name in needed)
            return replace(node, items=added) if added else source
        case Forecast():
            return replace(node, series=_needed_series(node, needed))
        case _:
            return node
