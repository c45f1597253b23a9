"""A dataset as queries read it: one version, its columns mapped into memory when they are first asked for."""

from __future__ import annotations

import datetime as dt
import os
import threading
import weakref
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from engine.columns import Column
from engine.store.dictionaries import map_dictionary
from engine.store.errors import FieldNotFoundError
from engine.store.fields import DatasetField, schema_of
from engine.store.manifest import Manifest
from engine.store.parts import concatenate, map_part, part_column
from engine.store.profile import FieldProfile, profile_field
from engine.store.zones import ZoneMap
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
        self._columns: dict[str, Column] = {}
        self._batches: tuple[pa.RecordBatch, ...] | None = None
        self._lock = threading.Lock()
        self._let_go = weakref.finalize(self, os.close, held)

    @property
    def name(self) -> str:
        """The name that queries load it by."""
        return self._manifest.name

    @property
    def version(self) -> int:
        """The version, from 1. Name and version together stand for the same rows for ever."""
        return self._manifest.version

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
        """The number of rows."""
        return self._manifest.rows

    @property
    def fields(self) -> tuple[DatasetField, ...]:
        """The stored fields, in order."""
        return self._manifest.fields

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

    def column(self, name: str) -> Column:
        """Return the values of a stored field, all rows, mapped into memory.

        Nothing is copied where the version has one part. The same column is the same object at every call. Numbers have
        0 under nulls, dates 0 ticks.

        Raises:
            FieldNotFoundError: there is no stored field of that name; parts of dates are not stored.
            CorruptDatasetError: a file is missing or damaged.
        """
        field = self.field(name)
        with self._lock:
            if name not in self._columns:
                self._columns[name] = self._read(field)
            return self._columns[name]

    def zones(self, name: str) -> tuple[ZoneMap, ...]:
        """Return the zone maps of a stored field, one a part in the order of the rows.

        Raises:
            FieldNotFoundError: there is no stored field of that name.
        """
        self.field(name)
        return tuple(each.zones[name] for each in self._manifest.parts)

    def profile(self) -> tuple[FieldProfile, ...]:
        """Return what is in each stored field: nulls, distinct values, bounds, frequent values."""
        return tuple(profile_field(each, self.column(each.name), self.zones(each.name)) for each in self.fields)

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

    def _read(self, field: DatasetField) -> Column:
        texts = self._manifest.dictionaries.get(field.name)
        dictionaries = {} if texts is None else {field.name: map_dictionary(self._root, texts)}
        if self._batches is None:
            self._batches = tuple(map_part(self._root, each) for each in self._manifest.parts)
        both = zip(self._batches, self._manifest.parts, strict=True)
        return concatenate([part_column(batch, field, dictionaries, self._root / part.file) for batch, part in both])
