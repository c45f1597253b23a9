"""What is known of the fields that a compact query names: a constant is written by the type of the field it meets."""

from __future__ import annotations

from dataclasses import dataclass

from saql.schema import Schema
from saql.types import Type


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a dataset, or none where it is not known; then the JSON's own types decide."""

    schema: Schema | None = None

    def type(self, field: str) -> Type | None:
        """Return a field's type, or None."""
        known = None if self.schema is None else self.schema.get(field)
        return None if known is None else known.type

    def holds_text(self, field: str) -> bool | None:
        """Return whether a field holds texts (True) or numbers (False); None where that is not known."""
        kind = self.type(field)
        if kind in (Type.TEXT, Type.MULTIVALUE, Type.BOOLEAN):
            return True
        return False if kind is Type.NUMBER else None

    def is_date(self, field: str) -> bool | None:
        """Return whether a field is a date; None where that is not known."""
        kind = self.type(field)
        return None if kind is None else kind.is_temporal
