"""What changes in the dataset that a recipe made before: a few rows, none, or all of them and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from engine.recipes.evaluate import refused_values
from engine.recipes.incremental import Increment, increment
from engine.recipes.recipe import Recipe
from engine.recipes.row_wise import Full
from engine.recipes.staleness import Made, is_as_made, made_of
from engine.session import Session
from engine.snapshot import Snapshot
from engine.store import Dataset, DatasetField, FieldSpec
from saql.typed import statements as typed


def find_changes(
    recipe: Recipe,
    query: typed.Query,
    specs: Sequence[FieldSpec],
    made: Made,
    snapshot: Snapshot,
    session: Session,
    now: dt.datetime,
) -> Increment | Full | None:
    """Return what changes in a recipe's dataset; None where it stays as it is.

    Args:
        recipe: the recipe.
        query: its query, checked against the snapshot.
        specs: what is known of the fields of its result.
        made: how it is made now.
        snapshot: the datasets.
        session: what runs queries.
        now: the instant at which it runs.

    Raises:
        SaqlError: a function refuses a value.
        SwellError: a limit is reached, or a dataset can't be read.
    """
    dataset = snapshot.find(recipe.name)
    before = None if dataset is None else made_of(dataset.manifest)
    if dataset is None or before is None or not is_as_made(before, dataset.manifest):
        return Full("there is nothing to go on from")
    reason = _other(before, made) or _described_otherwise(dataset, specs)
    if reason is not None:
        return Full(reason)
    setting = session.plan_setting(now)
    running = session.run_setting(snapshot, setting.zone)
    with refused_values(recipe):
        return increment(query, recipe.key, before.inputs, snapshot, setting, running)


def _other(before: Made, now: Made) -> str | None:
    """Return what else than rows is not as it was."""
    if (before.recipe, before.text, before.settings) != (now.recipe, now.text, now.settings):
        return "it was changed itself"
    if (before.zone, before.day) != (now.zone, now.day):
        return "it is another day, or another time zone"
    if before.fields != now.fields:
        return "a dataset that it loads has other fields"
    return None


def _described_otherwise(dataset: Dataset, specs: Sequence[FieldSpec]) -> str | None:
    known = {each.name: each for each in dataset.fields}
    if list(known) != [each.name for each in specs]:
        return "it has other fields"
    same = all(_described(known[each.name], each) == known[each.name] for each in specs)
    return None if same else "labels or formats of its fields are others"


def _described(field: DatasetField, spec: FieldSpec) -> DatasetField:
    return DatasetField.of(spec, field.role, field.type)
