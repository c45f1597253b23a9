"""Comparisons, logic, nulls and conversions. Meanings: `saql.functions.operators`, `.null`."""

from __future__ import annotations

from collections.abc import Callable

import ibis

from engine.ibis.functions.registry import Call, lowering
from engine.ibis.stream import Value
from saql.typed.expressions import Literal

_COMPARISONS: dict[str, Callable[[Value, Value], Value]] = {
    "equal": lambda left, right: left == right,
    "not_equal": lambda left, right: left != right,
    "less": lambda left, right: left < right,
    "less_equal": lambda left, right: left <= right,
    "greater": lambda left, right: left > right,
    "greater_equal": lambda left, right: left >= right,
}


def any_value(tested: Value, test: Callable[[Value], Value]) -> Value:
    """Return whether a text passes; of a multivalue, whether one of its texts does, null where it has none."""
    if not tested.type().is_array():
        return test(tested)
    return (tested.length() > 0).ifelse(tested.filter(test).length() > 0, ibis.null("boolean"))


def _comparison(name: str, compare: Callable[[Value, Value], Value]) -> None:
    @lowering(name)
    def _(call: Call) -> Value:
        left, right = call.values
        if any(isinstance(each, Literal) and each.value is None for each in call.written):
            return ibis.null("boolean")  # Ibis would ask whether the other is null
        return any_value(left, lambda each: compare(each, right))


for _name, _compare in _COMPARISONS.items():
    _comparison(_name, _compare)


@lowering("and_kleene")
def conjunction(call: Call) -> Value:
    """Whether both hold."""
    return call.values[0] & call.values[1]


@lowering("or_kleene")
def disjunction(call: Call) -> Value:
    """Whether one holds."""
    return call.values[0] | call.values[1]


@lowering("invert")
def negation(call: Call) -> Value:
    """Whether it does not hold."""
    return ~call.values[0]


@lowering("is_null")
def is_null(call: Call) -> Value:
    """Whether there is no value; a list without texts is none."""
    tested = call.values[0]
    return tested.isnull() | (tested.length() == 0) if tested.type().is_array() else tested.isnull()


@lowering("coalesce")
def coalesce(call: Call) -> Value:
    """The first value that is not null."""
    known = [each for each in call.values if not each.type().is_null()]
    return ibis.coalesce(*alike(known)) if known else call.values[0]


def alike(values: list[Value]) -> list[Value]:
    """Return numbers as float64 where some are float64 and some int64; other values as they are."""
    if any(each.type().is_floating() for each in values):
        return [each.cast("float64") if each.type().is_numeric() else each for each in values]
    return values


@lowering("boolean_text")
def of_boolean(call: Call) -> Value:
    """`true` and `false` as texts."""
    holds = call.values[0]
    return ibis.cases((holds, "true"), (~holds, "false"))


@lowering("first_value")
def first_value(call: Call) -> Value:
    """The first text of lists, which are in order."""
    listed = call.values[0]
    return (listed.length() > 0).ifelse(listed[0], ibis.null("string"))


@lowering("multivalue_join")
def join_values(call: Call) -> Value:
    """All texts of lists, which are in order, with a delimiter between two."""
    listed = call.values[0]
    if not listed.type().is_array():
        return listed
    delimiter = call.constant(1, ", ")
    if delimiter is None:
        return ibis.null("string")
    return (listed.length() > 0).ifelse(listed.join(delimiter), ibis.null("string"))
