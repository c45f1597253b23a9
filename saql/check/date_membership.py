"""`in` of dates: relative dates, `dateRange`, days and instants in ISO form."""

from __future__ import annotations

import datetime as dt

from saql.check.calls import first_column
from saql.check.coercion import adapt
from saql.check.findings import Findings, untyped
from saql.check.literals import constant, instant_of, iso_date
from saql.check.relative_dates import UNITS, relative_date, suggested
from saql.check.scope import Scope
from saql.schema import Calendar
from saql.span import Span
from saql.syntax import expressions as syntax
from saql.typed.expressions import (
    Call,
    Column,
    DateMembership,
    DateRange,
    Expression,
    Literal,
    Membership,
    RelativeDate,
)
from saql.types import Type

_End = RelativeDate | dt.date | None
"""An end of a range; an instant is a `datetime`, which is a `date` too."""

_MIXED = "write all ends as days, relative dates or dateRange(), or all as instants"


def check_date_membership(array: syntax.Array, operand: Expression, span: Span, scope: Scope) -> Expression:
    """Return whether a date is in one of the ranges of a list."""
    ranges: list[tuple[_End, _End]] = []
    sound = True
    for element in array.elements:
        found = _ranges(element, scope.findings)
        sound = sound and found is not None
        ranges += found or ()
    if not sound:
        return untyped(span)
    column = first_column(operand)
    calendar = scope.calendar(column) if column else Calendar()
    date = _date_behind(operand, scope)
    ends = [end for pair in ranges for end in pair]
    if not any(isinstance(end, dt.datetime) for end in ends):
        return DateMembership(date, tuple(DateRange(start, end) for start, end in ranges), calendar, span)
    if any(isinstance(end, RelativeDate) for end in ends):
        return scope.findings.error("SAQL310", array.span, hints=(_MIXED,))
    return _of_instants(date, ranges, span)


def _date_behind(operand: Expression, scope: Scope) -> Expression:
    """Return the date `D` behind `date('D_Year', 'D_Month', 'D_Day')` where the rows have it, else the operand."""
    if not (isinstance(operand, Call) and operand.function == "make_date"):
        return operand
    dates = set()
    for argument, part in zip(operand.arguments, ("Year", "Month", "Day"), strict=True):
        field = scope.field(argument) if isinstance(argument, Column) else None
        if field is None or field.date_part is None or field.date_part.part != part:
            return operand
        dates.add(field.date_part.field)
    first = operand.arguments[0]
    assert isinstance(first, Column)
    date = scope.sibling(first, dates.pop()) if len(dates) == 1 else None
    return operand if date is None else date


def _ranges(element: syntax.Expression | syntax.Range, findings: Findings) -> list[tuple[_End, _End]] | None:
    """Return the range that an element is, none for one with a null end; None after saying what is wrong."""
    match element:
        case syntax.Range(lower, upper):
            ends = [lower, upper]
        case syntax.Call(syntax.Identifier("dateRange"), arguments):
            return _date_range(element, arguments, findings)
        case _:
            ends = [element, element]
    found: list[_End] = []
    for each in ends:
        if isinstance(each, syntax.Null):
            return []
        end = None if each is None else _end(each)
        if each is not None and end is None:
            _refuse(each, findings)
            return None
        found.append(end)
    return [(found[0], found[1])]


def _end(node: syntax.Expression) -> RelativeDate | dt.date | None:
    if not isinstance(node, syntax.Text):
        return None
    return relative_date(node.value) or iso_date(node.value)


def _refuse(node: syntax.Expression, findings: Findings) -> None:
    meant = suggested(node.value) if isinstance(node, syntax.Text) else None
    hints = (
        *(() if meant is None else (f"write {meant}",)),
        'relative dates are "current month", "3 quarters ago", "1 year ahead", "current day - 1 year"',
        f"units are {', '.join(UNITS)}",
        'days are "2018-02-25"',
    )
    shown = f'"{node.value}"' if isinstance(node, syntax.Text) else "this"
    findings.add("SAQL311", node.span, hints=hints, found=shown)


def _date_range(
    node: syntax.Call, arguments: tuple[syntax.Expression, ...], findings: Findings
) -> list[tuple[_End, _End]] | None:
    numbers = [_three_numbers(each) for each in arguments]
    if len(numbers) != 2 or not all(numbers):
        findings.add("SAQL312", node.span, hints=("write `dateRange([2018,1,1], [2018,12,31])`",))
        return None
    days = [_day(each, argument.span, findings) for each, argument in zip(numbers, arguments, strict=True)]
    return None if None in days else [(days[0], days[1])]


def _three_numbers(node: syntax.Expression) -> tuple[int, ...]:
    """Return the numbers of `[2018,1,31]`; none for anything else."""
    elements = node.elements if isinstance(node, syntax.Array) else ()
    literals = [None if isinstance(each, syntax.Range) else constant(each) for each in elements]
    numbers = tuple(each.value for each in literals if each is not None and isinstance(each.value, int))
    return numbers if len(literals) == len(numbers) == 3 else ()


def _day(numbers: tuple[int, ...], span: Span, findings: Findings) -> dt.date | None:
    try:
        return dt.date(*numbers)
    except (ValueError, OverflowError):
        hints = ("a day is [year, month, day], such as [2018, 12, 31]",)
        findings.add("SAQL309", span, hints=hints, found=f"[{', '.join(map(str, numbers))}]")
        return None


def _of_instants(date: Expression, ranges: list[tuple[_End, _End]], span: Span) -> Expression:
    """Return the membership in ranges of which an end is an instant; a day at the end of one is whole."""
    literals = []
    for start, end in ranges:
        lower = None if start is None else Literal(_instant(start, False), Type.DATE, span)
        upper = None if end is None else Literal(_instant(end, True), Type.DATE, span)
        literals.append((lower, upper))
    return Membership(adapt(date, Type.DATE) or date, (), tuple(literals), span)


def _instant(end: _End, last: bool) -> dt.datetime:
    assert isinstance(end, dt.date)
    start = instant_of(end)
    whole_day = last and not isinstance(end, dt.datetime)
    return start + dt.timedelta(days=1, milliseconds=-1) if whole_day else start
