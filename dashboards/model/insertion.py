"""A member or an element added to the text of a JSON file, all else of which stays as somebody wrote it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dashboards.model.json import Json
from dashboards.model.positions import place_of

_DECODER = json.JSONDecoder(strict=False)


def insert(text: str, path: Sequence[str | int], value: Json, key: str | None = None) -> str:
    """Return the text with a value added at the end of a container, indented as its neighbours are.

    Args:
        text: valid JSON.
        path: the keys and indices that lead to the container, from the root.
        value: what is added.
        key: its name, where the container is an object.

    Raises:
        KeyError: the path leads to no container.
    """
    start = place_of(text, path)
    if start is None or text[start] not in "{[":
        raise KeyError(path)
    end = _DECODER.raw_decode(text, start)[1] - 1  # of the closing bracket
    content = text[start + 1 : end].rstrip()
    gap, unit = _gap(text, start, content)
    written = _written(value, key, gap, unit)
    if content.strip():
        return f"{text[: start + 1]}{content},{gap or ' '}{written}{text[start + 1 + len(content) :]}"
    closing = gap.removesuffix(unit) if gap else ""
    return f"{text[: start + 1]}{gap}{written}{closing}{text[end:]}"


def _gap(text: str, start: int, content: str) -> tuple[str, str]:
    """Return what stands before a member, a line end and spaces or nothing, and one step of indentation."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    outer = line[: len(line) - len(line.lstrip())]
    ending = "\r\n" if "\r\n" in text else "\n"
    unit = _unit(text)
    if not content.strip():
        return (f"{ending}{outer}{unit}", unit) if "\n" in text.strip() else ("", unit)
    before = content[: len(content) - len(content.lstrip())]
    if "\n" not in before:
        return "", unit
    return ending + before.rpartition("\n")[2], unit


def _unit(text: str) -> str:
    """Return the indentation of the first line that has one."""
    for line in text.split("\n")[1:]:
        indented = line[: len(line) - len(line.lstrip())]
        if indented and line.strip():
            return indented
    return "  "


def _written(value: Json, key: str | None, gap: str, unit: str) -> str:
    if gap:
        written = json.dumps(value, ensure_ascii=False, indent=unit).replace("\n", gap)
    else:
        written = json.dumps(value, ensure_ascii=False)
    return written if key is None else f"{json.dumps(key, ensure_ascii=False)}: {written}"
