"""A folder watched for files: what is new or changed since the last look becomes part of a dataset.

Without `append` the dataset holds what the folder holds, and is written anew when that changes. With it, each file's
rows are added, and stay when the file goes. A mistake changes nothing, is told once, and does not end the watch.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.files.append import append_file
from connectors.files.cut_file import is_part
from connectors.files.errors import FileImportError
from connectors.files.folder import data_files, read_files
from connectors.files.source import unreadable
from connectors.files.upload_schema import UploadSchema
from connectors.files.watch_state import Seen, read_state, write_state
from engine.errors import SwellError
from engine.store import Dataset, FieldError, Store

Stamp = tuple[int, int]
"""The size of a file and the time of its last change in ns."""

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is watched: a folder, the dataset that it becomes, and how its files are read.

    Args:
        folder: the folder.
        store: where the dataset is.
        name: its name.
        state_file: where it is kept what was imported.
        append: whether files are added to the dataset instead of making it up.
        schema: for CSV: the columns of each file.
        sheet: for Excel: the name of the sheet.
    """

    folder: Path
    store: Store
    name: str
    state_file: Path
    append: bool = False
    schema: UploadSchema | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """Files that became part of the dataset, and how many rows this has now."""

    files: tuple[Path, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a look came to: what was imported, mistakes not told before, files left because they are being written."""

    imported: tuple[Imported, ...] = ()
    mistakes: tuple[SwellError, ...] = ()
    moving: tuple[Path, ...] = ()


@dataclass(slots=True)
class FolderWatch:
    """Looks at a folder when it is asked to; from one look to the next it remembers sizes and what it told."""

    watched: Watched
    _last: dict[str, Stamp] = field(default_factory=dict)
    _refused: set[frozenset[tuple[str, str]]] = field(default_factory=set)
    _told: set[str] = field(default_factory=set)

    def look(self, created: dt.datetime) -> Look:
        """Import what is new or changed, but files that changed since the look before: somebody may be writing them.

        Args:
            created: the time of the look; it needs a zone.
        """
        watched = self.watched
        try:
            files = data_files(watched.folder)
            made = watched.name in watched.store
        except SwellError as error:
            return Look(mistakes=self._untold(error))
        state = read_state(watched.state_file, watched.append) if made else {}
        stamps = {each: _stamp(each) for each in files}
        moving = [each for each in files if not self._is_still(each, stamps[each], state)]
        self._last = {each.name: stamp for each, stamp in stamps.items() if stamp is not None}
        still = [each for each in files if each not in moving]
        found = Look(moving=tuple(moving))
        for group in self._groups(still, moving, state, made):
            one = self._take(group, stamps, state, created)
            found = dataclasses.replace(
                found, imported=found.imported + one.imported, mistakes=found.mistakes + one.mistakes
            )
        return found

    def _is_still(self, file: Path, stamp: Stamp | None, state: Mapping[str, Seen]) -> bool:
        seen = state.get(file.name)
        imported = seen is not None and stamp == (seen.size, seen.changed)
        return stamp is not None and (imported or stamp == self._last.get(file.name))

    def _groups(
        self, still: Sequence[Path], moving: Sequence[Path], state: Mapping[str, Seen], made: bool
    ) -> list[list[Path]]:
        """Return which files are imported together; `made` says whether there is a dataset already."""
        if self.watched.append:
            return [[each] for each in still]
        # Without a file that is being written over, or a part of a file, the dataset would lose rows. Where the state
        # was lost, any file may be one that was imported.
        lost = made and not state
        wait = any(lost or each.name in state or is_part(each) for each in moving)
        return [] if wait or not still else [list(still)]

    def _take(
        self, files: list[Path], stamps: Mapping[Path, Stamp | None], state: dict[str, Seen], created: dt.datetime
    ) -> Look:
        """Import some files unless they were before; keep that in `state` and on the disk."""
        watched = self.watched
        content: frozenset[tuple[str, str]] = frozenset()
        try:
            seen = {each.name: _seen(each, stamps[each], state.get(each.name)) for each in files}
            content = _content(seen)
            before = {name: each for name, each in state.items() if name in seen or not watched.append}
            if content in self._refused:
                return Look()
            if content == _content(before):
                self._keep(state, seen, changed=seen != before)
                return Look()
            with self._import(files, created) as dataset:
                rows = dataset.rows
            if _moved(files, stamps):  # it may have been read in the middle of a change: the next look reads it again
                seen = {}
            self._keep(state, seen, changed=True)
        except SwellError as error:
            if _moved(files, stamps):
                return Look()
            if isinstance(error, FileImportError | FieldError) and content:
                self._refused.add(content)
                return Look(mistakes=(error,))
            return Look(mistakes=self._untold(error))
        self._told.clear()
        return Look(imported=(Imported(tuple(files), rows),))

    def _import(self, files: list[Path], created: dt.datetime) -> Dataset:
        watched = self.watched
        if watched.append:
            return append_file(
                watched.store,
                watched.name,
                files[0],
                created=created,
                schema=watched.schema,
                sheet=watched.sheet,
            )
        rows = read_files(files, label=watched.name, schema=watched.schema, sheet=watched.sheet)
        return watched.store.write(watched.name, rows.batches, rows.fields, created=created, label=rows.label)

    def _keep(self, state: dict[str, Seen], seen: Mapping[str, Seen], changed: bool) -> None:
        watched = self.watched
        if not watched.append:
            state.clear()
        state.update(seen)
        if not changed:
            return
        try:
            write_state(watched.state_file, watched.append, state)
        except OSError as error:
            raise SwellError(
                f"What was imported can't be kept: {error.strerror or error}. It will be imported again.",
                hint="Check the disk's free space and the folder's permissions.",
                file=watched.state_file,
            ) from error

    def _untold(self, error: SwellError) -> tuple[SwellError, ...]:
        if str(error) in self._told:
            return ()
        self._told.add(str(error))
        return (error,)


def _stamp(file: Path) -> Stamp | None:
    """Return the size and time of a file, or None where it went."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _moved(files: Sequence[Path], stamps: Mapping[Path, Stamp | None]) -> bool:
    return any(_stamp(each) != stamps[each] for each in files)


def _seen(file: Path, stamp: Stamp | None, before: Seen | None) -> Seen:
    """Return what is kept of a file; one of the same size and time has the content that it had."""
    size, changed = stamp or (0, 0)
    if before is not None and (before.size, before.changed) == (size, changed):
        return before
    digest = hashlib.sha256()
    try:
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK_BYTES):
                digest.update(block)
    except OSError as error:
        raise unreadable(file, error) from error
    return Seen(size, changed, digest.hexdigest())


def _content(seen: Mapping[str, Seen]) -> frozenset[tuple[str, str]]:
    return frozenset((name, each.digest) for name, each in seen.items())
