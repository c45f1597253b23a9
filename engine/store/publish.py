"""What a version needs on the disk before it is published: its part, then the manifest.

A process that dies on the way leaves the version before untouched, and files that the next writer removes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from engine.columns import MultivalueColumn, TextColumn
from engine.disk import flush_folder, make_folder, write_flushed
from engine.store.array_file import Array, ArrayFileWriter, Sealed
from engine.store.encode import EncodedColumn
from engine.store.layout import Layout
from engine.store.manifest import Manifest
from engine.store.part_writer import write_column
from engine.store.parts import gone_key
from engine.store.threads import in_threads


def write_part(
    layout: Layout,
    file: str,
    columns: Sequence[EncodedColumn],
    threads: int,
    texts: Mapping[str, pa.StringArray] | None = None,
    gone: Mapping[int, Array] | None = None,
) -> Sealed:
    """Write the part that a version brings, flushed to the disk.

    Args:
        layout: the dataset's paths.
        file: the part's name.
        columns: its rows, in order.
        threads: how many columns are written at a time.
        texts: for a part that brings changes: the texts of each field that no part before it has.
        gone: for such a part: the rows of older parts that it takes the place of, by the place in the manifest.
    """
    make_folder(layout.parts)
    largest_first = sorted(columns, key=_size, reverse=True)
    with ArrayFileWriter(layout.root, file) as writer:
        in_threads(
            lambda each: write_column(
                writer, each.field.name, each.values, None if texts is None else texts.get(each.field.name)
            ),
            largest_first,
            threads,
        )
        for part, rows in (gone or {}).items():
            writer.put(gone_key(part), rows)
        return writer.finish()


def write_manifest(layout: Layout, manifest: Manifest) -> None:
    """Write the manifest of a version whose parts are on the disk, and flush the names of all its files."""
    make_folder(layout.manifests)
    flush_folder(layout.parts)
    text = manifest.to_json().encode()
    write_flushed(layout.manifest(manifest.version), lambda opened: opened.write(text))
    flush_folder(layout.manifests)


def _size(column: EncodedColumn) -> int:
    values = column.values
    if isinstance(values, TextColumn | MultivalueColumn):
        return int(values.codes.nbytes + values.dictionary.nbytes)
    return int(values.nbytes)
