"""members.txt as data: the objects of a dashboard's JSON, and what each may hold."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources

from dashboards.schema.shapes import Plain, Shape, read_shape
from dashboards.widgets.packaged import PackagedWidget, packaged_widgets
from saql.record import record

_HEAD = re.compile(r"(?P<name>[\w.]+)(?: < (?P<other>[\w.]+))?: (?P<about>.+)")


@record
class Member:
    """A member of an object."""

    name: str
    shape: Shape
    about: str


@record
class Block:
    """An object: what it is, and its members by name, those of the block that it extends included."""

    name: str
    about: str
    members: Mapping[str, Member]


@functools.cache
def blocks() -> Mapping[str, Block]:
    """Return all blocks by name."""
    lines = resources.files(__package__).joinpath("members.txt").read_text("utf-8").splitlines()
    own: dict[str, tuple[str, str | None, list[Member]]] = {}
    members: list[Member] = []
    for line in lines:
        if head := _HEAD.fullmatch(line):
            members = []
            own[head["name"]] = (head["about"], head["other"], members)
        elif line.startswith(" "):
            name, shape, about = re.split(r" {2,}", line.strip())
            members.append(Member(name, read_shape(shape), about))
    found = {name: Block(name, about, _all(name, own)) for name, (about, _, _) in own.items()}
    packaged = {f"parameters.{name}": _packaged(name, each, found) for name, each in packaged_widgets().items()}
    found = {**packaged, **found}
    return {**found, **_widgets(found)}


def variants(kind: str) -> Mapping[str, Block]:
    """Return the blocks of `step`, `widget` or the `parameters` of widgets by the value of `type`."""
    prefix = f"{kind}."
    return {
        name.removeprefix(prefix): each
        for name, each in blocks().items()
        if name.startswith(prefix) and not name.endswith((".any", ".selector"))
    }


def _all(name: str, own: Mapping[str, tuple[str, str | None, list[Member]]]) -> dict[str, Member]:
    _, other, members = own[name]
    inherited = _all(other, own) if other else {}
    return {**inherited, **{each.name: each for each in members}}


def _packaged(name: str, widget: PackagedWidget, found: Mapping[str, Block]) -> Block:
    """Return the block of the parameters of a widget that another package brings."""
    own = {each.name: Member(each.name, _shape(each.shape), each.about) for each in widget.parameters}
    return Block(f"parameters.{name}", f"{widget.label}.", {**found["parameters.any"].members, **own})


def _shape(text: str) -> Shape:
    try:
        return read_shape(text)
    except ValueError:  # the contract of widgets tells its author
        return Plain("anything")


def _widgets(found: Mapping[str, Block]) -> dict[str, Block]:
    """Return a block for each type of widget, from the block of its parameters."""
    made = {}
    for name, each in found.items():
        kind = name.removeprefix("parameters.")
        if kind not in (name, "any", "selector"):
            members = (
                Member("type", read_shape("text"), "The kind of widget."),
                Member("parameters", read_shape(f"{{{name}}}*"), "What it shows, and how."),
                Member("position", read_shape("{position}"), "Where it stood before there were grids."),
            )
            made[f"widget.{kind}"] = Block(f"widget.{kind}", each.about, {member.name: member for member in members})
    return made
