"""Publishing a version: files, then the manifest, then the pointer, each on the disk before the next.

A process that dies on the way leaves the version before untouched, and files that the next writer removes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from engine.columns import MultivalueColumn, TextColumn
from engine.store.dictionaries import write_dictionary
from engine.store.disk import flush_folder, make_folder, write_flushed
from engine.store.encode import EncodedColumn
from engine.store.layout import Layout
from engine.store.manifest import Dictionary, Manifest, Part
from engine.store.parts import slice_rows, write_part
from engine.store.pointer import Pointer, write_pointer
from saql.record import record


@record(eq=False, kw_only=True)
class Draft:
    """A version before it is written: its rows are complete, encoded and in order.

    `first_version` is the first since the dataset was last deleted.
    """

    name: str
    version: int
    first_version: int
    label: str
    created: dt.datetime
    columns: tuple[EncodedColumn, ...]


def publish(layout: Layout, draft: Draft, rows_per_part: int) -> Manifest:
    """Write a version and make it the newest.

    Args:
        layout: the dataset's paths. The caller holds its lock.
        draft: the version.
        rows_per_part: the most rows of a part.

    Raises:
        OSError: the disk refused a write; the version before is still the newest.
    """
    for folder in (layout.manifests, *layout.contents):
        make_folder(folder)
    manifest = Manifest(
        name=draft.name,
        version=draft.version,
        label=draft.label,
        created=draft.created,
        fields=tuple(each.field for each in draft.columns),
        dictionaries=_write_dictionaries(layout, draft),
        parts=_write_parts(layout, draft, rows_per_part),
    )
    for folder in layout.contents:
        flush_folder(folder)
    text = manifest.to_json().encode()
    write_flushed(layout.manifest(draft.version), lambda opened: opened.write(text))
    flush_folder(layout.manifests)
    write_pointer(layout.current, Pointer(draft.name, draft.version, draft.first_version))
    return manifest


def _write_dictionaries(layout: Layout, draft: Draft) -> dict[str, Dictionary]:
    texts = {
        each.field.name: each.values.dictionary
        for each in draft.columns
        if isinstance(each.values, TextColumn | MultivalueColumn)
    }
    return {
        name: write_dictionary(layout.root, layout.dictionary(draft.version, number), dictionary)
        for number, (name, dictionary) in enumerate(texts.items())
    }


def _write_parts(layout: Layout, draft: Draft, rows_per_part: int) -> tuple[Part, ...]:
    rows = len(draft.columns[0].values)
    starts = range(0, max(rows, 1), rows_per_part)  # an empty dataset has one empty part
    return tuple(
        write_part(layout.root, layout.part(draft.version, number), _rows(draft.columns, start, start + rows_per_part))
        for number, start in enumerate(starts)
    )


def _rows(columns: Sequence[EncodedColumn], start: int, stop: int) -> list[EncodedColumn]:
    stop = min(stop, len(columns[0].values))
    return [EncodedColumn(each.field, slice_rows(each.values, start, stop)) for each in columns]
