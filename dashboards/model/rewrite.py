"""A changed dashboard written into the text of its file, so that only what has changed differs.

Keys keep their order and places, values that are equal keep how they were written, a string that holds JSON goes on
holding it. What is new takes the form of what stands beside it. So a version control system shows what a person did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from dashboards.model.json import Json, decoded

_SPACE = re.compile(r"[ \t\n\r]*")
_INDENT = re.compile(r"[\[{]\r?\n([ \t]+)")
_DECODER = json.JSONDecoder(strict=False)


def rewrite(text: str, value: Json) -> str:
    """Return the JSON text changed so that it says `value`.

    Args:
        text: valid JSON.
        value: what it has to say. Numbers count as equal by their value, and objects whatever the order of their keys.

    Returns:
        The text; `text` itself where it says `value` already.
    """
    root = _read(text, _after_space(text, 0))
    return text[: root.start] + _Writer(text).edited(root, value) + text[root.end :]


def same(one: Json, other: Json) -> bool:
    """Whether two JSON values say the same; a string of JSON says what it holds."""
    if isinstance(one, str) and isinstance(other, dict | list):
        one = decoded(one)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(each, other[key]) for key, each in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        # A browser has no other numbers; what it read and gave back unchanged must not count as changed.
        return one == other or _as_float(one) == _as_float(other)
    return type(one) is type(other) and one == other


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf")


@dataclass(slots=True)
class _Node:
    """A value with its place: `inner` are the places of its elements or members, `keys` the texts of those' keys."""

    start: int
    end: int
    value: Json
    inner: list[_Node] = field(default_factory=list)
    keys: list[tuple[str, int, int]] = field(default_factory=list)
    """Of each member: its name, and where the name begins and ends."""

    def head(self, place: int) -> int:
        """Return where a member or an element begins."""
        return self.keys[place][1] if self.keys else self.inner[place].start


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _read(text: str, start: int) -> _Node:
    if text[start] not in "{[":
        value, end = _DECODER.raw_decode(text, start)
        return _Node(start, end, value)
    node = _Node(start, start, {} if text[start] == "{" else [])
    place = _after_space(text, start + 1)
    while text[place] not in "}]":
        place = _after_space(text, place + 1) if text[place] == "," else place
        if isinstance(node.value, dict):
            key, end = _DECODER.raw_decode(text, place)
            node.keys.append((key, place, end))
            place = _after_space(text, _after_space(text, end) + 1)
        inner = _read(text, place)
        node.inner.append(inner)
        if isinstance(node.value, dict):
            node.value[key] = inner.value
        elif isinstance(node.value, list):
            node.value.append(inner.value)
        place = _after_space(text, inner.end)
    node.end = place + 1
    return node


@dataclass(frozen=True, slots=True)
class _Piece:
    """A member or an element of what is written; `old` is its number among those that were there."""

    text: str
    old: int | None


