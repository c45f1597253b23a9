"""Datasets that will be there once the recipes before have run: their fields are known by the recipes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.recipes.dataflow.convert import Converted
from engine.recipes.dataflow.stream import schema_of
from saql.schema import Catalog, Schema


def with_made(catalog: Catalog, recipes: Sequence[Converted]) -> Catalog:
    """Return a catalog that has the datasets of recipes too; the same one where it has all of them."""
    known = set(catalog.names())
    made = {each.dataset: schema_of(each.columns) for each in recipes if each.dataset not in known and not each.wrong}
    return _Both(catalog, made) if made else catalog


class _Both:
    """The datasets of a catalog, and those that will be made."""

    def __init__(self, catalog: Catalog, made: Mapping[str, Schema]) -> None:
        self._catalog = catalog
        self._made = made

    def names(self) -> Sequence[str]:
        return sorted({*self._catalog.names(), *self._made})

    def schema(self, name: str) -> Schema | None:
        found = self._catalog.schema(name)
        return self._made.get(name) if found is None else found
