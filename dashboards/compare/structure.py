"""How the JSON of two versions of a dashboard differs, part by part.

The three ways to write a dashboard are one here: texts of JSON are read, and an export differs in nothing from the same
dashboard as the designer's editor shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text, decoded, field
from saql.record import record

Kind: TypeAlias = Literal["added", "removed", "changed"]

_MISSING = object()
_WIDEST = 100


@record
class Difference:
    """A part that one version has and the other has not, or has otherwise; `path` leads to it within its part."""

    kind: Kind
    part: str
    path: str
    before: str
    after: str

    def __str__(self) -> str:
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.kind]
        where = f"{self.part}: {self.path}" if self.path else self.part
        if self.kind == "changed":
            return f"{sign} {where}: {self.before} → {self.after}"
        shown = self.after if self.kind == "added" else self.before
        return f"{sign} {where}{f': {shown}' if self.path else ''}"


def structure(before: Mapping[str, object], after: Mapping[str, object]) -> list[Difference]:
    """Return how two dashboards differ, steps first, then widgets, pages and the rest.

    Args:
        before: the JSON of one, in any of its serialisations.
        after: the JSON of the other.
    """
    first, second = _parts(before), _parts(after)
    found: list[Difference] = []
    for part in [*first, *(each for each in second if each not in first)]:
        if part not in second:
            found.append(Difference("removed", part, "", "", ""))
        elif part not in first:
            found.append(Difference("added", part, "", "", ""))
        else:
            found.extend(_differences(part, "", first[part], second[part]))
    return found


def _parts(source: Mapping[str, object]) -> dict[str, Json]:
    """Return the parts of a dashboard by what people call them."""
    asset: JsonObject = {name: _read(value) for name, value in source.items()}  # type: ignore[arg-type]  # it is JSON
    inner = field(asset, "state")
    state = as_object(inner) if isinstance(inner, dict) else asset
    parts: dict[str, Json] = {}
    for name, step in as_object(state.get("steps")).items():
        parts[f"step {name}"] = _unwrapped(step)
    for name, widget in as_object(state.get("widgets")).items():
        parts[f"widget {name}"] = widget
    for layout in map(as_object, as_list(state.get("gridLayouts"))):
        called = as_text(layout.get("name"), "Default")
        parts[f"layout {called}"] = {name: each for name, each in layout.items() if name != "pages"}
        for page in map(as_object, as_list(layout.get("pages"))):
            title = f"page {as_text(page.get('label')) or as_text(page.get('name'))} of layout {called}"
            parts[title] = {**page, "widgets": _by_name(page)}
    rest = {name: each for name, each in {**asset, **state}.items() if name not in _TOLD}
    return {**parts, **rest}


_TOLD = ("state", "steps", "widgets", "gridLayouts")


def _read(value: Json) -> Json:
    """Return JSON with the texts of JSON in it read, at any depth."""
    value = decoded(value)
    if isinstance(value, list):
        return [_read(each) for each in value]
    return {name: _read(each) for name, each in value.items()} if isinstance(value, dict) else value


def _unwrapped(step: Json) -> Json:
    """Return a step whose query is not wrapped."""
    if not isinstance(step, dict):
        return step
    query = step.get("query")
    while isinstance(query, dict) and "query" in query:
        query = query["query"]
    return {**step, "query": query} if "query" in step else step


def _by_name(page: JsonObject) -> Json:
    placed = map(as_object, as_list(page.get("widgets")))
    return {as_text(each.get("name")): {key: value for key, value in each.items() if key != "name"} for each in placed}


def _differences(part: str, path: str, before: object, after: object) -> Iterator[Difference]:
    if before == after and type(before) is type(after):
        return
    if before is _MISSING or after is _MISSING:
        kind: Kind = "added" if before is _MISSING else "removed"
        yield Difference(kind, part, path, _written(before), _written(after))
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(each for each in after if each not in before)]:
            inner = f"{path}.{name}" if path else str(name)
            yield from _differences(part, inner, before.get(name, _MISSING), after.get(name, _MISSING))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (first, second) in enumerate(zip(before, after, strict=True)):
            yield from _differences(part, f"{path}[{place}]", first, second)
    elif before != after:
        yield Difference("changed", part, path, _written(before), _written(after))


def _written(value: object) -> str:
    text = "" if value is _MISSING else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
