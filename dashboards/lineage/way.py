"""The way of a field back to the fields of CRMs, through recipes and what syncs make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboards.datasets import Datasets
from dashboards.lineage.origins import ByModel, ByRecipe, Joined, Origin, Synced, origin_of
from engine.errors import SwellError
from engine.recipes.evaluate import checked
from engine.recipes.lineage import Formula, Influence, Lineage, Source
from engine.recipes.recipe import Recipe
from engine.recipes.tracing import lineage
from engine.store import Store, StoreError
from engine.store.references import split_reference
from saql.diagnostics import SaqlError
from saql.record import record

AGAIN = "told above"


@record
class Way:
    """Where a field comes from.

    `made` says in a few words how its dataset was made. `direct` are the ways of the fields that its values are made
    of, `indirect` the fields that decide on its values or its rows. `ends` says why nothing is known of what is before.
    An empty `field` stands for the rows as such, which are counted.
    """

    dataset: str
    field: str
    label: str
    made: str
    formulas: tuple[Formula, ...] = ()
    direct: tuple[Way, ...] = ()
    indirect: tuple[Influence, ...] = ()
    ends: str = ""


class Ways:
    """Finds ways in a workspace. What was told once on a way is not told again."""

    def __init__(self, store: Store, recipes: Sequence[Recipe], formulas: bool = True) -> None:
        """Take what is seen.

        Args:
            store: the datasets, as whoever asks sees them.
            recipes: the recipes.
            formulas: whether they may read the texts of recipes.
        """
        self._store = store
        self._recipes = {each.name: each for each in recipes}
        self._formulas = formulas
        self._lineages: dict[str, Lineage | str] = {}
        self._told: set[Source] = set()

    def of(self, dataset: str, field: str) -> Way:
        """Return the way of a stored field.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            FieldNotFoundError: it has no such field.
            StoreError: it can't be opened.
        """
        with self._store.open(dataset) as opened:
            label = opened.field(field).label
            origin = origin_of(opened)
        return self._way(Source(dataset, field), label, origin)

    def _way(self, source: Source, label: str, origin: Origin) -> Way:
        dataset, field = source.dataset, source.field
        way = Way(dataset, field, label, described(origin))
        if source in self._told:
            return replace(way, ends="" if origin is None else AGAIN)
        self._told.add(source)
        match origin:
            case Joined(fields) if field in fields:
                taken = fields[field]
                by = () if taken.by is None else (Influence(Source(dataset, taken.by), "lookup"),)
                return replace(way, direct=self._all(Source(*each) for each in taken.sources), indirect=by)
            case ByRecipe(recipe):
                return self._through(way, recipe)
            case _:
                return way

    def _through(self, way: Way, recipe: str) -> Way:
        """Return a way with what is before a recipe."""
        found = self._lineage(recipe)
        if isinstance(found, str):
            return replace(way, ends=found)
        traced = found.field(way.field)
        if traced is None:
            ends = "the recipe does not give this field any more" if way.field else ""
            return replace(way, ends=ends, indirect=() if ends else found.rows)
        return replace(
            way,
            formulas=traced.formulas if self._formulas else (),
            direct=self._all(map(self._plain, traced.direct)),
            indirect=tuple(
                sorted({Influence(self._plain(each.source), each.how) for each in (*traced.indirect, *found.rows)})
            ),
        )

    def _all(self, sources: Iterable[Source]) -> tuple[Way, ...]:
        found = []
        for each in sources:
            try:
                with self._store.open(each.dataset) as opened:
                    label = opened.field(each.field).label if each.field else "its rows"
                    origin = origin_of(opened)
            except StoreError:  # it is closed to who asks, or went away meanwhile
                continue
            found.append(self._way(each, label, origin))
        return tuple(found)

    def _lineage(self, name: str) -> Lineage | str:
        """Return the lineage of a recipe's query, or why there is none."""
        if name not in self._lineages:
            self._lineages[name] = self._traced(name)
        return self._lineages[name]

    def _traced(self, name: str) -> Lineage | str:
        recipe = self._recipes.get(name)
        if recipe is None:
            return "its recipe is not there any more"
        try:
            return lineage(checked(recipe, Datasets(self._store)), recipe.text)
        except (SwellError, SaqlError):
            return "its recipe can't be read, or loads what you may not see"

    def _plain(self, source: Source) -> Source:
        """Return a field with its dataset named without a version."""
        if source.dataset in self._store:
            return source
        return Source(split_reference(source.dataset)[0], source.field)


def described(origin: Origin) -> str:
    """Return in a few words how a dataset was made; empty where that is not known."""
    match origin:
        case Synced(connection, name):
            return f"object {name} of {connection}"
        case Joined():
            return "made by a sync"
        case ByRecipe(recipe):
            return f"recipe {recipe}"
        case ByModel(model):
            return f"model {model}"
        case _:
            return ""
