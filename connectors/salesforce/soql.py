"""The few queries that are asked, as SOQL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from connectors.salesforce.clock import literal


def select(
    fields: Sequence[str], name: str, conditions: Iterable[str] = (), *, order: str = "", limit: int | None = None
) -> str:
    """Return a query; names are those of a describe, conditions those of the functions below."""
    wanted = [each for each in conditions if each]
    text = f"SELECT {', '.join(_name(each) for each in fields)} FROM {_name(name)}"
    if wanted:
        text += f" WHERE {' AND '.join(wanted)}"
    if order:
        text += f" ORDER BY {_name(order)}"
    return text if limit is None else f"{text} LIMIT {limit}"


def count(name: str, conditions: Iterable[str] = ()) -> str:
    """Return a query for the number of records."""
    wanted = [each for each in conditions if each]
    return f"SELECT COUNT() FROM {_name(name)}" + (f" WHERE {' AND '.join(wanted)}" if wanted else "")


def at_or_after(field: str, at: dt.datetime | None) -> str:
    """Return the condition that a moment is at or after another; none where there is no other."""
    return "" if at is None else f"{_name(field)} >= {literal(at)}"


def before(field: str, at: dt.datetime | None) -> str:
    """Return the condition that a moment is before another; none where there is no other."""
    return "" if at is None else f"{_name(field)} < {literal(at)}"


def after_id(field: str, identifier: str) -> str:
    """Return the condition that an id comes after another; none where that is empty."""
    return f"{_name(field)} > '{_name(identifier)}'" if identifier else ""


def among(field: str, identifiers: Sequence[str]) -> str:
    """Return the condition that a field holds one of some ids; what is no id finds nothing."""
    known = [f"'{each}'" for each in identifiers if re.fullmatch(r"\w+", each, re.ASCII)] or ["''"]
    return f"{_name(field)} IN ({', '.join(known)})"


def is_false(field: str) -> str:
    """Return the condition that a field is not true."""
    return f"{_name(field)} = false"


def _name(text: str) -> str:
    if not re.fullmatch(r"\w+", text, re.ASCII):
        raise ValueError("not a name of Salesforce")
    return text
