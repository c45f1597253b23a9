"""Versions that are made from the one before: with changed rows, or with the same rows in one part."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal

import pyarrow as pa

from engine.store.changes import Changes, find_additions, find_changes
from engine.store.cluster import cluster
from engine.store.compact import write_compacted
from engine.store.draft import Draft
from engine.store.fields import FieldSpec
from engine.store.manifest import Manifest, PartEntry
from engine.store.publish import write_part
from engine.store.store import Rows
from engine.store.stream import chunks

MOST_CHANGES = 20
"""More parts of changes than these are compacted."""

CHUNK_ROWS, CHUNK_BYTES = 1 << 18, 1 << 25
"""Of changed rows so many, and of so many bytes, are looked for together."""

LARGEST_SHARE = 0.5
"""Changes with more rows than this share of the first part are compacted."""


def upsert(
    draft: Draft,
    rows: Rows,
    key: Sequence[str],
    deletes: pa.Table | None,
    specs: Sequence[FieldSpec],
    missing: Literal["null", "keep"],
    known_only: bool = False,
) -> None:
    """Change rows of a draft; it costs by their number, as the older parts stay as they are.

    Args:
        draft: the version.
        rows: the changed rows.
        key: the fields that tell rows apart.
        deletes: the keys of rows to take away.
        specs: what is known of the columns.
        missing: what rows that exist get in fields that the changed rows lack.
        known_only: whether rows with a key that the dataset does not have are left out.
    """
    nothing = pa.schema([(each, pa.null()) for each in key])
    for chunk in chunks(rows, nothing, CHUNK_ROWS, CHUNK_BYTES):
        assert draft.manifest is not None
        with draft.dataset(draft.manifest) as dataset:
            changes = find_changes(dataset, chunk, key, deletes, specs, missing, known_only, draft.threads)
        deletes = None
        if len(changes) or changes.gone or changes.fields != draft.manifest.fields:
            draft.take(_changed(draft, draft.manifest, changes))


def append(draft: Draft, rows: Rows, specs: Sequence[FieldSpec]) -> None:
    """Add rows to a draft; it costs by their number, as the older parts stay as they are.

    Args:
        draft: the version.
        rows: the rows.
        specs: what is known of the columns.
    """
    for chunk in chunks(rows, None, CHUNK_ROWS, CHUNK_BYTES):
        assert draft.manifest is not None
        with draft.dataset(draft.manifest) as dataset:
            added = find_additions(dataset, chunk, specs, draft.threads)
        if len(added) or added.fields != draft.manifest.fields:
            draft.take(_changed(draft, draft.manifest, added))


def _changed(draft: Draft, before: Manifest, changes: Changes) -> Manifest:
    """Write the part of changes, and return the manifest of the version that has it."""
    older = (
        dataclasses.replace(each, gone=each.gone + len(changes.gone.get(number, ())))
        for number, each in enumerate(before.parts)
    )
    parts = tuple(older)
    if len(changes) or changes.gone:
        columns = cluster(changes.columns, before.main_date, draft.threads)
        sealed = write_part(draft.layout, draft.part(), columns, draft.threads, changes.texts, changes.gone)
        parts = (*parts, PartEntry(sealed, len(changes)))
    return dataclasses.replace(before, fields=changes.fields, parts=parts)


def compact(draft: Draft) -> None:
    """Bring the rows of a draft into one part, in order of the main date."""
    assert draft.manifest is not None
    with draft.dataset(draft.manifest) as dataset:
        if len(dataset.parts) == 1 and dataset.parts[0].live is None:
            return
        sealed, rows = write_compacted(draft.layout, draft.part(), dataset)
    draft.compacted(PartEntry(sealed, rows))


def has_many_changes(manifest: Manifest) -> bool:
    """Return whether a version is worth compacting: its changes are many, or large beside the rest."""
    first, *changes = manifest.parts
    return len(changes) > MOST_CHANGES or sum(each.rows for each in changes) > LARGEST_SHARE * first.rows
