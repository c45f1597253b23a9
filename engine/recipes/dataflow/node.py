"""What all nodes of a dataflow have in common."""

from __future__ import annotations

from typing import Protocol

from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.form import Form
from engine.recipes.dataflow.stream import Stream
from saql.record import record


@record
class Shown:
    """How a field is shown: its label, or None for the one that it has, and whether people do not see it."""

    field: str
    label: str | None
    hidden: bool


@record
class Head:
    """The name of a node, the JSON pointer to it, and the nodes whose rows it reads.

    Args:
        name: its name.
        at: the JSON pointer to its parameters.
        sources: the names of the nodes that it reads, in order.
        source_places: the JSON pointers to where they are named.
        shown: how fields of its rows are shown, where the node says so.
    """

    name: str
    at: str
    sources: tuple[str, ...] = ()
    source_places: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()


class Node(Protocol):
    """A node: an action with its parameters."""

    @property
    def head(self) -> Head:
        """Its name and its sources."""

    def write(self, draft: Draft) -> Stream:
        """Write its statements, after those of its sources, and return its rows."""


@record
class NodeForm:
    """The JSON of a node: its own members and its parameters."""

    name: str
    node: Form
    parameters: Form

    def head(self, *slots: str) -> Head:
        """Return the head of a node that reads as many nodes as there are slots.

        The definition form names each in a parameter of its own, the form of the REST API all in `sources` beside the
        action.

        Args:
            slots: the names of the parameters: `source`, or `left` and `right`.
        """
        listed = self.node.texts("sources") or self.node.texts("source") or self.parameters.texts("sources")
        places = self._places(len(listed))
        found: list[tuple[str, str]] = []
        for place, slot in enumerate(slots):
            named = self.parameters.text(slot)
            if named:
                found.append((named, self.parameters.where(slot)))
            elif place < len(listed):
                found.append((listed[place], places[place]))
            else:
                self.parameters.error(f"'{slot}' is missing: the node whose rows it reads.")
        return Head(
            self.name, self.parameters.at, tuple(each for each, _ in found), tuple(at for _, at in found), self._shown()
        )

    def head_of_many(self) -> Head:
        """Return the head of a node that reads any number of nodes."""
        listed = self.parameters.texts("sources", "source") or self.node.texts("sources")
        if not listed:
            self.parameters.error("'sources' is missing: the nodes whose rows it reads.")
        return Head(self.name, self.parameters.at, listed, self._places(len(listed)), self._shown())

    def _shown(self) -> tuple[Shown, ...]:
        """Return what `schema` beside the parameters says of fields."""
        fields = [field for each in self.node.inner("schema").forms("objects") for field in each.forms("fields")]
        return tuple(
            Shown(name, each.text("label"), each.flag("isSystemField", False))
            for each in fields
            if (name := each.text("name"))
        )

    def _places(self, count: int) -> tuple[str, ...]:
        holder = self.node if self.node.has("sources") or self.node.has("source") else self.parameters
        where = holder.where("sources", "source")
        return tuple(f"{where}/{place}" for place in range(count)) if holder.has("sources") else (where,) * count
