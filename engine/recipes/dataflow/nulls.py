"""Nulls of each type, as SAQL writes them."""

from __future__ import annotations

from saql.types import Type


def null_of(kind: Type) -> str:
    """Return an expression that is null and has a type."""
    if kind is Type.NUMBER:
        return "null + 0"
    return "toDate(null)" if kind.is_temporal else "null"
