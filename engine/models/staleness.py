"""Whether what a model learnt, and the datasets that it made, are what they would be now."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from engine.models.definition import Model
from engine.models.kept import Kept
from engine.store import Store
from engine.store.manifest import Manifest
from saql.record import record

NOTE = "model"
"""The key of a dataset's notes under which it says which model made it."""


@record(kw_only=True)
class Making:
    """How a model made a version of a dataset.

    Args:
        model: the model's name.
        version: the version of the trained model.
        inputs: the version of each dataset that it read.
        day: the day on which it was made.
        description: what the dataset is.
    """

    model: str
    version: int
    inputs: Mapping[str, int]
    day: str
    description: str = ""

    def to_note(self) -> dict[str, Any]:
        """Return what the notes have under `NOTE`."""
        return {**dataclasses.asdict(self), "inputs": dict(self.inputs)}


def making_of(manifest: Manifest) -> Making | None:
    """Return how a model made a version, None where none did, or notes are not as they should be."""
    content = manifest.notes.get(NOTE)
    try:
        return Making(**content) if isinstance(content, Mapping) else None
    except TypeError:
        return None


def made_by(store: Store) -> dict[str, Making]:
    """Return the datasets of a store that models made, by their names."""
    found = {}
    for name in store.names():
        with store.open(name) as dataset:
            making = making_of(dataset.manifest)
        if making is not None:
            found[name] = making
    return found


def versions(model: Model, store: Store) -> dict[str, int]:
    """Return the version of each dataset that a model reads, 0 of one that there is not."""
    return {name: store.find_newest(name) or 0 for name in model.loads}


def why_stale(model: Model, kept: Kept | None, inputs: Mapping[str, int], day: str) -> str | None:
    """Return in a few words why a model is to be trained, None where it need not be.

    Args:
        model: the model.
        kept: its newest version.
        inputs: the version of each dataset that it reads.
        day: the day, in the zone of the workspace; models reckon from it.
    """
    if kept is None:
        return "it was never trained"
    if kept.mark != model.mark:
        return "its file was changed"
    for name, version in inputs.items():
        before = kept.inputs.get(name)
        if before != version:
            return f"{name} has version {version}" + ("" if before is None else f", it was {before}")
    if kept.day != day:
        return f"it reckons from the day, and was trained on {kept.day}"
    return None
