"""How a dataset was made, as its notes tell: by the sync of an object, of such datasets, by a recipe or a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from engine.models.staleness import making_of
from engine.recipes.staleness import made_of
from engine.store import Dataset
from saql.record import record


@record
class Synced:
    """An object of a connection as it is there."""

    connection: str
    object: str


@record
class Taken:
    """The fields that a field has its values of, each with its dataset, and the field by which they were looked up."""

    sources: tuple[tuple[str, str], ...]
    by: str | None = None


@record(eq=False)
class Joined:
    """Made by a sync of the datasets of objects, field by field."""

    fields: Mapping[str, Taken]

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that it is made of, sorted."""
        return tuple(sorted({dataset for each in self.fields.values() for dataset, _ in each.sources}))


@record
class ByRecipe:
    """Made by a recipe, of these datasets."""

    recipe: str
    datasets: tuple[str, ...]


@record
class ByModel:
    """Made by a model, of these datasets."""

    model: str
    datasets: tuple[str, ...]


Origin: TypeAlias = Synced | Joined | ByRecipe | ByModel | None
"""None of what was imported, uploaded or written by a program."""


def origin_of(dataset: Dataset) -> Origin:
    """Return how a version of a dataset was made."""
    made = made_of(dataset.manifest)
    if made is not None:
        return ByRecipe(made.recipe, tuple(made.inputs))
    making = making_of(dataset.manifest)
    if making is not None:
        return ByModel(making.model, tuple(making.inputs))
    notes = dataset.manifest.notes
    match notes.get("sync"):
        case {"connection": str(connection), "object": str(name)}:
            return Synced(connection, name)
    match notes.get("made"):
        case {"from": Mapping() as fields}:
            return Joined({str(name): taken for name, each in fields.items() if (taken := _taken(each)) is not None})
    return None


def _taken(content: Any) -> Taken | None:
    match content:
        case {"of": list(sources), "by": str() | None as by}:
            pairs = [
                (each[0], each[1]) for each in sources if isinstance(each, list) and len(each) == len(("of", "by"))
            ]
            return Taken(tuple(pairs), by)
    return None
