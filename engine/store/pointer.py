"""`CURRENT`: the one file of a dataset that ever changes. What it does not name is not published."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from engine.store.disk import replace_flushed
from engine.store.errors import CorruptDatasetError
from engine.store.manifest import read_store_json
from saql.record import record


@record
class Pointer:
    """The newest version of a dataset, and the first since the dataset was last deleted.

    Versions are never counted from 1 again, not even after the dataset was deleted: name and version together stand for
    the same rows for ever, which caches rely on.
    """

    name: str
    version: int
    first: int = 1

    @property
    def deleted(self) -> bool:
        """Whether the dataset was deleted and not written since."""
        return self.first > self.version

    def covers(self, version: int) -> bool:
        """Return whether a version was published and not deleted."""
        return self.first <= version <= self.version


def read_pointer(file: Path) -> Pointer | None:
    """Read a pointer; None where there is none, so nothing was published yet.

    Raises:
        CorruptDatasetError: the file is damaged.
    """
    try:
        content = read_store_json(file)
    except FileNotFoundError:
        return None
    match content:
        case {"name": str(name), "version": int(version), "first": int(first)}:
            return Pointer(name, version, first)
    raise CorruptDatasetError(file, "it does not name a version", hint="Import the dataset again.")


def write_pointer(file: Path, pointer: Pointer) -> None:
    """Put a pointer in the place of the one before, at one stroke and flushed to the disk."""
    replace_flushed(file, json.dumps(asdict(pointer), ensure_ascii=False).encode())
