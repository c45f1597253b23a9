"""Calls of functions of one row: which function is meant, and whether its arguments fit."""

from __future__ import annotations

from collections.abc import Sequence

from saql.check.coercion import adapt_to_one
from saql.check.conversions import alike, as_number
from saql.check.findings import Findings, untyped
from saql.check.scope import Scope
from saql.check.wording import a_type, alternatives, as_field, counted, did_you_mean, one_of
from saql.functions.define import SAME, AggregateFunction, Function, Parameter, RankingFunction, signature
from saql.functions.registry import find, find_ranking, spellings
from saql.habits import FUNCTIONS
from saql.schema import Calendar
from saql.span import Span
from saql.syntax import expressions as syntax
from saql.typed.expressions import Aggregate, Call, Case, Column, Expression, Literal
from saql.types import Type


def check_call(node: syntax.Call, arguments: Sequence[Expression], scope: Scope) -> Expression:
    """Return the call of a function of one row with checked arguments."""
    spelling = node.function.name
    candidates = find(spelling)
    if not candidates:
        return _unknown(node.function, scope.findings)
    if any(each.type is Type.ERROR for each in arguments):
        return untyped(node.span)
    function = _choose(candidates, arguments)
    fitted = fit(spelling, function.parameters, arguments, node.span, scope.findings)
    if fitted is None:
        return untyped(node.span)
    returns = _shared_type(function.parameters, fitted) if function.returns is SAME else function.returns
    if function.calendar:
        fitted = (*fitted, *_calendar_arguments(fitted[0], scope, node.span))
    assert isinstance(returns, Type)
    return Call(function.name, fitted, returns, node.span)


def _unknown(function: syntax.Identifier, findings: Findings) -> Expression:
    if function.name == "dateRange":
        return findings.error(
            "SAQL308", function.span, hints=("write `date(..) in [dateRange([2018,1,1], [2018,12,31])]`",)
        )
    ranking = find_ranking(function.name)
    if ranking is not None:
        return findings.error("SAQL414", function.span, hints=(f"write `{ranking.signature}`",), function=function.name)
    habit = FUNCTIONS.get(function.name.lower())
    hints = did_you_mean(function.name, spellings(), quote="`") if habit is None else (habit,)
    return findings.error("SAQL205", function.span, hints=hints, name=function.name)


def _choose(candidates: Sequence[Function], arguments: Sequence[Expression]) -> Function:
    """Return the candidate for the type of the first argument; the first one where none fits."""
    if len(candidates) > 1 and arguments:
        for exact in (True, False):
            for each in candidates:
                wanted = each.parameters[0].types if each.parameters else ()
                if arguments[0].type in wanted or (not exact and adapt_to_one(arguments[0], wanted)):
                    return each
    return candidates[0]


def fit(
    spelling: str,
    parameters: Sequence[Parameter],
    arguments: Sequence[Expression],
    span: Span,
    findings: Findings,
) -> tuple[Expression, ...] | None:
    """Return arguments as the parameters want them, or None after saying what does not fit."""
    if not _fits_in_number(spelling, parameters, arguments, span, findings):
        return None
    fitted = []
    for place, argument in enumerate(arguments):
        adapted = _fit_one(spelling, parameters, place, argument, findings)
        if adapted is None:
            return None
        fitted.append(adapted)
    return _same(spelling, parameters, fitted, arguments, span, findings)


def _fits_in_number(
    spelling: str, parameters: Sequence[Parameter], arguments: Sequence[Expression], span: Span, findings: Findings
) -> bool:
    found = len(arguments)
    least = sum(not each.optional for each in parameters)
    most = None if parameters and parameters[-1].variadic else len(parameters)
    if found >= least and (most is None or found <= most):
        return True
    if most is None:
        expected = f"at least {counted(least, 'argument')}"
    elif most == 0:
        expected = "no arguments"
    elif least == most:
        expected = counted(most, "argument")
    else:
        expected = f"{least} to {most} arguments"
    hint = f"write `{signature(spelling, parameters)}`"
    if spelling == "date" and isinstance(arguments[0] if arguments else None, Column):
        hint = f"write `{_parts_of(arguments[0])}`"
    findings.add("SAQL302", span, hints=(hint,), function=spelling, expected=expected, found=found)
    return False


def _parts_of(column: Expression) -> str:
    """Return `date('D_Year', 'D_Month', 'D_Day')` for the date D or a part of it."""
    assert isinstance(column, Column)
    date = column.name if column.type.is_temporal else column.name.removesuffix("_Year")
    return f"date('{date}_Year', '{date}_Month', '{date}_Day')"


