"""Associations: which records belong together, and as what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Pair: TypeAlias = tuple[str, str]
"""Two objects by name, from and to."""

PRIMARY = "Primary"

# From, to, type id from there and back; of links without a label, then of the label Primary.
_STANDARD = (
    ("contacts", "companies", 279, 280),
    ("deals", "companies", 341, 342),
    ("tickets", "companies", 339, 340),
    ("deals", "contacts", 3, 4),
    ("tickets", "contacts", 16, 15),
    ("tickets", "deals", 28, 27),
    ("deals", "line_items", 19, 20),
)
_PRIMARIES = (("contacts", "companies", 1, 2), ("deals", "companies", 5, 6), ("tickets", "companies", 26, 25))
_ACTIVITY_BASES = (("companies", 182), ("contacts", 194), ("deals", 206), ("tickets", 220))
_ACTIVITY_OFFSETS = (("calls", 0), ("emails", 4), ("meetings", 6), ("notes", 8), ("tasks", 10))
_FIRST_OWN_TYPE = 1_001


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkType:
    """A kind of association in one direction. Those that the account defined have ids of their own."""

    id: int
    label: str | None
    own: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as the associations API has it."""
        return {"category": "USER_DEFINED" if self.own else "HUBSPOT_DEFINED", "typeId": self.id, "label": self.label}


class Links:
    """All associations of an account, each kept in both directions. The account's lock makes it safe."""

    def __init__(self) -> None:
        self._types: dict[Pair, dict[str | None, LinkType]] = {}
        self._links: dict[Pair, dict[str, dict[str, set[str | None]]]] = {}
        self._next_type = _FIRST_OWN_TYPE
        for start, end, there, back in _STANDARD:
            self._define((start, end), None, there, back)
        for start, end, there, back in _PRIMARIES:
            self._define((start, end), PRIMARY, there, back)
        for end, base in _ACTIVITY_BASES:
            for start, offset in _ACTIVITY_OFFSETS:
                self._define((start, end), None, base + offset, base + offset - 1)

    def _define(self, pair: Pair, label: str | None, there: int, back: int, *, own: bool = False) -> None:
        self._types.setdefault(pair, {})[label] = LinkType(id=there, label=label, own=own)
        self._types.setdefault(pair[::-1], {})[label] = LinkType(id=back, label=label, own=own)

    def define(self, pair: Pair, label: str | None) -> None:
        """Let two objects have a label between them, or links at all with None; nothing where they have it."""
        if label not in self._types.get(pair, {}):
            self._define(pair, label, self._next_type, self._next_type + 1, own=True)
            self._next_type += 2

    def types(self, pair: Pair) -> list[LinkType]:
        """Return the kinds of associations from one object to another."""
        return list(self._types.get(pair, {}).values())

    def type(self, pair: Pair, label: str | None) -> LinkType:
        """Return the kind of association of a label; KeyError where the objects don't have it."""
        return self._types[pair][label]

    def join(self, pair: Pair, start: str, end: str, label: str | None) -> None:
        """Associate two records; a label comes on top of the link without one. One link of a record is Primary."""
        if label is not None:
            self.type(pair, label)
        self.define(pair, None)
        if label == PRIMARY:
            child, parent = (pair, start) if pair[1] == "companies" else (pair[::-1], end)
            for other in list(self.of(child, parent)):
                self._discard(child, parent, other, PRIMARY)
        for way, one, two in ((pair, start, end), (pair[::-1], end, start)):
            self._links.setdefault(way, {}).setdefault(one, {}).setdefault(two, set()).update((None, label))

    def part(self, pair: Pair, start: str, end: str, label: str | None) -> None:
        """Take a label off a link, or the whole link with None."""
        self._discard(pair, start, end, label)

    def _discard(self, pair: Pair, start: str, end: str, label: str | None) -> None:
        for way, one, two in ((pair, start, end), (pair[::-1], end, start)):
            others = self._links.get(way, {}).get(one, {})
            if label is None:
                others.pop(two, None)
            elif two in others:
                others[two].discard(label)

    def of(self, pair: Pair, start: str) -> Mapping[str, set[str | None]]:
        """Return what a record is associated with, and by which labels; None is the link itself."""
        return self._links.get(pair, {}).get(start, {})

    def defined_pairs(self) -> list[Pair]:
        """Return the pairs of objects that can be associated."""
        return list(self._types)

    def pairs(self) -> list[Pair]:
        """Return the pairs of objects that have links."""
        return list(self._links)

    def move(self, name: str, old: str, new: str) -> None:
        """Give the links of one record of an object to another; what it is primary for stays with the other."""
        for pair in self.pairs():
            if pair[0] != name:
                continue
            primary = any(PRIMARY in labels for labels in self.of(pair, new).values())
            for end, labels in list(self.of(pair, old).items()):
                for label in labels:
                    if label != PRIMARY or not primary:
                        self.join(pair, new, end, label)
                self._discard(pair, old, end, None)

    def forget(self, name: str, key: str) -> None:
        """Take all links of a record away."""
        for pair in self.pairs():
            if pair[0] == name:
                for end in list(self.of(pair, key)):
                    self._discard(pair, key, end, None)

    def walk(self, pair: Pair) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Yield all links from one object to another, with their labels."""
        for start, ends in self._links.get(pair, {}).items():
            for end, labels in ends.items():
                yield start, end, frozenset(label for label in labels if label is not None)
