"""The next version of a dataset while it is made: its files are on the disk, and no reader sees them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os

from engine.store.dataset import Dataset
from engine.store.fields import DatasetField
from engine.store.layout import Layout
from engine.store.manifest import Manifest, PartEntry
from engine.store.opening import manifest_before
from engine.store.pointer import Pointer


class Draft:
    """The next version of a dataset. Only the writer that holds the dataset's lock has one.

    `manifest` is that of the version as it is now: that of the version before until something changes; None where
    there is none. `has_other_rows` says whether it may have others: notes and compaction leave them as they are.
    """

    def __init__(self, layout: Layout, before: Pointer, created: dt.datetime, threads: int) -> None:
        """Begin with what is published.

        Args:
            layout: the dataset's paths.
            before: what is published.
            created: when the rows were read, in UTC.
            threads: how many columns are worked on at a time.
        """
        self.layout = layout
        self.before = before
        self.threads = threads
        self._created = created
        self._before = None if before.deleted or not before.version else manifest_before(layout, before)
        self._parts = 0
        self._deleted = False
        self.manifest = self._before
        self.has_other_rows = False

    @property
    def name(self) -> str:
        """The dataset's name."""
        return self.before.name

    @property
    def version(self) -> int:
        """The number of the next version."""
        return self.before.version + 1

    @property
    def missing(self) -> bool:
        """Whether there is no such dataset, as far as the transaction goes."""
        return self.manifest is None and (self._deleted or self.before.deleted or not self.before.version)

    @property
    def changed(self) -> bool:
        """Whether there is anything to publish."""
        return self._deleted or self.manifest is not self._before

    @property
    def pointer(self) -> Pointer:
        """What is to be published."""
        version = self.before.version if self.manifest is None else self.version
        return Pointer(self.name, version, self.before.version + 1 if self._deleted else self.before.first)

    def undo(self) -> None:
        """Go back to what is published."""
        self.manifest, self._deleted, self.has_other_rows = self._before, False, False

    def delete(self) -> None:
        """Take all rows and versions away."""
        self.manifest, self._deleted = None, True

    def part(self) -> str:
        """Return a name for a part that the version brings."""
        self._parts += 1
        return self.layout.part(self.version, self._parts - 1)

    def renewed(self, fields: tuple[DatasetField, ...], main_date: str | None) -> Manifest:
        """Return a manifest without parts, for rows that take the place of all others."""
        return Manifest(
            name=self.name,
            version=self.version,
            label=self.name if self.manifest is None else self.manifest.label,
            created=self._created,
            fields=fields,
            parts=(),
            main_date=main_date,
            notes={} if self.manifest is None else self.manifest.notes,
        )

    def take(self, manifest: Manifest) -> None:
        """Take a manifest for that of the version."""
        self.has_other_rows |= self.manifest is None or manifest.parts != self.manifest.parts
        self.manifest = dataclasses.replace(manifest, version=self.version, created=self._created)

    def compacted(self, part: PartEntry) -> None:
        """Take a part for the only one; the rows are the same, and as old."""
        assert self.manifest is not None
        self.manifest = dataclasses.replace(self.manifest, version=self.version, parts=(part,))

    def dataset(self, manifest: Manifest) -> Dataset:
        """Return the dataset that a manifest and the files on the disk make up; it is good while the lock is held."""
        return Dataset(self.layout.root, manifest, os.open(self.layout.lock, os.O_RDONLY))
