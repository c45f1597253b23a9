"""Where in the text of a JSON file a value stands, so that a finding can name its line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(strict=False)


def line_and_column(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Return the 1-based line and column of a value.

    Args:
        text: valid JSON.
        path: the keys and indices that lead to the value, from the root. Where the path leaves the document, its last
            part that is there counts.
    """
    place = _value_start(text, 0)
    for part in path:
        inner = _member(text, place, part) if isinstance(part, str) else _element(text, place, part)
        if inner is None:
            break
        place = inner
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def place_of(text: str, path: Sequence[str | int]) -> int | None:
    """Return the offset at which a value begins, or None where the path leaves the document."""
    place: int | None = _value_start(text, 0)
    for part in path:
        if place is None:
            return None
        place = _member(text, place, part) if isinstance(part, str) else _element(text, place, part)
    return place


def _value_start(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _next(text: str, place: int) -> int | None:
    """Return where the next member or element of the same container begins, or None after the last."""
    end = _value_start(text, _DECODER.raw_decode(text, place)[1])
    return _value_start(text, end + 1) if text[end] == "," else None


def _first(text: str, place: int, opening: str) -> int | None:
    """Return where the first member or element of a container begins, or None where there is none."""
    inside = _value_start(text, place + 1)
    return inside if text[place] == opening and text[inside] not in "]}" else None


def _member(text: str, place: int, key: str) -> int | None:
    member = _first(text, place, "{")
    while member is not None:
        name, end = _DECODER.raw_decode(text, member)
        value = _value_start(text, _value_start(text, end) + 1)
        if name == key:
            return value
        member = _next(text, value)
    return None


def _element(text: str, place: int, index: int) -> int | None:
    element = _first(text, place, "[")
    for _ in range(index):
        element = None if element is None else _next(text, element)
    return element
