"""`CURRENT`: the one file of a dataset that ever changes. What it does not name is not published.

A version that is published together with those of other datasets is `pending` first: it counts from the moment that the
commit's file is there (`engine.store.commit`).
"""

from __future__ import annotations

import dataclasses
import functools
import json
from pathlib import Path
from typing import Any

from engine.disk import replace_flushed
from engine.store.errors import CorruptDatasetError
from engine.store.manifest import read_store_json
from saql.record import record

COMMITS = ".commits"
"""The folder, beside those of the datasets, of the commits that have begun to count and are not finished."""


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


@record
class Pending:
    """What takes a pointer's place once the file of a commit is there."""

    pointer: Pointer
    commit: str


def read_pointer(file: Path) -> Pointer | None:
    """Return what is published; None where there is no pointer, so nothing was published yet.

    Raises:
        CorruptDatasetError: the file is damaged.
    """
    found = read_pending(file)
    while found is not None:
        pointer, pending = found
        if pending is None:
            return pointer
        if is_committed(file.parent.parent, pending.commit):
            return pending.pointer
        again = read_pending(file)
        if again == found:  # a commit's file goes after all pointers were written, so it was not there yet
            return pointer
        found = again
    return None


def read_pending(file: Path) -> tuple[Pointer, Pending | None] | None:
    """Read a pointer as it stands, and the version that waits for a commit; None where there is none.

    Raises:
        CorruptDatasetError: the file is damaged.
    """
    try:
        found: tuple[Pointer, Pending | None] | None = read_store_json(file, _parsed)
    except FileNotFoundError:
        return None
    if found is None:
        raise CorruptDatasetError(file, "it does not name a version", hint="Import the dataset again.")
    return found


@functools.lru_cache(256)  # each query reads the pointers of its datasets, which are the same most of the time
def _parsed(text: bytes) -> tuple[Pointer, Pending | None] | None:
    content = json.loads(text)
    match content:
        case {"name": str(name), "version": int(version), "first": int(first)}:
            return Pointer(name, version, first), _pending(name, content.get("next"))
    return None


def write_pointer(file: Path, pointer: Pointer, pending: Pending | None = None) -> None:
    """Put a pointer in the place of the one before, at one stroke and flushed to the disk."""
    content = dataclasses.asdict(pointer)
    if pending is not None:
        then = pending.pointer
        content["next"] = {"version": then.version, "first": then.first, "commit": pending.commit}
    replace_flushed(file, json.dumps(content, ensure_ascii=False).encode())


def _pending(name: str, content: Any) -> Pending | None:
    match content:
        case {"version": int(version), "first": int(first), "commit": str(commit)}:
            return Pending(Pointer(name, version, first), commit)
    return None


def is_committed(folder: Path, commit: str) -> bool:
    """Return whether the file of a commit is there; `folder` is that of all datasets."""
    return (folder / COMMITS / commit).exists()
