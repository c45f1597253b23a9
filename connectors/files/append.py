"""Files whose rows are added to a dataset, each once: two fields keep which file and row a row came from.

A file of a name that was added before takes the place of its rows; so to add one again, also after the process was
killed, does no harm.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from connectors.files.cut_file import belongs_to_cut_file
from connectors.files.errors import ColumnTypeError, HeaderError, UnreadableFileError
from connectors.files.formats import read_file
from connectors.files.rows import FileRows
from connectors.files.upload_schema import UploadSchema
from engine.store import Dataset, FieldError, FieldSpec, Store

SOURCE_FILE = "Source_File"
SOURCE_ROW = "Source_Row"
_KEY = (SOURCE_FILE, SOURCE_ROW)


def append_file(
    store: Store,
    name: str,
    file: Path,
    *,
    created: dt.datetime,
    schema: UploadSchema | None = None,
    sheet: str | None = None,
) -> Dataset:
    """Add the rows of a file to a dataset, in the place of those that a file of its name had; the first makes it.

    Args:
        store: where the dataset is.
        name: its name.
        file: the file.
        created: when the rows were read; it needs a zone.
        schema: for CSV: its columns.
        sheet: for Excel: the name of the sheet.

    Returns:
        The new version, open.

    Raises:
        FileImportError: something is wrong with the file, its columns don't fit the fields that there are, or the
            dataset was not made by adding files.
        engine.store.StoreError: the dataset can't be written.
        After any error the dataset is as it was before.
    """
    if belongs_to_cut_file(file):
        raise UnreadableFileError(
            "The file is a part of one that was cut, and can't be added without the other parts.",
            hint="Import the folder as a whole: leave --append out.",
            file=file,
        )
    read = functools.partial(read_file, file, schema=schema, sheet=sheet)
    label = None if schema is None else schema.label
    with _told_of(file):
        if name not in store:
            return _make(store, name, file, read(), created, label)
        with store.open(name) as dataset:
            _check_adds(dataset, file)
            if not dataset.rows:  # nothing has said yet what its columns are
                return _make(store, name, file, read(), created, label)
            known = {each.name: each.role for each in dataset.fields}
            table, fields = _with_source(read(roles=known), file)
            return store.upsert(
                name,
                _nulls_of_any_type(table, dataset),
                key=_KEY,
                created=created,
                deletes=_gone(file, len(table), _rows_of(dataset, file)),
                fields=[each for each in fields if each.name not in known],
            )


def _make(store: Store, name: str, file: Path, rows: FileRows, created: dt.datetime, label: str | None) -> Dataset:
    table, fields = _with_source(rows, file)
    return store.write(name, table, fields, created=created, label=label)


@contextlib.contextmanager
def _told_of(file: Path) -> Iterator[None]:
    """Say of which file it is that a column does not fit its field."""
    try:
        yield
    except FieldError as error:
        raise ColumnTypeError(error.message, hint=error.hint, file=file) from error


def _file_name(file: Path) -> str:
    """Return a file's name as a text; bytes that are none are replaced."""
    return os.fsencode(file.name).decode("utf-8", "replace")


def _check_adds(dataset: Dataset, file: Path) -> None:
    if not {*_KEY} <= {each.name for each in dataset.fields}:
        raise HeaderError(
            f'The dataset "{dataset.name}" was not made by adding files: it has no field "{SOURCE_FILE}" that says '
            "which rows are whose.",
            hint="Give another name with --as, or leave --append out to replace the dataset.",
            file=file,
        )


def _with_source(rows: FileRows, file: Path) -> tuple[pa.Table, list[FieldSpec]]:
    for name in _KEY:
        if name in rows.schema.names:
            raise HeaderError(
                f'The file has a column "{name}", which is the name that rows keep their file and row under.',
                hint="Rename the column.",
                file=file,
            )
    table = pa.Table.from_batches(rows.batches, rows.schema)
    source = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(table), np.int32)), pa.array([_file_name(file)]))
    table = table.append_column(SOURCE_FILE, source).append_column(SOURCE_ROW, _numbers(1, len(table)))
    specs = [FieldSpec(name=SOURCE_FILE, label="File"), FieldSpec(name=SOURCE_ROW, label="Row of the file", format="0")]
    return table, [*rows.fields, *specs]


def _nulls_of_any_type(table: pa.Table, dataset: Dataset) -> pa.Table:
    """Return the table with columns without any value as such: they fit fields of every role."""
    known = {each.name for each in dataset.fields}
    for place, name in enumerate(table.column_names):
        if name in known and table.column(place).null_count == len(table):
            table = table.set_column(place, name, pa.nulls(len(table)))
    return table


def _rows_of(dataset: Dataset, file: Path) -> int:
    """Return how many rows a file of this name has in the dataset."""
    code = dataset.dictionary(SOURCE_FILE).find(pa.array([_file_name(file)]))[0]
    return int(np.count_nonzero(dataset.column(SOURCE_FILE).codes == code)) if code else 0


def _gone(file: Path, now: int, before: int) -> pa.Table | None:
    """Return the keys of rows that the file had before and has no more."""
    if now >= before:
        return None
    names = pa.array([_file_name(file)] * (before - now), pa.string())
    return pa.table({SOURCE_FILE: names, SOURCE_ROW: _numbers(now + 1, before)})


def _numbers(first: int, last: int) -> pa.Array:
    return pa.array(np.arange(first, last + 1, dtype=np.int64))
