"""Rules of a dataset: what each asks of the rows, how bad it is when they break it, and what to say then."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, TypeAlias

from saql.record import record

Severity: TypeAlias = Literal["warn", "block"]
Value: TypeAlias = str | int | float | dt.date


@record
class Required:
    """The field is in every row."""

    field: str


@record
class Allowed:
    """The field has one of these values, where it has any."""

    field: str
    values: tuple[Value, ...]


@record
class Unique:
    """No two rows have the same values in the fields; rows that lack one of them do not count."""

    fields: tuple[str, ...]


@record
class Matches:
    """The text as a whole fits a regular expression (RE2), where there is any."""

    field: str
    pattern: str


@record
class Range:
    """The number or date is neither below `least` nor above `most`; None is no bound."""

    field: str
    least: Value | None
    most: Value | None


@record
class Reference:
    """The value is that of a field of another dataset, where there is any."""

    field: str
    dataset: str
    other: str


@record
class Fresh:
    """The newest date of the field is at most so old."""

    field: str
    within: dt.timedelta


@record
class Rows:
    """There are at least and at most so many rows, and not so many percent less or more than the version before has."""

    least: int | None = None
    most: int | None = None
    drop: float | None = None
    rise: float | None = None


Test: TypeAlias = Required | Allowed | Unique | Matches | Range | Reference | Fresh | Rows


@record
class Rule:
    """What is asked, whether rows that break it are published (`warn`) or not (`block`), and what to say of them."""

    test: Test
    severity: Severity
    message: str


def fields_of(test: Test) -> tuple[str, ...]:
    """Return the fields that a test is about."""
    match test:
        case Unique():
            return test.fields
        case Rows():
            return ()
        case _:
            return (test.field,)


def sentence(test: Test) -> str:
    """Return what a test asks, for people."""
    match test:
        case Required():
            return f'"{test.field}" is there in every row.'
        case Allowed():
            listed = ", ".join(map(_shown, test.values[:6])) + (", .." if len(test.values) > 6 else "")
            return f'"{test.field}" is one of {listed}.'
        case Unique():
            return f"{' and '.join(_shown(each) for each in test.fields)} {_differ(test.fields)} from row to row."
        case Matches():
            return f'"{test.field}" fits the pattern {test.pattern}'
        case Range():
            bounds = [f"at least {test.least}"] if test.least is not None else []
            bounds += [f"at most {test.most}"] if test.most is not None else []
            return f'"{test.field}" is {" and ".join(bounds)}.'
        case Reference():
            return f'"{test.field}" is the "{test.other}" of a row of "{test.dataset}".'
        case Fresh():
            return f'The newest "{test.field}" is at most {_age(test.within)} old.'
        case Rows():
            return f"There are {_counts(test)}."


def _counts(test: Rows) -> str:
    found = [
        (test.least, f"at least {test.least:,} rows" if test.least is not None else ""),
        (test.most, f"at most {test.most:,} rows" if test.most is not None else ""),
        (test.drop, f"at most {test.drop:g}% fewer rows than before" if test.drop is not None else ""),
        (test.rise, f"at most {test.rise:g}% more rows than before" if test.rise is not None else ""),
    ]
    return ", ".join(words for bound, words in found if bound is not None)


def _differ(fields: tuple[str, ...]) -> str:
    return "differs" if len(fields) == 1 else "together differ"


def _shown(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _age(span: dt.timedelta) -> str:
    for unit, length in reversed(UNITS.items()):
        if span % length == dt.timedelta(0):
            count = span // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return str(span)


UNITS = {
    "minute": dt.timedelta(minutes=1),
    "hour": dt.timedelta(hours=1),
    "day": dt.timedelta(days=1),
    "week": dt.timedelta(weeks=1),
}

SPAN = re.compile(rf"([1-9]\d{{0,5}}) ({'|'.join(UNITS)})s?")
"""How ages are written: `2 days`."""
