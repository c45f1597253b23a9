"""A dataset as queries read it: one version, its columns mapped into memory when they are first asked for."""

from __future__ import annotations

import datetime as dt
import os
import threading
import weakref
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels.arrays import Mask
from engine.store import narrow
from engine.store.array_file import ArrayFile, open_arrays
from engine.store.assemble import assemble_lists, assemble_texts
from engine.store.errors import CorruptDatasetError, FieldNotFoundError, FieldRoleError
from engine.store.fields import DatasetField, schema_of
from engine.store.manifest import Manifest, PartEntry
from engine.store.narrow import Stored
from engine.store.parts import Dictionaries, Part, gone_key
from engine.store.profile import FieldProfile, profile_field
from engine.store.texts import Dictionary, Texts
from engine.store.zones import BLOCK_ROWS, ZoneMap
from saql.schema import Schema


class Dataset:
    """A version of a dataset, held open: writers and collectors leave its files alone until it is closed.

    Threads may share it. Columns that were read stay valid after it is closed; others may be gone by then.
    An object that nobody refers to any more closes itself.
    """

    def __init__(self, root: Path, manifest: Manifest, held: int) -> None:
        """Take over a version that is held already.

        Args:
            root: the dataset's folder.
            manifest: what is known of the version.
            held: the descriptor that holds the version; it is closed with the dataset.
        """
        self._root = root
        self._manifest = manifest
        self._fields = {each.name: each for each in manifest.fields}
        self._schema = schema_of(manifest.fields)
        self._zones: dict[str, tuple[ZoneMap, ...]] = {}
        self._columns: dict[str, Column] = {}
        self._stored: dict[str, Stored] = {}
        self._parts: tuple[Part, ...] | None = None
        self._lock = threading.Lock()
        self._let_go = weakref.finalize(self, os.close, held)

    @property
    def manifest(self) -> Manifest:
        """What is known of the version but its rows."""
        return self._manifest

    @property
    def name(self) -> str:
        """The name that queries load it by."""
        return self._manifest.name

    @property
    def version(self) -> int:
        """The version, from 1. Name and version together stand for the same rows for ever."""
        return self._manifest.version

    @property
    def view(self) -> Hashable:
        """What tells apart those who see different rows of the version; None where all rows are seen."""
        return None

    @property
    def label(self) -> str:
        """What people call it."""
        return self._manifest.label

    @property
    def created(self) -> dt.datetime:
        """When the version was made, in UTC."""
        return self._manifest.created

    @property
    def rows(self) -> int:
        """The number of rows: the newest of each key."""
        return self._manifest.rows

    @property
    def fields(self) -> tuple[DatasetField, ...]:
        """The stored fields, in order."""
        return self._manifest.fields

    @property
    def main_date(self) -> str | None:
        """The date that the rows of each part are in order of, nulls first; None where they are in no order."""
        return self._manifest.main_date

    @property
    def schema(self) -> Schema:
        """The fields that queries see: the stored ones and the parts of dates."""
        return self._schema

    def field(self, name: str) -> DatasetField:
        """Return a stored field.

        Raises:
            FieldNotFoundError: there is none of that name.
        """
        if name not in self._fields:
            raise FieldNotFoundError(self.name, name, list(self._fields))
        return self._fields[name]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows as they are on the disk: those of the last write or compaction, then those of each change since.

        Raises:
            CorruptDatasetError: a file is missing or damaged.
        """
        with self._lock:
            return self._mapped()

    def column(self, name: str) -> Column:
        """Return the values of a stored field, all rows: those of each part that still count, part by part.

        A version of one part is mapped into memory without a copy, but for numbers and dates that are stored narrow.
        The same column is the same object at every call. Numbers have 0 under nulls, dates 0 ticks.

        Raises:
            FieldNotFoundError: there is no stored field of that name; parts of dates are not stored.
            CorruptDatasetError: a file is missing or damaged.
        """
        field = self.field(name)
        with self._lock:
            if name not in self._columns:
                self._columns[name] = self._read(field)
            return self._columns[name]

    def stored(self, name: str) -> Stored:
        """Return the numbers or dates of a stored field as they are stored, the same rows as `column`.

        Nothing is copied where the version has one part.

        Raises:
            FieldNotFoundError: there is no stored field of that name.
            FieldRoleError: the field has texts; `column` has their codes.
            CorruptDatasetError: a file is missing or damaged.
        """
        field = self.field(name)
        if field.role in ("dimension", "multivalue"):
            raise FieldRoleError(name, "has texts, not numbers or dates", "Read it as a column.")
        with self._lock:
            return self._narrow(name)

    def zones(self, name: str) -> tuple[ZoneMap, ...]:
        """Return the zone maps of a stored field, one a part.

        They are about the rows of `parts`. Where the version has changes, `column` leaves out rows that count no more.

        Raises:
            FieldNotFoundError: there is no stored field of that name.
        """
        self.field(name)
        if name not in self._zones:
            self._zones[name] = tuple(each.zones(name) for each in self.parts)
        return self._zones[name]

    def dictionary(self, name: str) -> Dictionary:
        """Return the texts of a text or multivalue field, to look things up in without mapping all of it.

        Raises:
            CorruptDatasetError: a file is missing or damaged.
        """
        return Dictionary(tuple(Texts(each.file, name) for each in self.parts))

    def profile(self) -> tuple[FieldProfile, ...]:
        """Return what is in each stored field: nulls, distinct values, bounds, frequent values."""
        return tuple(profile_field(each, self.column(each.name)) for each in self.fields)

    def batches(self, fields: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[pa.RecordBatch]:
        """Yield all rows, some at a time; no more than these are in memory, and the texts of small dictionaries.

        There is always a batch, where there are no rows an empty one.

        Texts are `string`, multivalue fields `list<string>`, dates `date32` or `timestamp[ms, UTC]`, numbers `int64` or
        `float64`.

        Args:
            fields: the names of the stored fields to read, all by default.
            rows: how many rows a batch has at most.

        Raises:
            FieldNotFoundError: there is no stored field of that name.
            CorruptDatasetError: a file is missing or damaged.
        """
        from engine.store.reading import read_batches  # queries do without it

        return read_batches(self, fields, rows)

    def rows_with(self, field: str, values: Sequence[str] | pa.Array, fields: Sequence[str] | None = None) -> pa.Table:
        """Return the rows whose field has one of some values, in their order, with the types that `batches` gives.

        Args:
            field: a dimension, measure or date, such as the key, or a field with keys of another dataset.
            values: texts, or an Arrow array of the field's type; nulls and values that no row has do no harm.
            fields: the names of the stored fields to read, all by default.

        Raises:
            FieldNotFoundError: there is no stored field of that name.
            FieldRoleError: rows can't be found by the field or the values.
            CorruptDatasetError: a file is missing or damaged.
        """
        from engine.store.reading import read_rows_with

        return read_rows_with(self, field, values, fields)

    def close(self) -> None:
        """Let go of the version."""
        self._let_go()

    def __enter__(self) -> Dataset:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Dataset {self.name!r} version {self.version}, {self.rows:,} rows>"

    def _mapped(self) -> tuple[Part, ...]:
        if self._parts is None:
            entries = self._manifest.parts
            files = [open_arrays(self._root, each.sealed) for each in entries]
            dictionaries = Dictionaries(files)
            self._parts = tuple(
                Part(file, entry.rows, _live(files, number, entry), self._fields, dictionaries, number)
                for number, (file, entry) in enumerate(zip(files, entries, strict=True))
            )
        return self._parts

    def _read(self, field: DatasetField) -> Column:
        column = self._assembled(field)
        if isinstance(column, TextColumn | MultivalueColumn) and not _have_texts(column):
            raise CorruptDatasetError(self._mapped()[0].file.path, f'a code of "{field.name}" has no text')
        return column

    def _assembled(self, field: DatasetField) -> Column:
        parts = self._mapped()
        if len(parts) == 1 and parts[0].live is None:
            return parts[0].column(field.name)
        if field.role == "dimension":
            return assemble_texts(parts, field.name)
        if field.role == "multivalue":
            return assemble_lists(parts, field.name)
        return narrow.widen(self._narrow(field.name), field.type)

    def _narrow(self, name: str) -> Stored:
        if name not in self._stored:
            parts = self._mapped()
            pieces = [
                each.stored(name) if each.live is None else narrow.select(each.stored(name), each.live)
                for each in parts
            ]
            form = narrow.common_form([form for each in parts if each.rows and (form := each.form(name)) is not None])
            self._stored[name] = pieces[0] if len(pieces) == 1 else narrow.join(pieces, form)
        return self._stored[name]


def _have_texts(column: TextColumn | MultivalueColumn) -> bool:
    """Return whether every code lies in the dictionary: kernels in C do not look again."""
    codes = column.codes if column.codes.dtype.kind == "u" else column.codes.view(np.uint32)  # below 0 is far above
    return not len(codes) or int(codes.max()) <= len(column.dictionary)


def _live(files: Sequence[ArrayFile], number: int, entry: PartEntry) -> Mask | None:
    """Return which rows of a part count: those that no later part has taken the place of."""
    if not entry.gone:
        return None
    live = np.ones(entry.rows, np.bool_)
    for later in files[number + 1 :]:
        if gone_key(number) in later:
            live[later.array(gone_key(number))] = False
    return live
