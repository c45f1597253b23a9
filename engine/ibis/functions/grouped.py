"""Aggregates over groups, by the kernels' names. Meanings: `saql.functions.aggregate`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis

from engine.ibis.errors import NotLoweredError
from engine.ibis.functions.math import number
from engine.ibis.stream import Value
from saql.record import record


@record(eq=False)
class Group:
    """What an aggregate reads: its arguments, columns of the table; and `place`, which orders the rows.

    `fraction` and `descending` are those of a percentile; `rank` is the place of each row among the values of its
    group, from 0, nulls last, and `known` how many values the group has.
    """

    table: ibis.Table
    arguments: tuple[Value, ...]
    place: Callable[[], Value]
    fraction: float = 0.5
    descending: bool = False
    rank: Value | None = None
    known: Value | None = None


def _floats(function: Callable[[Value], Value]) -> Callable[[Group], Value]:
    return lambda group: function(group.arguments[0].cast("float64"))


def _total(group: Group) -> Value:
    value = group.arguments[0]
    return value.sum().cast("int64") if value.type().is_integer() else value.sum()


def _extreme(function: Callable[[Value], Value]) -> Callable[[Group], Value]:
    def extreme(group: Group) -> Value:
        value = group.arguments[0]
        return function(value[0] if value.type().is_array() else value)

    return extreme


def _unique(group: Group) -> Value:
    value = group.arguments[0]
    if value.type().is_array():
        return ibis.coalesce(value.collect().flatten().unique().length(), number(0)).cast("int64")
    return value.nunique()


def _collect(group: Group) -> Value:
    value = group.arguments[0]
    texts = value.collect().flatten() if value.type().is_array() else value.collect()
    return texts.unique().sort()


def _first(group: Group) -> Value:
    return group.arguments[0].argmin(group.place())


def _last(group: Group) -> Value:
    return group.arguments[0].argmax(group.place())


def _continuous(group: Group) -> Value:
    """Return what lies between two values, as `engine.kernels.percentiles.continuous`."""
    assert group.known is not None
    last = group.known - 1
    position = last.cast("float64") * number(1 - group.fraction if group.descending else group.fraction)
    below = position.floor().cast("int64")
    low = _ranked(group, below).cast("float64")
    high = _ranked(group, ibis.least(below + 1, last)).cast("float64")
    return low + (high - low) * (position - below.cast("float64")).max()


def _discrete(group: Group) -> Value:
    """Return one of the values, as `engine.kernels.percentiles.discrete`."""
    assert group.known is not None
    place = (group.known.cast("float64") * number(group.fraction) - number(1e-9)).ceil().cast("int64") - 1
    place = ibis.greatest(place, number(0))
    return _ranked(group, group.known - 1 - place if group.descending else place)


def _ranked(group: Group, rank: Value) -> Value:
    return group.arguments[0].max(where=group.rank == rank)


def _pairs(group: Group) -> tuple[Value, Value, Value]:
    """Return y and x, and whether both are there."""
    y, x = (each.cast("float64") for each in group.arguments)
    return y, x, y.notnull() & x.notnull()


def _slope(group: Group) -> Value:
    y, x, known = _pairs(group)
    varies = x.min(where=known) < x.max(where=known)
    return varies.ifelse(y.cov(x, how="pop", where=known) / x.var(how="pop", where=known), ibis.null("float64"))


def _intercept(group: Group) -> Value:
    y, x, known = _pairs(group)
    return y.mean(where=known) - _slope(group) * x.mean(where=known)


def _fit(group: Group) -> Value:
    y, x, known = _pairs(group)
    flat = y.min(where=known) == y.max(where=known)
    shared = y.cov(x, how="pop", where=known)
    fit = _slope(group) * shared / flat.ifelse(ibis.null("float64"), y.var(how="pop", where=known))
    return (flat & _slope(group).notnull()).ifelse(number(1.0), fit)


AGGREGATES: Mapping[str, Callable[[Group], Value]] = {
    "count_rows": lambda group: group.table.count(),
    "sum": _total,
    "mean": lambda group: group.arguments[0].mean(),
    "min": _extreme(lambda value: value.min()),
    "max": _extreme(lambda value: value.max()),
    "count_distinct": _unique,
    "collect": _collect,
    "median": _continuous,
    "first": _first,
    "last": _last,
    "stddev_sample": _floats(lambda value: value.std(how="sample")),
    "stddev_population": _floats(lambda value: value.std(how="pop")),
    "variance_sample": _floats(lambda value: value.var(how="sample")),
    "variance_population": _floats(lambda value: value.var(how="pop")),
    "percentile_cont": _continuous,
    "percentile_disc": _discrete,
    "regr_slope": _slope,
    "regr_intercept": _intercept,
    "regr_r2": _fit,
}
"""`grouping` is not here: the plan has no more of it (`engine.plan.grouping`)."""

RANKED = ("median", "percentile_cont", "percentile_disc")
"""The kernels that read ranks. Exact percentiles that engines have of their own keep the distinct values of a group in
memory, where there are any at all; what is ranked is sorted, on disk where it has to be."""


def aggregate(kernel: str, function: str, group: Group) -> Value:
    """Return an aggregate as an Ibis value.

    Raises:
        NotLoweredError: It has no form on the back end.
    """
    if kernel not in AGGREGATES:
        raise NotLoweredError(f"there is no {function} on it")
    return AGGREGATES[kernel](group)
