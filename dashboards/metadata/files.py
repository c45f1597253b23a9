"""The metadata of a workspace's datasets, a file each in the folder `metadata`, which people keep in git."""

from __future__ import annotations

import contextlib
from collections.abc import Hashable
from pathlib import Path

from dashboards.dataset_files import dataset_file
from dashboards.metadata.errors import MetadataError
from dashboards.metadata.xmd import Xmd, read_xmd_file
from dashboards.saving import Saving, put, read
from engine.store import Store
from saql.record import record

FOLDER = "metadata"
"""Beside the folder of the datasets."""

NEW = "new"
"""The version of a file that is not there yet."""


@record
class Metadata:
    """The files of user XMD in a folder."""

    folder: Path

    @staticmethod
    def beside(store: Store) -> Metadata:
        """Return those of the workspace that a store belongs to."""
        return Metadata(store.folder.parent / FOLDER)

    def file(self, dataset: str) -> Path:
        """Return the file of a dataset, whether it is there or not."""
        return dataset_file(self.folder, dataset)

    def find(self, dataset: str) -> Xmd | None:
        """Return what people say of a dataset, None where they say nothing.

        Raises:
            MetadataError: the file is not valid.
        """
        file = self.file(dataset)
        return read_xmd_file(file) if file.exists() else None

    def usable(self, dataset: str) -> Xmd | None:
        """Return the same, None where the file is not valid: the dataset is shown as it was imported."""
        try:
            return self.find(dataset)
        except MetadataError:
            return None

    def version(self, dataset: str) -> str:
        """Return the version of a dataset's file, `NEW` where there is none; raises as `dashboards.saving.read`."""
        file = self.file(dataset)
        return read(file).version if file.exists() else NEW

    def put(self, dataset: str, xmd: Xmd) -> Path:
        """Write the file of a dataset, whatever is in it, and return its path.

        Raises:
            SwellError: the disk refused.
        """
        file = self.file(dataset)
        put(file, xmd.to_text())
        return file

    def save(self, dataset: str, xmd: Xmd, over: str, saving: Saving) -> str:
        """Write the file of a dataset over a version of it, and return the new version.

        Raises:
            ChangedMeanwhileError: the file has another version.
            SwellError: the disk refused.
        """
        return saving.write(self.file(dataset), xmd.to_text(), None if over == NEW else over)

    def state(self) -> Hashable:
        """Return what is another when a file was changed; nothing is read for it."""
        found: list[Hashable] = []
        with contextlib.suppress(OSError):
            for file in sorted(self.folder.iterdir()):
                facts = file.stat()
                found.append((file.name, facts.st_ino, facts.st_mtime_ns, facts.st_size))
        return tuple(found)
