"""Names and texts of the JSON as they stand in SAQL. Nothing else puts them into a query."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.errors import CompactError
from dashboards.model.json import Json
from saql.quote import name, text
from saql.quote import number as plain

__all__ = ["decimal", "literal", "name", "names", "number", "plain", "text"]


def names(several: Iterable[str]) -> str:
    """Return the keys of a group or an order: one name, or several in parentheses."""
    quoted = [name(each) for each in several]
    return quoted[0] if len(quoted) == 1 else f"({', '.join(quoted)})"


def literal(value: Json, as_text: bool | None = None) -> str:
    """Return a constant.

    Args:
        value: a text, number, boolean or null. Booleans are texts, as datasets have them.
        as_text: whether the field it meets holds texts (True) or numbers (False); None where that is not known, and the
            JSON decides.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return text("true" if value else "false")
    if isinstance(value, str):
        parsed = number(value) if as_text is False else None
        return text(value) if parsed is None else decimal(parsed)
    if isinstance(value, int | float):
        return text(plain(value)) if as_text else decimal(value)
    raise CompactError(f"A filter has {_shown(value)} where a single value belongs.")


def number(value: Json) -> int | float | None:
    """Return a number, also where it is written as a text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int | float):
        return value
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return None


def decimal(value: int | float) -> str:
    """Return a number as SAQL writes it; it has no exponents, nor infinities."""
    if value != value or value in (float("inf"), float("-inf")):
        raise CompactError("A filter has a number that is not finite.")
    return plain(value)


def _shown(value: Json) -> str:
    shown = str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
