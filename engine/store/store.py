"""The store: a folder of datasets."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from engine.store.dataset import Dataset
from engine.store.disk import make_folder
from engine.store.errors import (
    CorruptDatasetError,
    DatasetNotFoundError,
    FieldRoleError,
    StoreWriteError,
    VersionNotFoundError,
)
from engine.store.fields import FieldSpec
from engine.store.layout import Layout, check_name
from engine.store.lock import writer_lock
from engine.store.manifest import Manifest, PartEntry
from engine.store.opening import hold_manifest, label_before, open_held, published
from engine.store.pointer import Pointer, read_pointer, write_pointer
from engine.store.references import split_reference
from engine.store.retention import collect
from saql.record import record

OLD_VERSIONS = 3
THREADS = 4


@record
class Store:
    """The datasets in a folder; the folder is made by the first write. It holds no state but what is on the disk.

    Args:
        folder: where the datasets are.
        old_versions: how many versions of a dataset are kept besides the newest.
        threads: how many columns are written at a time.
    """

    folder: Path
    old_versions: int = OLD_VERSIONS
    threads: int = THREADS

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
        if not isinstance(name, str):
            return False
        pointer = read_pointer(Layout.of(self.folder, name).current)
        return pointer is not None and not pointer.deleted

    def newest(self, name: str) -> int:
        """Return the newest version of a dataset.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            CorruptDatasetError: what says which is the newest is damaged.
        """
        return self._existing(name).version

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

    def write(
        self,
        name: str,
        table: pa.Table | Iterable[pa.RecordBatch],
        fields: Sequence[FieldSpec] | None = None,
        *,
        created: dt.datetime,
        label: str | None = None,
        main_date: str | None = None,
        cluster: bool = True,
    ) -> Dataset:
        """Write rows as the new version of a dataset, publish it, and remove versions that are too old.

        Args:
            name: the dataset's name, 1 to 255 printable characters.
            table: the rows. Texts and booleans become dimensions, numbers measures, lists of texts multivalue fields.
            fields: what is known of the columns; those that none speaks of have the role that their type suggests.
            created: when the rows were read; it needs a zone.
            label: what people call the dataset (default: the label of the version before, else the name).
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
        # What only writers need stays out of the way of a query.
        from engine.store.cluster import cluster as in_order
        from engine.store.cluster import main_date as date_to_go_by
        from engine.store.encode import encode_table
        from engine.store.publish import publish, write_part

        check_name(name)
        if created.tzinfo is None:
            raise ValueError("created needs a time zone")
        columns = encode_table(name, _as_table(table), fields or (), self.threads)
        date = date_to_go_by(name, columns, main_date) if cluster else None
        columns = in_order(columns, date, self.threads)
        layout = Layout.of(self.folder, name)
        with self._writing(layout, name) as before:
            version = before.version + 1
            manifest = Manifest(
                name=name,
                version=version,
                label=label or label_before(layout, before),
                created=created.astimezone(dt.UTC),
                fields=tuple(each.field for each in columns),
                parts=(PartEntry(write_part(layout, version, columns, self.threads), len(columns[0].values)),),
                main_date=date,
            )
            publish(layout, manifest, before.first)
            return self.open(name, version)

    def upsert(
        self,
        name: str,
        rows: pa.Table | Iterable[pa.RecordBatch],
        *,
        key: Sequence[str],
        created: dt.datetime,
        deletes: pa.Table | None = None,
        fields: Sequence[FieldSpec] | None = None,
        compact: bool = True,
    ) -> Dataset:
        """Publish a version with changed rows: they take the place of the rows that have their keys, or are new.

        What is written goes by the changed rows; the files of older versions stay as they are.
        A field that the changed rows do not have is null in them, a field that only they have is null in all others.

        Args:
            name: the dataset's name.
            rows: the rows, whole. Of several with one key the last counts.
            key: the fields that tell rows apart, dimensions, measures or dates; none may be null.
            created: when the rows were read; it needs a zone.
            deletes: the keys of rows to take away, before `rows` are added; keys that no row has do no harm.
            fields: what is known of the columns. Roles of fields that the dataset has stay.
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
        from engine.store.changes import find_changes
        from engine.store.revise import has_many_changes, publish_changes

        if created.tzinfo is None:
            raise ValueError("created needs a time zone")
        self._existing(name)
        layout = Layout.of(self.folder, name)
        with self._writing(layout, name) as before:
            current = self.open(name, before.version)
            changes = find_changes(current, _as_table(rows), key, deletes, fields or (), self.threads)
            if not len(changes) and not changes.gone:
                return current
            with current:
                manifest = publish_changes(
                    layout, before.first, current, changes, created.astimezone(dt.UTC), self.threads
                )
            if compact and has_many_changes(manifest):
                return self._compact(layout, before.first, name)
            return self.open(name, manifest.version)

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
        self._existing(name)
        layout = Layout.of(self.folder, name)
        with self._writing(layout, name) as before:
            return self._compact(layout, before.first, name)

    def _compact(self, layout: Layout, first_version: int, name: str) -> Dataset:
        from engine.store.revise import publish_compacted

        current = self.open(name)
        if len(current.parts) == 1 and current.parts[0].live is None:
            return current
        with current:
            manifest = publish_compacted(layout, first_version, current)
        return self.open(name, manifest.version)

    def delete(self, name: str) -> None:
        """Remove a dataset with all its versions; those that a reader holds go with the next write of that name.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            DatasetLockedError: another process writes it.
        """
        self._existing(name)
        layout = Layout.of(self.folder, name)
        with self._writing(layout, name) as before:
            write_pointer(layout.current, Pointer(name, before.version, first=before.version + 1))

    @contextlib.contextmanager
    def _writing(self, layout: Layout, name: str) -> Iterator[Pointer]:
        """Be the one writer of a dataset; yield what was published before, and leave no file that nobody needs."""
        try:
            make_folder(layout.root)
            with writer_lock(layout.lock, name):
                before = published(layout, name)
                collect(layout, before, self.old_versions + 1)
                try:
                    yield before
                finally:
                    collect(layout, published(layout, name), self.old_versions + 1)
        except OSError as error:
            raise StoreWriteError(name, error, layout.root) from error

    def _existing(self, name: str) -> Pointer:
        pointer = read_pointer(Layout.of(self.folder, name).current)
        if pointer is None or pointer.deleted:
            raise DatasetNotFoundError(name, self.names())
        return pointer


def _as_table(rows: pa.Table | Iterable[pa.RecordBatch]) -> pa.Table:
    if isinstance(rows, pa.Table):
        return rows
    batches = list(rows)
    if not batches:
        raise FieldRoleError("", "is missing: there are no rows to take the columns from", "Write at least one batch.")
    return pa.Table.from_batches(batches)
