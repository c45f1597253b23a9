"""Constants: literals as written, and texts that are dates."""

from __future__ import annotations

import datetime as dt
import math
import re

from saql.syntax import expressions as syntax
from saql.typed.expressions import Literal
from saql.types import Type

_MOST_EXACT = 2**53
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*", re.ASCII)
ISO_START = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?")
"""What a date in ISO form may start with, as deployed queries compare it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?")


def constant(node: syntax.Expression) -> Literal | None:
    """Return the value of a literal, with its sign where it is a number, or None for anything else."""
    match node:
        case syntax.Text(value, span):
            return Literal(value, Type.TEXT, span)
        case syntax.Number(number, span):
            return Literal(number, Type.NUMBER, span)
        case syntax.Boolean(truth, span):
            return Literal(truth, Type.BOOLEAN, span)
        case syntax.Null(span):
            return Literal(None, Type.NULL, span)
        case syntax.Unary("-", syntax.Number(number), span):
            return Literal(-number, Type.NUMBER, span)
    return None


def number_in(text: str) -> int | float | None:
    """Return the number that a text holds as string_to_number() reads it, or None."""
    if not _NUMBER.fullmatch(text) or not math.isfinite(number := float(text)):
        return None
    return int(number) if number.is_integer() and abs(number) < _MOST_EXACT else number


def iso_date(text: str) -> dt.date | dt.datetime | None:
    """Return the day, or the instant in UTC, that a text in ISO form holds, or None."""
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
        if _INSTANT.fullmatch(text):
            instant = dt.datetime.fromisoformat(text)
            return instant.replace(tzinfo=dt.UTC) if instant.tzinfo is None else instant.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return None


def date_literal(literal: Literal) -> Literal | None:
    """Return a text literal in ISO form as a day or an instant, or None."""
    value = iso_date(literal.value) if isinstance(literal.value, str) else None
    if value is None:
        return None
    return Literal(value, Type.DATE if isinstance(value, dt.datetime) else Type.DAY, literal.span)


def instant_of(day: dt.date | dt.datetime) -> dt.datetime:
    """Return a day's first instant in UTC; an instant as it is."""
    return day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
