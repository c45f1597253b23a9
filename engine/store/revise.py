"""Versions that are made from the one before: with changed rows, or with the same rows in one part."""

from __future__ import annotations

import dataclasses
import datetime as dt

from engine.store.changes import Changes
from engine.store.cluster import cluster
from engine.store.compact import write_compacted
from engine.store.dataset import Dataset
from engine.store.layout import Layout
from engine.store.manifest import Manifest, PartEntry
from engine.store.publish import publish, write_part

MOST_CHANGES = 20
"""More parts of changes than these are compacted."""

LARGEST_SHARE = 0.5
"""Changes with more rows than this share of the first part are compacted."""


def publish_changes(
    layout: Layout, first_version: int, dataset: Dataset, changes: Changes, created: dt.datetime, threads: int
) -> Manifest:
    """Publish a version with changes; it costs by their rows, as the older parts stay as they are.

    Args:
        layout: the dataset's paths. The caller holds its lock.
        first_version: the first since the dataset was last deleted.
        dataset: the newest version.
        changes: what changes.
        created: when the rows were read, in UTC.
        threads: how many columns are written at a time.
    """
    before = dataset.manifest
    version = before.version + 1
    columns = cluster(changes.columns, before.main_date, threads)
    sealed = write_part(layout, version, columns, threads, changes.texts, changes.gone)
    older = (
        dataclasses.replace(each, gone=each.gone + len(changes.gone.get(number, ())))
        for number, each in enumerate(before.parts)
    )
    manifest = dataclasses.replace(
        before,
        version=version,
        created=created,
        fields=changes.fields,
        parts=(*older, PartEntry(sealed, len(changes))),
    )
    publish(layout, manifest, first_version)
    return manifest


def publish_compacted(layout: Layout, first_version: int, dataset: Dataset) -> Manifest:
    """Publish a version with the same rows in one part.

    Args:
        layout: the dataset's paths. The caller holds its lock.
        first_version: the first since the dataset was last deleted.
        dataset: the newest version.
    """
    version = dataset.version + 1
    sealed, rows = write_compacted(layout, version, dataset)
    manifest = dataclasses.replace(dataset.manifest, version=version, parts=(PartEntry(sealed, rows),))
    publish(layout, manifest, first_version)
    return manifest


def has_many_changes(manifest: Manifest) -> bool:
    """Return whether a version is worth compacting: its changes are many, or large beside the rest."""
    first, *changes = manifest.parts
    return len(changes) > MOST_CHANGES or sum(each.rows for each in changes) > LARGEST_SHARE * first.rows