def _fit_one(
    spelling: str, parameters: Sequence[Parameter], place: int, argument: Expression, findings: Findings
) -> Expression | None:
    parameter = parameters[min(place, len(parameters) - 1)]
    adapted = argument if argument.type is Type.NULL and parameter.same else adapt_to_one(argument, parameter.types)
    if adapted is None and Type.NUMBER in parameter.types:
        adapted = as_number(argument, findings)
    if adapted is None:
        findings.add(
            "SAQL303",
            argument.span,
            hints=argument_hints(parameter, argument),
            function=spelling,
            expected=one_of(parameter.types),
            place=f" as its {parameter.name}" if len(parameters) > 1 else "",
            found=a_type(argument.type),
        )
        return None
    if parameter.literal and not _is_allowed(spelling, parameter, adapted, findings):
        return None
    return adapted


def argument_hints(parameter: Parameter, argument: Expression) -> tuple[str, ...]:
    """Return how to convert an argument of another type."""
    if isinstance(argument, Literal) and isinstance(argument.value, str):
        return (as_field(argument.value),)
    if argument.type is Type.TEXT and Type.NUMBER in parameter.types:
        return ("string_to_number() makes a number of a text",)
    if argument.type is Type.NUMBER and Type.TEXT in parameter.types:
        return ("number_to_string() makes a text of a number",)
    if Type.DATE in parameter.types:
        return ("toDate() makes a date of a text or of a _sec_epoch field",)
    return ()


def _is_allowed(spelling: str, parameter: Parameter, argument: Expression, findings: Findings) -> bool:
    named = {"function": spelling, "parameter": parameter.name}
    if not isinstance(argument, Literal) or argument.value is None:
        findings.add("SAQL304", argument.span, **named)
        return False
    value = argument.value
    if isinstance(value, int | float):
        if parameter.minimum is not None and value < parameter.minimum:
            findings.add("SAQL305", argument.span, **named, limit=f"at least {parameter.minimum}")
            return False
        if parameter.maximum is not None and value > parameter.maximum:
            findings.add("SAQL305", argument.span, **named, limit=f"at most {parameter.maximum}")
            return False
    if parameter.choices and value not in parameter.choices:
        allowed = alternatives([f'"{each}"' for each in parameter.choices])
        close = did_you_mean(str(value), parameter.choices, quote='"')
        findings.add("SAQL305", argument.span, hints=close, **named, limit=allowed)
        return False
    return True


def _same(
    spelling: str,
    parameters: Sequence[Parameter],
    fitted: Sequence[Expression],
    arguments: Sequence[Expression],
    span: Span,
    findings: Findings,
) -> tuple[Expression, ...] | None:
    """Give one type to the arguments of parameters that are marked `same`."""
    if not any(each.same for each in parameters):
        return tuple(fitted)
    together = alike(fitted, f"{spelling}()", findings)
    if together is None:
        kinds = dict.fromkeys(a_type(each.type) for each in arguments if each.type is not Type.NULL)
        findings.add("SAQL306", span, hints=mixed_hints(fitted), what=f"{spelling}()", found=" and ".join(kinds))
        return None
    return together[1]


def mixed_hints(expressions: Sequence[Expression]) -> tuple[str, ...]:
    """Return how to give one type to values of several."""
    if {Type.TEXT, Type.NUMBER} <= {each.type for each in expressions}:
        return ("number_to_string() makes a text of a number, string_to_number() a number of a text",)
    return ()


def _shared_type(parameters: Sequence[Parameter], arguments: Sequence[Expression]) -> Type:
    for place, argument in enumerate(arguments):
        if parameters[min(place, len(parameters) - 1)].same:
            return argument.type
    return Type.ERROR


def _calendar_arguments(date: Expression, scope: Scope, span: Span) -> tuple[Literal, ...]:
    column = first_column(date)
    calendar = scope.calendar(column) if column else Calendar()
    return (
        Literal(calendar.fiscal_month_offset, Type.NUMBER, span),
        Literal(calendar.named_by_end, Type.BOOLEAN, span),
        Literal(calendar.first_weekday, Type.NUMBER, span),
    )


def first_column(expression: Expression) -> Column | None:
    """Return the first field that an expression reads, or None."""
    match expression:
        case Column():
            return expression
        case Call(arguments=children) | Aggregate(arguments=children):
            found = (first_column(each) for each in children)
            return next((each for each in found if each), None)
        case Case(branches=branches, otherwise=otherwise):
            found = (first_column(each) for each in (*(result for _, result in branches), otherwise))
            return next((each for each in found if each), None)
    return None


def returned_type(function: AggregateFunction | RankingFunction, arguments: Sequence[Expression]) -> Type:
    """Return the type of an aggregate of fitted arguments."""
    if isinstance(function.returns, Type):
        return function.returns
    return _shared_type(function.parameters, arguments)
