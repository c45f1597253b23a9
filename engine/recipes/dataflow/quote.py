"""Names and texts of the JSON as they stand in SAQL. Nothing else puts them into a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from saql import quote
from saql.keywords import KEYWORDS
from saql.quote import text

__all__ = ["identifier", "name", "names", "number", "text"]

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def name(text: str) -> str:
    """Return a field's name, in single quotes unless it can stand without."""
    if _BARE.fullmatch(text) and text not in KEYWORDS:
        return text
    return quote.name(text)


def names(several: Iterable[str]) -> str:
    """Return keys: one expression, or several in parentheses."""
    listed = list(several)
    return listed[0] if len(listed) == 1 else f"({', '.join(listed)})"


def number(value: str) -> str | None:
    """Return a number as SAQL writes it, without exponent, or None where the text holds none."""
    try:
        found = Decimal(value.strip().replace("_", "x"))
    except InvalidOperation:
        return None
    return format(found, "f") if found.is_finite() and abs(found.adjusted()) < 40 else None


def identifier(text: str, taken: Iterable[str]) -> str:
    """Return a stream's name made of a node's: no word of the language, and none that is taken."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_") or "node"
    if plain[0].isdigit() or plain in KEYWORDS:
        plain = f"node_{plain}"
    known = set(taken)
    found, count = plain, 1
    while found in known:
        count += 1
        found = f"{plain}_{count}"
    return found
