"""Values of records, as queries give them, and as people and JSON have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TypeAlias

from dashboards.model.json import Json
from saql import quote
from swell.jobs.conditions import number_text

Value: TypeAlias = str | int | float | bool | dt.date | dt.datetime | list[str] | None
Values: TypeAlias = Mapping[str, Value]
"""The fields of a record, by name."""


def value_text(value: Value) -> str:
    """Return a value for people; an empty text where there is none."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case dt.datetime():
            midnight = value.time() == dt.time()
            return f"{value:%Y-%m-%d}" if midnight else f"{value:%Y-%m-%d %H:%M}"
        case dt.date():
            return value.isoformat()
        case list():
            return ", ".join(value)
    return value


def key_text(value: Value) -> str:
    """Return a value as a key of a CRM, or as SAQL compares it: numbers as they are, without separators."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return quote.number(value)
    return value_text(value)


def value_json(value: Value) -> Json:
    """Return a value as JSON has it; dates as ISO 8601."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return [*value] if isinstance(value, list) else value
