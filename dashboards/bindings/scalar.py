"""A value as plain text."""

from __future__ import annotations

from dashboards.compact import quote
from dashboards.model.json import Json


def scalar_text(value: Json) -> str:
    """Return a value as text: null is empty, numbers have no needless digits, lists are joined by commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return quote.plain(value)
    if isinstance(value, list):
        return ",".join(scalar_text(each) for each in value)
    return str(value)
