"""Changes of several datasets that readers see all at once, or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal

import pyarrow as pa

from engine.disk import make_folder
from engine.store.commit import Publication, publish, settle, sweep
from engine.store.computed import ComputedColumns, check_columns, write_computed
from engine.store.dataset import Dataset
from engine.store.draft import Draft
from engine.store.errors import DatasetNotFoundError, StoreWriteError
from engine.store.fields import FieldSpec
from engine.store.layout import Layout, check_name
from engine.store.lock import writer_lock
from engine.store.manifest import Manifest
from engine.store.opening import published
from engine.store.publish import write_manifest
from engine.store.retention import collect
from engine.store.revise import append, compact, has_many_changes, upsert
from engine.store.store import Rows, Store
from engine.store.stream import begin_rows, write_rows


class Transaction:
    """Changes that are published together when the block ends; after an error in it nothing has changed.

    A dataset is locked from its first change on. Changes of one dataset follow each other and make one version.
    """

    def __init__(self, store: Store, created: dt.datetime) -> None:
        """Begin.

        Args:
            store: where the datasets are.
            created: when the rows were read; it needs a zone.
        """
        if created.tzinfo is None:
            raise ValueError("created needs a time zone")
        self._store = store
        self._created = created.astimezone(dt.UTC)
        self._drafts: dict[str, Draft] = {}
        self._passed: dict[str, Manifest] = {}
        self._locks = contextlib.ExitStack()

    def write(
        self,
        name: str,
        rows: Rows,
        fields: Sequence[FieldSpec] | pa.Schema | None = None,
        *,
        label: str | None = None,
        notes: Mapping[str, Any] | None = None,
        main_date: str | None = None,
        cluster: bool = True,
    ) -> None:
        """Put rows in the place of all that a dataset has, or make the dataset.

        Args:
            name: the dataset's name, 1 to 255 printable characters.
            rows: the rows. Batches are taken one after the other, and no more than 65,536 rows stay in memory.
            fields: what is known of the columns, or their Arrow schema, for where there is no batch.
            label: what people call the dataset (default: as before, else the name).
            notes: the writer's own, values that JSON has (default: as before).
            main_date: the date by which rows are put in order (default: the first date field).
            cluster: False keeps the rows in their order.

        Raises:
            DatasetNameError: the text can't name a dataset.
            FieldError: a column can't be held, or has not the role it should.
            DatasetLockedError: another writer is at the dataset.
            StoreWriteError: the disk refused.
        """
        schema = fields if isinstance(fields, pa.Schema) else None
        specs: Sequence[FieldSpec] = () if fields is None or isinstance(fields, pa.Schema) else fields
        check_name(name)
        begun = begin_rows(name, rows, schema, specs, main_date, cluster, self._store.threads)
        self._renew(name, lambda draft: write_rows(draft, begun), label, notes)

    def put(
        self,
        name: str,
        columns: ComputedColumns,
        *,
        label: str | None = None,
        notes: Mapping[str, Any] | None = None,
        main_date: str | None = None,
    ) -> None:
        """Put the columns that a query gave in the place of all that a dataset has, or make the dataset.

        The arguments and errors are those of `write`; texts need not be decoded for it, and encoded anew.
        """
        check_name(name)
        date = check_columns(name, columns, main_date)
        self._renew(name, lambda draft: write_computed(draft, columns, date), label, notes)

    def _renew(
        self, name: str, write: Callable[[Draft], Manifest], label: str | None, notes: Mapping[str, Any] | None
    ) -> None:
        with self._changing(name) as draft:
            manifest = write(draft)
            draft.take(dataclasses.replace(manifest, label=label or manifest.label))
            self._take_notes(draft, notes)

    def upsert(
        self,
        name: str,
        rows: Rows,
        *,
        key: Sequence[str],
        deletes: pa.Table | None = None,
        fields: Sequence[FieldSpec] | None = None,
        missing: Literal["null", "keep"] = "null",
        notes: Mapping[str, Any] | None = None,
        compact: bool = True,
    ) -> None:
        """Put changed rows in the place of those that have their keys; the arguments are those of `Store.upsert`.

        Raises:
            DatasetNotFoundError: there is no such dataset; `write` makes it.
            FieldError: a column can't be held or does not fit its field, or a row has no key.
            DatasetLockedError: another writer is at the dataset.
            CorruptDatasetError: a file of the dataset is missing or damaged.
            StoreWriteError: the disk refused.
        """
        with self._changing(name, there=True) as draft:
            upsert(draft, rows, key, deletes, fields or (), missing)
            self._take_notes(draft, notes)
            if compact:
                self._compact_many(draft)

    def update(
        self,
        name: str,
        rows: Rows,
        *,
        key: Sequence[str],
        fields: Sequence[FieldSpec] | None = None,
        notes: Mapping[str, Any] | None = None,
        compact: bool = True,
    ) -> None:
        """Give some columns of rows new values; all else stays. Rows whose values do not change are not written.

        Args:
            name: the dataset's name.
            rows: the key, and the columns that change or are new. Keys that no row has are left out.
            key: the fields that tell rows apart; where several rows have a key all of them change.
            fields: what is known of the columns. Roles of fields that the dataset has stay.
            notes: the writer's own, values that JSON has (default: as before).
            compact: whether the version is compacted where many changes have come together.

        Raises:
            As `upsert`.
        """
        with self._changing(name, there=True) as draft:
            upsert(draft, rows, key, None, fields or (), "keep", known_only=True)
            self._take_notes(draft, notes)
            if compact:
                self._compact_many(draft)

    def append(
        self,
        name: str,
        rows: Rows,
        *,
        fields: Sequence[FieldSpec] | None = None,
        notes: Mapping[str, Any] | None = None,
        compact: bool = True,
    ) -> None:
        """Add rows, also such as there are already.

        Args:
            name: the dataset's name.
            rows: the rows; a field that they lack is null in them.
            fields: what is known of the columns. Roles of fields that the dataset has stay.
            notes: the writer's own, values that JSON has (default: as before).
            compact: whether the version is compacted where many changes have come together.

        Raises:
            As `upsert`, without the key.
        """
        with self._changing(name, there=True) as draft:
            append(draft, rows, fields or ())
            self._take_notes(draft, notes)
            if compact:
                self._compact_many(draft)

    def compact(self, name: str) -> None:
        """Bring the rows of a dataset into one part, see `Store.compact`.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            As `upsert`.
        """
        with self._changing(name, there=True) as draft:
            compact(draft)

    def delete(self, name: str) -> None:
        """Remove a dataset with all its versions.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            DatasetLockedError: another writer is at the dataset.
        """
        with self._changing(name) as draft:
            if draft.missing:
                raise DatasetNotFoundError(name, self._store.names())
            draft.delete()

    def undo(self, name: str) -> None:
        """Leave a dataset as it is published, whatever the transaction has changed."""
        if name in self._drafts:
            self._drafts[name].undo()

    def ask(self, name: str) -> None:
        """Ask the store's gate of a dataset now, not at the end: after its error `undo` leaves that one out alone."""
        draft = self._drafts.get(name)
        if self._store.gate is None or draft is None or draft.manifest is None or not draft.has_other_rows:
            return
        self._store.gate(self, [name])
        self._passed[name] = draft.manifest

    def note(self, name: str, notes: Mapping[str, Any]) -> None:
        """Give a dataset other notes, values that JSON has. That makes a version too.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            DatasetLockedError: another writer is at the dataset.
        """
        with self._changing(name, there=True) as draft:
            self._take_notes(draft, notes)

    def open(self, name: str) -> Dataset:
        """Return a dataset as it will be published; what the transaction has changed is good until the block ends.

        Raises:
            DatasetNotFoundError: there is no such dataset.
            CorruptDatasetError: a file of the dataset is missing or damaged.
        """
        draft = self._drafts.get(name)
        if draft is None or not draft.changed:
            return self._store.open(name)
        if draft.manifest is None:
            raise DatasetNotFoundError(name, self._store.names())
        return draft.dataset(draft.manifest)

    def before(self, name: str) -> Dataset | None:
        """Return a dataset as it is published while the transaction goes on, None where there is none.

        Raises:
            CorruptDatasetError: a file of the dataset is missing or damaged.
        """
        return self._store.open(name) if name in self._store else None

    @property
    def created(self) -> dt.datetime:
        """When the rows were read, in UTC."""
        return self._created

    def changes(self, name: str) -> bool:
        """Return whether a dataset will have another version: rows that are as they were make none."""
        draft = self._drafts.get(name)
        return draft is not None and draft.changed

    def __enter__(self) -> Transaction:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._locks:
            try:
                if error is None:
                    self._publish()
            finally:
                for draft in self._drafts.values():
                    with contextlib.suppress(OSError):  # the next writer does what could not be done
                        settle(draft.layout)
                        collect(draft.layout, published(draft.layout, draft.name), self._store.old_versions + 1)

    def _publish(self) -> None:
        made = [each for each in self._drafts.values() if each.manifest is not None and each.has_other_rows]
        fresh = [each.name for each in made if each.manifest is not self._passed.get(each.name)]
        if fresh and self._store.gate is not None:
            self._store.gate(self, fresh)
        changed = [each for each in self._drafts.values() if each.changed]
        for draft in changed:
            if draft.manifest is not None:
                with _refusals(draft.name, draft.layout):
                    write_manifest(draft.layout, draft.manifest)
        if changed:
            with _refusals(changed[0].name, changed[0].layout):
                publish(self._store.folder, [Publication(each.layout, each.before, each.pointer) for each in changed])

    @contextlib.contextmanager
    def _changing(self, name: str, *, there: bool = False) -> Iterator[Draft]:
        """Yield the draft of a dataset, begun where there is none; `there` says that the dataset must exist."""
        layout = Layout.of(self._store.folder, name)
        draft = self._drafts.get(name)
        if draft is None and there and name not in self._store:
            raise DatasetNotFoundError(name, self._store.names())
        with _refusals(name, layout):
            if draft is None:
                draft = self._begin(name, layout)
            if there and draft.missing:
                raise DatasetNotFoundError(name, self._store.names())
            if there and draft.manifest is None:
                self._store.open(name).close()  # says what is wrong with it
            manifest = draft.manifest
            try:
                yield draft
            except BaseException:
                draft.manifest = manifest
                raise

    def _begin(self, name: str, layout: Layout) -> Draft:
        make_folder(layout.root)
        self._locks.enter_context(writer_lock(layout.lock, name))
        settle(layout)
        sweep(self._store.folder)
        before = published(layout, name)
        collect(layout, before, self._store.old_versions + 1)
        self._drafts[name] = Draft(layout, before, self._created, self._store.threads)
        return self._drafts[name]

    def _take_notes(self, draft: Draft, notes: Mapping[str, Any] | None) -> None:
        if notes is None or draft.manifest is None:
            return
        plain = json.loads(json.dumps(dict(notes), allow_nan=False))
        if plain != draft.manifest.notes:
            draft.take(dataclasses.replace(draft.manifest, notes=plain))

    def _compact_many(self, draft: Draft) -> None:
        if draft.changed and draft.manifest is not None and has_many_changes(draft.manifest):
            compact(draft)


@contextlib.contextmanager
def _refusals(name: str, layout: Layout) -> Iterator[None]:
    """Say which dataset could not be written where the disk refuses."""
    try:
        yield
    except OSError as error:
        raise StoreWriteError(name, error, layout.root) from error