class _Writer:
    """Writes values in the form of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        indent = _INDENT.search(text)
        self._unit = indent[1] if indent else ("" if "\n" not in text.strip() else "  ")
        self._ascii = text.isascii() and "\\u" in text
        self._spaced = bool(self._unit) or '": ' in text or not text.strip("{}[] \n")

    def edited(self, node: _Node, value: Json) -> str:
        """Return the text of a value that stands in the place of another one."""
        old = node.value
        if same(old, value):
            return self._text[node.start : node.end]
        if isinstance(old, str) and isinstance(value, dict | list) and isinstance(decoded(old), dict | list):
            return self._quoted(rewrite(old, value))
        if isinstance(old, dict) and isinstance(value, dict) and old:
            return self._container(node, self._members(node, value), "{}")
        if isinstance(old, list) and isinstance(value, list) and old:
            return self._container(node, self._elements(node, value), "[]")
        return self._fresh(value, self._indent_at(node.start))

    def _members(self, node: _Node, value: dict[str, Json]) -> list[_Piece]:
        last = {key: place for place, (key, _, _) in enumerate(node.keys)}
        kept = [key for key, place in sorted(last.items(), key=lambda each: each[1]) if key in value]
        order = _with_new(kept, [*value], sorts=len(last) > 1 and [*last] == sorted(last))
        return [self._member(node, last.get(key), key, value[key]) for key in order]

    def _member(self, node: _Node, place: int | None, key: str, value: Json) -> _Piece:
        if place is not None:
            inner = node.inner[place]
            return _Piece(self._text[node.keys[place][1] : inner.start] + self.edited(inner, value), place)
        colon = self._text[node.keys[0][2] : node.inner[0].start]
        return _Piece(f"{self._quoted(key)}{colon}{self._fresh(value, self._indent_inside(node))}", None)

    def _elements(self, node: _Node, value: list[Json]) -> list[_Piece]:
        olds, news = ([json.dumps(each, sort_keys=True) for each in every] for every in (_plain(node.value), value))
        pieces = []
        for _, start, end, first, beyond in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
            for new in range(first, beyond):
                old = start + new - first
                inside = old < end
                text = self.edited(node.inner[old], value[new]) if inside else self._fresh_inside(node, value[new])
                pieces.append(_Piece(text, old if inside else None))
        return pieces

    def _fresh_inside(self, node: _Node, value: Json) -> str:
        return self._fresh(value, self._indent_inside(node))

    def _container(self, node: _Node, pieces: Sequence[_Piece], brackets: str) -> str:
        if not pieces:
            return brackets
        heads = [self._space_before(node, place) for place in range(len(node.inner))]
        between = heads[1] if len(heads) > 1 else (heads[0] or (" " if self._spaced else ""))
        texts = []
        for place, piece in enumerate(pieces):
            head = heads[0] if place == 0 else (heads[piece.old] if piece.old else between)
            texts.append(f"{head}{piece.text}")
        end = self._text[node.inner[-1].end : node.end - 1]
        return f"{brackets[0]}{','.join(texts)}{end}{brackets[1]}"

    def _space_before(self, node: _Node, place: int) -> str:
        head = node.head(place)
        before = node.start + 1 if place == 0 else self._text.index(",", node.inner[place - 1].end) + 1
        return self._text[before:head]

    def _indent_at(self, place: int) -> str:
        line = self._text.rfind("\n", 0, place) + 1
        return self._text[line : _after_space(self._text, line)] if line <= place else ""

    def _indent_inside(self, node: _Node) -> str | None:
        """Return the indent of members; None where they stand in one line with the container."""
        return self._indent_at(node.head(0)) if "\n" in self._space_before(node, 0) else None

    def _fresh(self, value: Json, indent: str | None) -> str:
        if not self._unit or indent is None:
            separators = (", ", ": ") if self._spaced else (",", ":")
            return self._safe(value, separators=separators)
        return self._safe(value, indent=self._unit).replace("\n", self._newline + indent)

    def _quoted(self, text: str) -> str:
        return self._safe(text)

    def _safe(self, value: Json, **form: object) -> str:
        text = json.dumps(value, ensure_ascii=self._ascii, **form)  # type: ignore[arg-type]
        # Half of a character, which JSON can hold escaped, is nothing that a file can hold.
        return text if text.isascii() or not re.search("[\ud800-\udfff]", text) else json.dumps(value, **form)  # type: ignore[arg-type]


def _plain(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _with_new(kept: list[str], wanted: Sequence[str], *, sorts: bool) -> list[str]:
    """Return the keys in the order of the file; a new one stands where they are sorted to, or behind its neighbour."""
    order = list(kept)
    for place, key in enumerate(wanted):
        if key in kept:
            continue
        if sorts:
            at = next((number for number, each in enumerate(order) if each > key), len(order))
        else:
            neighbour = wanted[place - 1] if place else None
            at = order.index(neighbour) + 1 if neighbour in order else len(order)
        order.insert(at, key)
    return order
