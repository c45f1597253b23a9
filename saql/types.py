"""The types of values that a query computes with (../docs/language, data model)."""

from __future__ import annotations

import enum


class Type(enum.Enum):
    """What a value is. Every type includes null."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    """An instant, to the millisecond, in UTC."""
    DAY = "day"
    """A date without a time."""
    MULTIVALUE = "multivalue"
    """A list of texts, such as a multi-select picklist."""
    NULL = "null"
    """The type of the literal `null`, until its place gives it another."""
    ERROR = "error"
    """The type of what could not be typed; a diagnostic was given, so nothing more is said of it."""

    @property
    def is_temporal(self) -> bool:
        """Whether values are dates, with a time or without."""
        return self in (Type.DATE, Type.DAY)
