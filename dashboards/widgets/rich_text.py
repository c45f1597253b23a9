"""Rich text as exports have it: pieces with attributes; those of a break are its line's (the delta format of Quill)."""

from __future__ import annotations

import re
from collections.abc import Callable

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_list, as_object, as_text

_FLAGS = ("bold", "italic", "underline", "strike")
_ADDRESS = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def rich_lines(delta: Json, filled: Callable[[str], str]) -> list[Json]:
    """Return the lines of a rich text: how each is aligned, and its pieces with their looks.

    Args:
        delta: `[{"insert": text, "attributes": {..}}, ..]`.
        filled: puts values into a piece's text.
    """
    lines: list[Json] = []
    pieces: list[Json] = []
    for each in map(as_object, as_list(delta)):
        attributes = as_object(each.get("attributes"))
        texts = as_text(each.get("insert")).split("\n")
        for place, text in enumerate(texts):
            if text:
                pieces.append({"text": filled(text), **_look(attributes)})
            if place < len(texts) - 1:
                lines.append({"align": as_text(attributes.get("align")) or None, "pieces": pieces})
                pieces = []
    return [*lines, {"align": None, "pieces": pieces}] if pieces else lines


def _look(attributes: JsonObject) -> JsonObject:
    """Return the look of a piece, of what it says only."""
    look: JsonObject = {name: True for name in _FLAGS if attributes.get(name) is True}
    if "size" in attributes:
        look["size"] = size(attributes["size"])
    if as_text(attributes.get("color")):
        look["color"] = attributes["color"]
    if _ADDRESS.match(as_text(attributes.get("link"))):
        look["link"] = attributes["link"]
    return look


def size(value: Json) -> Json:
    """Return a size as a number where it is written with a unit."""
    return int(value[:-2]) if isinstance(value, str) and re.fullmatch(r"\d+px", value) else value
