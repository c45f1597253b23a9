"""What the dataset of a recipe knows of its fields: what they were, and what is said of them beside the query."""

from __future__ import annotations

import difflib

from engine.recipes.errors import RecipeError
from engine.recipes.origin import origin
from engine.recipes.recipe import FieldSetting, Recipe
from engine.snapshot import Snapshot
from engine.store.fields import DatasetField, FieldSpec
from saql.schema import Field
from saql.typed import statements as typed
from saql.types import Type

_PLAIN = FieldSetting()


def field_specs(recipe: Recipe, query: typed.Query, snapshot: Snapshot) -> tuple[FieldSpec, ...]:
    """Return what is known of the fields of a recipe's dataset.

    Args:
        recipe: the recipe.
        query: its query, checked against the snapshot.
        snapshot: the datasets.

    Raises:
        RecipeError: something is said of a field that the query does not give.
    """
    names = query.schema.names
    for what, mentioned in (("fields", recipe.fields), ("key", recipe.key), ("main_date", _main_date(recipe))):
        for name in mentioned:
            if name not in names:
                raise _unknown(recipe, what, name, names)
    return tuple(_spec(recipe, each, _source(query, each, snapshot)) for each in query.schema)


def _main_date(recipe: Recipe) -> tuple[str, ...]:
    return () if recipe.main_date is None else (recipe.main_date,)


def _unknown(recipe: Recipe, what: str, name: str, names: tuple[str, ...]) -> RecipeError:
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Its query gives: {', '.join(names[:12])}."
    return RecipeError(f"Recipe '{recipe.name}': '{what}' names '{name}', which its query does not give.", hint=hint)


def _source(query: typed.Query, field: Field, snapshot: Snapshot) -> DatasetField | None:
    def find(dataset: str, name: str) -> DatasetField | None:
        return next((each for each in snapshot.dataset(dataset).fields if each.name == name), None)

    found = origin(query, field.name, find)
    return found if found is not None and found.type is field.type else None


def _spec(recipe: Recipe, field: Field, source: DatasetField | None) -> FieldSpec:
    said = recipe.fields.get(field.name, _PLAIN)
    calendar = recipe.calendar or field.calendar
    if source is None:
        return FieldSpec(
            name=field.name,
            role=said.role,
            label=said.label,
            format=said.format,
            multiplier=1.0 if said.multiplier is None else said.multiplier,
            calendar=calendar,
            members=said.members or (),
        )
    renamed = source.label == source.name  # then the field of another name has no label either
    return FieldSpec(
        name=field.name,
        role=said.role,
        label=said.label or (None if renamed else source.label),
        format=said.format or source.format,
        multiplier=source.multiplier if said.multiplier is None else said.multiplier,
        calendar=calendar if field.type in (Type.DATE, Type.DAY) else source.calendar,
        members=source.members if said.members is None else said.members,
        formatting=source.formatting,
    )
