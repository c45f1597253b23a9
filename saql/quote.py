"""Names, texts and numbers as they stand in a query that is put together."""

from __future__ import annotations

from decimal import Decimal

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def name(text: str) -> str:
    """Return a name in single quotes."""
    return "'" + text.translate(_ESCAPES).replace("'", "\\'") + "'"


def text(value: str) -> str:
    """Return a text in double quotes."""
    return '"' + value.translate(_ESCAPES).replace('"', '\\"') + '"'


def number(value: int | float) -> str:
    """Return a finite number as people write it: no `.0`, and no exponent, of which SAQL knows none."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)
