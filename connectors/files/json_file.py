"""JSON files whose every value knows its place, for messages."""

from __future__ import annotations

from pathlib import Path

from connectors.files.errors import DescriptionError
from engine import json_value
from engine.json_value import JsonValue

__all__ = ["JsonValue", "read_json"]


def read_json(file: Path) -> JsonValue:
    """Read a JSON file in UTF-8.

    Raises:
        DescriptionError: it is missing, or not JSON.
    """
    return json_value.read_json(file, DescriptionError)
