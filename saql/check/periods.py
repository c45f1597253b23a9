"""The fields that say in which period a row is: `dateCols=('Close_Year', 'Close_Month', "Y-M")`."""

from __future__ import annotations

import datetime as dt
import re
from typing import cast

from saql.check.parameters import Parameters
from saql.check.streams import Rows
from saql.check.wording import a_type, counted, did_you_mean
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed.expressions import Column
from saql.typed.forecasts import PeriodFormat, Periods
from saql.types import Type

EXAMPLE = "dateCols=('Close_Year', 'Close_Month', \"Y-M\")"
_PARTS = {
    "Y": ("a year",),
    "Y-Q": ("a year", "a quarter"),
    "Y-M": ("a year", "a month"),
    "Y-W": ("a year", "a week"),
    "Y-M-D": ("a year", "a month", "a day"),
}
_LARGEST = {"a quarter": 4, "a month": 12, "a week": 54, "a day": 31}
_PERIOD = re.compile(r"\d{4}(-\d{1,2}){0,2}")


def check_periods(parameters: Parameters, rows: Rows) -> Periods | None:
    """Return the fields of `dateCols`, or None where it is not given or is wrong, after saying so."""
    parameter = parameters.get("dateCols")
    if parameter is None:
        return None
    *fields, last = parameter.values
    if not isinstance(last, written.Text):
        parameters.refuse(parameter, "fields and then their format", f"write it as `{EXAMPLE}`")
        return None
    if last.value not in _PARTS:
        known = ", ".join(f'"{each}"' for each in _PARTS)
        hints = did_you_mean(last.value, _PARTS, quote='"') or (f"the formats are {known}",)
        parameters.wrong("SAQL454", last.span, hints=hints, found=last.value)
        return None
    parts = _PARTS[last.value]
    if len(fields) != len(parts):
        expected, found = f"{counted(len(parts), 'field')}, {' and '.join(parts)}", counted(len(fields), "field")
        parameters.wrong("SAQL455", parameter.span, format=last.value, expected=expected, found=found)
        return None
    columns = [_part(value, part, parameter, parameters) for value, part in zip(fields, parts, strict=True)]
    known_columns = tuple(each for each in columns if each is not None)
    if len(known_columns) < len(parts):
        return None
    field = rows.schema.get(known_columns[-1].name)
    return Periods(known_columns, cast(PeriodFormat, last.value), rows.calendar(field)) if field else None


def _part(value: object, part: str, parameter: syntax.Parameter, parameters: Parameters) -> Column | None:
    column = parameters.field(cast(written.Expression, value), parameter)
    if column is None or column.type in (Type.TEXT, Type.NUMBER, Type.NULL):
        return column
    word = part.split()[-1].capitalize()
    hints = (f"use the part of the date: '{column.name}_{word}'",) if column.type.is_temporal else ()
    kind = a_type(column.type)
    parameters.wrong("SAQL456", column.span, hints=hints, name=column.name, found=kind, expected=part)
    return None


def check_period(name: str, parameters: Parameters, periods: Periods | None) -> tuple[int, ...] | None:
    """Return the period that a parameter names, `startDate="2000-10"`, or None where it is not given or is wrong."""
    parameter = parameters.get(name)
    if parameter is None or periods is None:
        return None
    match parameter.values:
        case (written.Text(text),):
            period = _period(text, periods.format)
        case (written.Number(int() as year),):
            period = _period(str(year), periods.format)
        case _:
            period = None
    if period is None:
        example = {"Y": "2024", "Y-Q": "2024-3", "Y-M": "2024-09", "Y-W": "2024-36", "Y-M-D": "2024-09-01"}
        hints = (f'a period of "{periods.format}" is written as in `{name}="{example[periods.format]}"`',)
        parameters.refuse(parameter, f'a period as "{periods.format}"', *hints)
    return period


def _period(text: str, shape: PeriodFormat) -> tuple[int, ...] | None:
    numbers = tuple(map(int, text.split("-"))) if _PERIOD.fullmatch(text) else ()
    parts = _PARTS[shape]
    if len(numbers) != len(parts) or not 1 <= numbers[0] <= dt.MAXYEAR:
        return None
    if any(not 1 <= number <= _LARGEST[part] for number, part in zip(numbers[1:], parts[1:], strict=True)):
        return None
    if shape == "Y-M-D":
        try:
            dt.date(*numbers)
        except ValueError:
            return None
    return numbers
