"""Whether a dataset is what its recipe would make of the inputs now: what was is kept in the dataset's notes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from engine.recipes.recipe import Recipe
from engine.store.manifest import Manifest
from saql.record import record
from saql.typed import statements as typed

NOTE = "recipe"
"""The key of a dataset's notes under which it says how its recipe made it."""


@record(kw_only=True)
class Made:
    """How a recipe made a version of its dataset.

    Args:
        recipe: the recipe's name.
        text: a hash of its query.
        settings: a hash of what is said beside the query.
        inputs: the version of each dataset that it loaded, by the name in the query.
        fields: a hash of the fields that these had, with their types and calendars.
        zone: the time zone in which it ran.
        day: the day on which it ran, where its rows depend on it; else None.
        created: when the version was made, by which one that something else has written since is told apart.
        description: what the dataset is.
        hidden: fields that pickers leave out.
    """

    recipe: str
    text: str
    settings: str
    inputs: Mapping[str, int]
    zone: str
    day: str | None
    created: str
    description: str | None = None
    hidden: tuple[str, ...] = ()
    fields: str = ""

    def to_note(self) -> dict[str, Any]:
        """Return what the notes have under `NOTE`."""
        return {**asdict(self), "inputs": dict(self.inputs), "hidden": list(self.hidden)}


def made_of(manifest: Manifest) -> Made | None:
    """Return how a recipe made a version, None where none did, or notes are not as they should be."""
    content = manifest.notes.get(NOTE)
    try:
        return Made(**{**content, "hidden": tuple(content.get("hidden", ()))}) if isinstance(content, Mapping) else None
    except (TypeError, AttributeError):
        return None


def is_as_made(made: Made, manifest: Manifest) -> bool:
    """Return whether a version has the rows that the recipe made; compaction leaves them as they are."""
    return made.created == manifest.created.isoformat()


def expected(
    recipe: Recipe, versions: Mapping[str, int], zone: str, day: str | None, created: str, fields: str = ""
) -> Made:
    """Return how a run of a recipe makes its dataset.

    Args:
        recipe: the recipe.
        versions: the version of each dataset that it loads.
        zone: the time zone in which it runs.
        day: the day on which it runs, None where its rows do not depend on it.
        created: when it runs.
        fields: a hash of the fields of these datasets, see `hash_of_fields`.
    """
    hidden = tuple(name for name, each in recipe.fields.items() if each.hidden)
    return Made(
        recipe=recipe.name,
        text=_hash(recipe.text),
        settings=_hash(_settings(recipe)),
        inputs=dict(versions),
        zone=zone,
        day=day,
        created=created,
        description=recipe.description,
        hidden=hidden,
        fields=fields,
    )


def hash_of_fields(query: typed.Query) -> str:
    """Return a hash of the fields that the datasets of a checked query have: other ones may give other rows."""
    loads = [each for each in query.statements if isinstance(each, typed.Load)]
    return _hash(repr([(each.dataset, tuple(each.schema)) for each in loads]))


def why_stale(made: Made, now: Made) -> str | None:
    """Return in a few words why a dataset is not what its recipe would make of it now; None where it is.

    Args:
        made: how it was made.
        now: how it would be, with the day in any case.
    """
    if made.text != now.text:
        return "its query was changed"
    if made.settings != now.settings:
        return "its settings were changed"
    for name, version in now.inputs.items():
        before = made.inputs.get(name)
        if before != version:
            return f"{name} has version {version}" + ("" if before is None else f", it was {before}")
    if made.zone != now.zone:
        return f"the time zone is {now.zone}, it was {made.zone}"
    if made.day is not None and made.day != now.day:
        return f"it is reckoned from the day, and was made on {made.day}"
    return None


def _settings(recipe: Recipe) -> str:
    """Return what is said of the dataset, as text; when it runs makes no difference to it."""
    said = replace(recipe, text="", file="", after=None, schedule=None, problem=None)
    return json.dumps(asdict(said), sort_keys=True)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
