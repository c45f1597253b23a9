"""Goes through the JSON of a dashboard and says for each value which shape it should have."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.model.located import Node, Passage, Path
from dashboards.schema import Block, Either, Encoded, ListOf, MapOf, ObjectOf, Plain, Shape, blocks, variants
from saql.record import record

ANYTHING = Plain("anything")


@record(eq=False)
class Visit:
    """A value: where it is, and the shape that it should have.

    `shape` is None where no member of that name is known; then `known` has the names that are. `key` is its name.
    """

    path: Path
    node: Node
    shape: Shape | None
    key: Passage | None = None
    known: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last name in the path."""
        return next((each for each in reversed(self.path) if isinstance(each, str)), "")


def visits(node: Node, shape: Shape, path: Path = (), key: Passage | None = None) -> Iterator[Visit]:
    """Yield a visit of a value, and of all below it."""
    if isinstance(shape, Encoded):
        node, shape = node.decoded(), shape.inner
    elif shape == ANYTHING:
        node = node.decoded()
    if isinstance(shape, Either):
        shape = _fitting(node, shape)
    yield Visit(path, node, shape, key)
    if node.members:
        yield from _members(node, shape, path)
    for place, each in enumerate(node.items):
        yield from visits(each, shape.items if isinstance(shape, ListOf) else ANYTHING, (*path, place))


def _fitting(node: Node, shape: Either) -> Shape:
    """Return the option that a value is most like, or all of them where it is like none."""
    if isinstance(node.value, dict):
        named = [each for each in shape.options if isinstance(each, ObjectOf)]
        return max(named, key=lambda each: len(blocks()[each.name].members.keys() & node.members), default=shape)
    kinds = ListOf if isinstance(node.value, list) else Plain
    found = [each for each in shape.options if isinstance(each, kinds)]
    return found[0] if len(found) == 1 else shape


def _members(node: Node, shape: Shape, path: Path) -> Iterator[Visit]:
    block = _block(node, shape)
    for name, each in node.members.items():
        inner, key = (*path, name), node.keys[name]
        if isinstance(shape, MapOf):
            yield from visits(each, shape.values, inner, key)
        elif block is None:
            yield from visits(each, ANYTHING, inner, key)
        elif (member := _member(block, name)) is not None:
            yield from visits(each, member, inner, key)
        else:
            yield Visit(inner, each, None, key, tuple(block.members))


def _block(node: Node, shape: Shape) -> Block | None:
    if not isinstance(shape, ObjectOf):
        return None
    if shape.name not in ("step", "widget"):
        return blocks()[shape.name]
    kind = node.get("type")
    return variants(shape.name).get(str(kind.value).lower()) if kind else None


def _member(block: Block, name: str) -> Shape | None:
    """Return the shape of a member, whatever the case of its name: the loader takes any."""
    folded = name.casefold()
    return next((each.shape for each in block.members.values() if each.name.casefold() == folded), None)
