"""The graph from connections to dashboards: what is made of what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from dashboards.lineage.origins import ByModel, ByRecipe, Joined, Origin, Synced, origin_of
from dashboards.lineage.uses import Use
from engine.models.definition import Model
from engine.recipes.order import inputs
from engine.recipes.recipe import Recipe
from engine.store import Store, StoreError
from engine.store.references import split_reference
from saql.record import record

Kind: TypeAlias = Literal["connection", "object", "dataset", "recipe", "model", "dashboard", "query"]


@record
class Node:
    """A thing of the workspace. `name` is what opens it; that of an object has its connection before it."""

    kind: Kind
    name: str
    label: str

    @property
    def id(self) -> str:
        """What no other node has."""
        return f"{self.kind}:{self.name}"


@record
class Graph:
    """Things of a workspace, and pairs of their ids: the second is made of the first, or reads it."""

    nodes: tuple[Node, ...]
    links: tuple[tuple[str, str], ...]

    def before(self, node: str) -> tuple[str, ...]:
        """Return the ids of what a node is made of."""
        return tuple(first for first, second in self.links if second == node)

    def around(self, node: str) -> Graph:
        """Return a node with all that it is made of and all that is made of it, near and far."""
        kept = {*_reached(node, self.before), *_reached(node, self.behind)}
        links = tuple(each for each in self.links if kept.issuperset(each))
        return Graph(tuple(each for each in self.nodes if each.id in kept), links)

    def behind(self, node: str) -> tuple[str, ...]:
        """Return the ids of what is made of a node."""
        return tuple(second for first, second in self.links if first == node)


def _reached(node: str, beside: Callable[[str], Sequence[str]]) -> list[str]:
    found = {node: None}
    waiting = [node]
    while waiting:
        for each in beside(waiting.pop()):
            if each not in found:
                found[each] = None
                waiting.append(each)
    return list(found)


def graph(store: Store, recipes: Sequence[Recipe], models: Sequence[Model], used: Iterable[Use]) -> Graph:
    """Return the graph of what can be seen: datasets that can't be opened are not there.

    Args:
        store: the datasets, as whoever asks sees them.
        recipes: the recipes.
        models: the models.
        used: the dashboards and queries.
    """
    making = _Making(store)
    for name, origin in making.origins.items():
        making.link(name, origin)
    for recipe in recipes:
        making.recipe(recipe.name, recipe.label or recipe.name, inputs(recipe))
    for model in models:
        making.model(model.name, model.label, model.loads)
    for use in used:
        making.use(use)
    return Graph(tuple(making.nodes.values()), tuple(making.links))


class _Making:
    """The nodes and links so far."""

    def __init__(self, store: Store) -> None:
        self.nodes: dict[str, Node] = {}
        self.links: dict[tuple[str, str], None] = {}
        self.origins: Mapping[str, Origin] = dict(self._opened(store))

    def _opened(self, store: Store) -> Iterator[tuple[str, Origin]]:
        for name in store.names():
            try:
                with store.open(name) as dataset:
                    self._node(Node("dataset", name, dataset.label))
                    yield name, origin_of(dataset)
            except StoreError:  # it is closed to who asks, went away meanwhile, or is damaged
                continue

    def link(self, name: str, origin: Origin) -> None:
        """Link a dataset to what it is made of."""
        there = f"dataset:{name}"
        match origin:
            case Synced(connection, found):
                first = self._node(Node("connection", connection, connection))
                second = self._node(Node("object", f"{connection}.{found}", found))
                self._link(first, second)
                self._link(second, there)
            case Joined():
                for each in origin.datasets:
                    self._read(each, there)
            case ByRecipe(recipe, datasets):
                self.recipe(recipe, recipe, datasets)
                self._link(f"recipe:{recipe}", there)
            case ByModel(model, datasets):
                self.model(model, model, datasets)
                self._link(f"model:{model}", there)

    def recipe(self, name: str, label: str, datasets: Iterable[str]) -> None:
        """Link a recipe to what it loads."""
        self._maker(Node("recipe", name, label), datasets)

    def model(self, name: str, label: str, datasets: Iterable[str]) -> None:
        """Link a model to what it reads."""
        self._maker(Node("model", name, label), datasets)

    def _maker(self, node: Node, datasets: Iterable[str]) -> None:
        there = self._node(node)
        for each in datasets:
            self._read(each, there)

    def use(self, use: Use) -> None:
        """Link a dashboard or a query to what it reads."""
        there = self._node(Node("dashboard" if use.kind == "dashboard" else "query", use.name, use.label))
        for each in use.datasets:
            self._read(each, there)

    def _node(self, node: Node) -> str:
        self.nodes[node.id] = node
        return node.id

    def _read(self, reference: str, there: str) -> None:
        """Link to a dataset, where it can be seen; a version of it is the dataset."""
        name = reference if reference in self.origins else split_reference(reference)[0]
        if name in self.origins:
            self._link(f"dataset:{name}", there)

    def _link(self, first: str, second: str) -> None:
        self.links[first, second] = None
