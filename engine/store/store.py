"""The store: a folder of datasets."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pyarrow as pa

from engine.store.dataset import Dataset
from engine.store.errors import (
    CorruptDatasetError,
    DatasetNotFoundError,
    VersionNotFoundError,
)
from engine.store.fields import FieldSpec
from engine.store.layout import Layout
from engine.store.opening import hold_manifest, open_held
from engine.store.pointer import COMMITS, Pointer, read_pointer
from engine.store.references import split_reference
from saql.record import record

if TYPE_CHECKING:
    from engine.store.transaction import Transaction

Rows: TypeAlias = pa.Table | pa.RecordBatchReader | Iterable[pa.RecordBatch]

Gate: TypeAlias = Callable[["Transaction", Sequence[str]], None]
"""Looks at what a transaction is about to publish: it gets the names of the datasets that have other rows.

An error that it raises refuses the transaction. It may open datasets in it, and give them notes.
"""

OLD_VERSIONS = 3
THREADS = 4

_NEVER = dt.datetime.fromtimestamp(0, dt.UTC)
"""Of a transaction that writes no rows of its own."""


@record
class Store:
    """The datasets in a folder; the folder is made by the first write. It holds no state but what is on the disk.

    Args:
        folder: where the datasets are.
        old_versions: how many versions of a dataset are kept besides the newest.
        threads: how many columns are written at a time.
        gate: what is asked before anything is published.
    """

    folder: Path
    old_versions: int = OLD_VERSIONS
    threads: int = THREADS
    gate: Gate | None = None

    def names(self) -> list[str]:
        """Return the names of all datasets, sorted. One whose pointer is damaged is left out; to open it says why."""
        found = []
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            with contextlib.suppress(CorruptDatasetError):
                pointer = read_pointer(folder / "CURRENT")
                if pointer is not None and not pointer.deleted:
                    found.append(pointer.name)
        return sorted(found)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find_newest(name) is not None

    def find_newest(self, name: str) -> int | None:
        """Return the newest version of a dataset, None where there is no such dataset.

        Raises:
            CorruptDatasetError: what says which is the newest is damaged.
        """
        pointer = read_pointer(Layout.pointer(self.folder, name))
        return None if pointer is None or pointer.deleted else pointer.version

    def newest(self, name: str) -> int:
        """Return the newest version of a dataset.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            CorruptDatasetError: what says which is the newest is damaged.
        """
        return self._existing(name).version

    def state(self) -> Hashable:
        """Return what is another when a dataset was published or deleted since; nothing is read for it."""
        found: list[Hashable] = []
        for folder in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if folder.name == COMMITS:
                found.append((folder.name, *sorted(each.name for each in folder.iterdir())))
            else:
                with contextlib.suppress(OSError):  # no dataset
                    facts = (folder / "CURRENT").stat()
                    found.append((folder.name, facts.st_ino, facts.st_mtime_ns, facts.st_size))
        return tuple(found)

    def versions(self, name: str) -> list[int]:
        """Return the versions of a dataset that can be opened, ascending.

        Raises:
            DatasetNotFoundError: there is no such dataset.
        """
        pointer = self._existing(name)
        return [each for each in Layout.of(self.folder, name).versions_on_disk() if pointer.covers(each)]

    def open(self, name: str, version: int | None = None) -> Dataset:
        """Open a dataset at a version, the newest by default.

        Args:
            name: the dataset's name; without `version`, `name@3` and `name/3` stand for version 3.
            version: the version.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            VersionNotFoundError: there is no such version.
            CorruptDatasetError: a file is missing or damaged; the message names it.
        """
        if version is None and name not in self:
            name, version = split_reference(name)
        layout = Layout.of(self.folder, name)
        while True:
            pointer = self._existing(name)
            wanted = pointer.version if version is None else version
            manifest = layout.manifest(wanted)
            held = hold_manifest(manifest) if pointer.covers(wanted) else None
            if held is not None:
                return open_held(layout, manifest, held)
            if version is not None:
                raise VersionNotFoundError(name, version, self.versions(name))
            # A writer may have published and collected since the pointer was read; otherwise the file is lost.
            if self._existing(name) == pointer:
                raise CorruptDatasetError(manifest, "it is missing")

    def transaction(self, *, created: dt.datetime) -> Transaction:
        """Return a block in which datasets change together: readers see all changes at once, when it has ended.

            with store.transaction(created=now) as change:
                change.upsert("accounts", accounts, key=["Id"])
                change.write("opportunities", opportunities)

        Args:
            created: when the rows were read; it needs a zone.

        Raises:
            StoreError: at the end, where the disk refuses. After any error all datasets are as they were before.
        """
        # What only writers need stays out of the way of a query.
        from engine.store.transaction import Transaction

        return Transaction(self, created)

    def write(
        self,
        name: str,
        table: Rows,
        fields: Sequence[FieldSpec] | pa.Schema | None = None,
        *,
        created: dt.datetime,
        label: str | None = None,
        notes: Mapping[str, Any] | None = None,
        main_date: str | None = None,
        cluster: bool = True,
    ) -> Dataset:
        """Write rows as the new version of a dataset, publish it, and remove versions that are too old.

        Args:
            name: the dataset's name, 1 to 255 printable characters.
            table: the rows. Texts and booleans become dimensions, numbers measures, lists of texts multivalue fields.
                Of batches no more than 65,536 rows stay in memory.
            fields: what is known of the columns; those that none speaks of have the role that their type suggests.
                Or the Arrow schema of the columns, for where there is no batch.
            created: when the rows were read; it needs a zone.
            label: what people call the dataset (default: the label of the version before, else the name).
            notes: the writer's own, values that JSON has (default: those of the version before).
            main_date: the date by which rows are put in order (default: the first date field).
            cluster: False keeps the rows in their order.

        Returns:
            The new version, open.

        Raises:
            DatasetNameError: the text can't name a dataset.
            FieldError: a column can't be held, or has not the role it should.
            DatasetLockedError: another process writes the dataset.
            StoreWriteError: the disk refused.
            After any error the dataset is as it was before.
        """
        with self.transaction(created=created) as change:
            change.write(name, table, fields, label=label, notes=notes, main_date=main_date, cluster=cluster)
        return self.open(name)

    def upsert(
        self,
        name: str,
        rows: Rows,
        *,
        key: Sequence[str],
        created: dt.datetime,
        deletes: pa.Table | None = None,
        fields: Sequence[FieldSpec] | None = None,
        missing: Literal["null", "keep"] = "null",
        notes: Mapping[str, Any] | None = None,
        compact: bool = True,
    ) -> Dataset:
        """Publish a version with changed rows: they take the place of the rows that have their keys, or are new.

        What is written goes by the changed rows; the files of older versions stay as they are. Rows that are as the
        dataset has them are not written. A field that only the changed rows have is null in all others.

        Args:
            name: the dataset's name.
            rows: the rows, whole. Of several with one key the last counts.
            key: the fields that tell rows apart, dimensions, measures or dates; none may be null.
            created: when the rows were read; it needs a zone.
            deletes: the keys of rows to take away, before `rows` are added; keys that no row has do no harm.
            fields: what is known of the columns. Roles of fields that the dataset has stay.
            missing: what rows that exist get in fields that the changed rows do not have: null, or what they had.
            notes: the writer's own, values that JSON has (default: those of the version before).
            compact: whether the version is compacted where many changes have come together (see `compact`).

        Returns:
            The newest version, open: the one before where nothing changes.

        Raises:
            DatasetNotFoundError: there is no such dataset; `write` makes it.
            FieldError: a column can't be held or does not fit its field, or a row has no key.
            DatasetLockedError: another process writes the dataset.
            CorruptDatasetError: a file of the dataset is missing or damaged.
            StoreWriteError: the disk refused.
            After any error the dataset is as it was before.
        """
        with self.transaction(created=created) as change:
            change.upsert(
                name, rows, key=key, deletes=deletes, fields=fields, missing=missing, notes=notes, compact=compact
            )
        return self.open(name)

    def compact(self, name: str) -> Dataset:
        """Publish a version with the same rows in one part, in order of the main date; queries of it are the fastest.

        The memory it takes does not go by the rows. A version of one part is returned as it is.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            DatasetLockedError: another process writes the dataset.
            CorruptDatasetError: a file of the dataset is missing or damaged.
            StoreWriteError: the disk refused.
            After any error the dataset is as it was before.
        """
        with self.transaction(created=_NEVER) as change:
            change.compact(name)
        return self.open(name)

    def delete(self, name: str) -> None:
        """Remove a dataset with all its versions; those that a reader holds go with the next write of that name.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            DatasetLockedError: another process writes it.
        """
        if name not in self:
            raise DatasetNotFoundError(name, self.names())
        with self.transaction(created=_NEVER) as change:
            change.delete(name)

    def _existing(self, name: str) -> Pointer:
        pointer = read_pointer(Layout.of(self.folder, name).current)
        if pointer is None or pointer.deleted:
            raise DatasetNotFoundError(name, self.names())
        return pointer
