"""Which settings a model's file may have: those of every model, and those of its kind."""

from __future__ import annotations

from engine.json_value import JsonValue

GENERAL = ("kind", "label", "description", "after", "schedule")
"""What every model may say: what it is, and when it is trained."""


def check_settings(file: JsonValue, *known: str) -> None:
    """Check that a model's file says nothing but what its kind knows.

    Args:
        file: the file's object.
        known: the settings of the kind.

    Raises:
        engine.models.errors.ModelError: it says something else; the message has the pointer, and the nearest setting.
    """
    file.check_keys((*GENERAL, *known))
