"""JSON with the place of each value in its file, also within texts that hold JSON themselves.

Exports write queries as texts of JSON, in which SAQL is a text again. A `Passage` knows for each of its characters
where in the file it stands, however deep; so findings have their line and column, and edits change only their place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from dashboards.model.json import Json
from saql.record import record

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^\s,\]}]+")
_PLAIN = re.compile(r'[^"\\]+')

Path = tuple[str | int, ...]


@record(eq=False)
class Passage:
    """A text, the offset in the file of each of its characters and of its end, and in how many JSON texts it stands."""

    text: str
    offsets: Sequence[int]
    depth: int = 0

    def edit(self, start: int, end: int, new: str) -> Edit:
        """Return the edit of the file that puts `new` in the place of the characters from `start` to `end`."""
        for _ in range(self.depth):
            new = json.dumps(new, ensure_ascii=False)[1:-1]
        return Edit(self.offsets[start], self.offsets[end], new)


@record(order=True)
class Edit:
    """Puts a text in the place of a stretch of a file."""

    start: int
    end: int
    text: str


@record(eq=False)
class Node:
    """A JSON value with the offset in the file where it begins and where it ends.

    `members` are those of an object, `items` those of a list, `passage` is the text of a string. `keys` has the names
    of the members with their places.
    """

    value: Json
    start: int
    end: int
    members: Mapping[str, Node]
    keys: Mapping[str, Passage]
    items: tuple[Node, ...] = ()
    passage: Passage | None = None

    def decoded(self) -> Node:
        """Return the object or the list that stands in a string as JSON; else the node itself."""
        if self.passage is None or self.passage.text.lstrip()[:1] not in ("{", "["):
            return self
        try:
            json.loads(self.passage.text)
        except (ValueError, RecursionError):
            return self
        return _read(self.passage)

    def get(self, name: str) -> Node | None:
        """Return a member, whatever the case of its name; None where there is none."""
        if name in self.members:
            return self.members[name]
        folded = name.casefold()
        return next((each for key, each in self.members.items() if key.casefold() == folded), None)

    def at(self, path: Sequence[str | int]) -> Node:
        """Return the node that a path leads to, or the last one on the way that is there."""
        node = self
        for part in path:
            inner = node.decoded()
            found = inner.get(part) if isinstance(part, str) else dict(enumerate(inner.items)).get(part)
            if found is None:
                return node
            node = found
        return node

    def path_to(self, offset: int) -> Path:
        """Return the path of the innermost value at a place in the file; a name of a member stands for its value."""
        inner = self.decoded()
        for name, node in inner.members.items():
            if inner.keys[name].offsets[0] - 1 <= offset < node.end:
                return (name, *node.path_to(offset))
        for place, node in enumerate(inner.items):
            if node.start <= offset < node.end:
                return (place, *node.path_to(offset))
        return ()

    def walk(self, path: Path = ()) -> Iterator[tuple[Path, Node]]:
        """Yield the node and all below it, in order, with their paths; JSON in strings is gone into."""
        inner = self.decoded()
        yield path, inner
        for name, each in inner.members.items():
            yield from each.walk((*path, name))
        for place, each in enumerate(inner.items):
            yield from each.walk((*path, place))


def located(text: str) -> Node:
    """Return JSON with places.

    Args:
        text: valid JSON, as `json.loads` reads it.
    """
    return _read(Passage(text, range(len(text) + 1)))


def applied(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits that do not overlap."""
    for each in sorted(set(edits), reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of a character, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _read(passage: Passage) -> Node:
    return _value(passage, _skip(passage.text, 0))[0]


def _skip(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _value(passage: Passage, place: int) -> tuple[Node, int]:
    """Return the value that begins at a place, and where the text goes on behind it."""
    sign = passage.text[place]
    if sign == "{":
        return _object(passage, place)
    if sign == "[":
        return _list(passage, place)
    if sign == '"':
        inner, end = _string(passage, place)
        return Node(inner.text, passage.offsets[place], passage.offsets[end], {}, {}, passage=inner), end
    match = _SCALAR.match(passage.text, place)
    end = match.end() if match else place + 1
    value: Json = json.loads(passage.text[place:end])
    return Node(value, passage.offsets[place], passage.offsets[end], {}, {}), end


def _object(passage: Passage, start: int) -> tuple[Node, int]:
    text, members, keys = passage.text, dict[str, Node](), dict[str, Passage]()
    place = _skip(text, start + 1)
    while text[place] != "}":
        key, place = _string(passage, place)
        node, place = _value(passage, _skip(text, _skip(text, place) + 1))
        members[key.text], keys[key.text] = node, key
        place = _skip(text, place)
        place = _skip(text, place + 1) if text[place] == "," else place
    value: Json = {name: each.value for name, each in members.items()}
    return Node(value, passage.offsets[start], passage.offsets[place + 1], members, keys), place + 1


def _list(passage: Passage, start: int) -> tuple[Node, int]:
    text, items = passage.text, list[Node]()
    place = _skip(text, start + 1)
    while text[place] != "]":
        node, place = _value(passage, place)
        items.append(node)
        place = _skip(text, place)
        place = _skip(text, place + 1) if text[place] == "," else place
    whole: Json = [each.value for each in items]
    return Node(whole, passage.offsets[start], passage.offsets[place + 1], {}, {}, tuple(items)), place + 1


def _string(passage: Passage, start: int) -> tuple[Passage, int]:
    """Return the text of the string that begins at a place, and where the text goes on behind it."""
    text, offsets = passage.text, passage.offsets
    pieces: list[str] = []
    places: list[int] = []
    place = start + 1
    while text[place] != '"':
        plain = _PLAIN.match(text, place)
        end = plain.end() if plain else _escape_end(text, place)
        piece = plain.group() if plain else json.loads(f'"{text[place:end]}"', strict=False)
        pieces.append(piece)
        places += offsets[place:end] if plain else [offsets[place]] * len(piece)
        place = end
    places.append(offsets[place])
    return Passage("".join(pieces), places, passage.depth + 1), place + 1


def _escape_end(text: str, place: int) -> int:
    """Return where an escape ends; a character may be written as two, its surrogates."""
    end = place + (6 if text[place + 1] == "u" else 2)
    if "\\ud8" <= text[place : place + 4].lower() <= "\\udb" and text.startswith("\\u", end):
        return end + 6 if len(json.loads(f'"{text[place : end + 6]}"')) == 1 else end
    return end
