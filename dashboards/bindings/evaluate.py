"""The value of a binding."""

from __future__ import annotations

from dashboards.bindings.classic import either, field_of, in_single_quotes, shifted, unwrapped
from dashboards.bindings.functions import CLASSIC, EITHER, MANIPULATORS, SELECTORS, SHIFTED
from dashboards.bindings.manipulate import manipulate
from dashboards.bindings.nodes import Binding, Call, Constant, Expression, Items, Source, StepName
from dashboards.bindings.select import select
from dashboards.bindings.serialise import serialise
from dashboards.bindings.sources import Rows, Sources
from dashboards.errors import BindingError
from dashboards.model.json import Json


def evaluate(binding: Binding, sources: Sources) -> Json:
    """Return the value of a binding: a text for most serialisers, any JSON value for `asObject` and without one.

    Raises:
        DashboardPartError: it asks for what is not there, or for a step that can't be computed.
    """
    return _value(binding.expression, sources)


def _value(node: Expression, sources: Sources) -> Json:
    match node:
        case Constant(value):
            return value
        case Items(items):
            return [_value(each, sources) for each in items]
        case Call(function, arguments):
            return _called(function, arguments, sources)
        case Source(step, kind):
            raise BindingError(f"{step}.{kind} is a table, not a value: cell, column or row take values from it.")
        case StepName(step):
            return step


def _called(function: str, arguments: tuple[Expression, ...], sources: Sources) -> Json:
    if function in SELECTORS:
        source = arguments[0]
        if not isinstance(source, Source):
            raise BindingError(f"{function} takes a step's selection or result as its first argument.")
        return select(function, sources.rows(source.step, source.kind), _all(arguments[1:], sources))
    if function in CLASSIC:
        return _classic(function, arguments, sources)
    values = _all(arguments, sources)
    if function == EITHER:
        return either(values)
    if function == SHIFTED:
        return shifted(*values)
    if function in MANIPULATORS:
        return manipulate(function, values)
    return serialise(function, values[0], values[1:])


def _all(arguments: tuple[Expression, ...], sources: Sources) -> list[Json]:
    return [_value(each, sources) for each in arguments]


def _classic(function: str, arguments: tuple[Expression, ...], sources: Sources) -> Json:
    first = arguments[0]
    if function in ("selection", "results"):
        return unwrapped(_table(Call(function, arguments), sources))
    if function == "field":
        return field_of(_table(first, sources), _value(arguments[1], sources))
    value = _value(first, sources)
    if function == "single_quote":
        return in_single_quotes(value)
    return value  # value and no_quote only say how the value is to be written


def _table(node: Expression, sources: Sources) -> Rows:
    match node:
        case Call("selection", (StepName(step),)):
            return sources.rows(step, "selection")
        case Call("results", (StepName(step),)):
            return sources.rows(step, "result")
        case StepName(step):
            return sources.rows(step, "selection")
        case _:
            raise BindingError("selection and results take the name of a step.")
