"""Kinds of fields, as filters tell them apart."""

from __future__ import annotations

from typing import Literal, TypeAlias

from saql.schema import Schema
from saql.types import Type

FieldKind: TypeAlias = Literal["text", "number", "date", "unknown"]


def field_kind(schema: Schema | None, field: str) -> FieldKind:
    """Return what kind of values a field has; `unknown` where the dataset or the field is not there."""
    known = None if schema is None else schema.get(field)
    if schema is None or (known is None and f"{field}_Year" not in schema):
        return "unknown"
    if known is None or known.type.is_temporal:
        return "date"
    return "number" if known.type is Type.NUMBER else "text"
