"""A workspace put into one file while others serve and write it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engine.disk import flush_folder
from engine.store import Store
from engine.store.together import all_of_one_moment, files_of, is_of_datasets
from saql.record import record
from swell.backup.archive import ArchiveWriter, BackupError
from swell.connections import SECRETS_FILE
from swell.settings import DATA_FOLDER
from swell.workspace import Workspace

_LEFT_OUT = frozenset((".git", "__pycache__", ".commits", "node_modules"))
"""Folders that are no part of a workspace, or that only matter while something is written."""

_STAGED = ".sync"
"""What a sync has read and not published; the next sync reads it again. Only its logs are kept."""

_PASSING = (".new", ".lock", "-wal", "-shm", "-journal")
_DATABASE = ".sqlite"


@record
class Saved:
    """What a backup holds: datasets with their versions, files, and bytes."""

    datasets: dict[str, int]
    files: int
    bytes: int


def save(workspace: Workspace, target: Path, now: dt.datetime, *, secrets: bool = False) -> Saved:
    """Write a backup of a workspace.

    Datasets are those of one moment. Databases are copied as they are at a moment too, other files one by one. What
    is read first is older: what an import or a sync remembers is never ahead of the rows that it speaks of.

    Args:
        workspace: the workspace.
        target: the file; it is there when all is in it, and readable by its owner only.
        now: the moment, for people.
        secrets: whether passwords and keys of connections are in it.

    Raises:
        BackupError: the file is there already, or can't be written.
        StoreError: a dataset can't be read.
    """
    if target.exists():
        raise BackupError(f"'{target}' is there already.", hint="Name another file; nothing was written.")
    fresh = target.with_name(f"{target.name}.new")
    about = {"workspace": workspace.name, "created": now.isoformat(timespec="seconds"), "secrets": secrets}
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writer = ArchiveWriter(file, about, now.timestamp())
            _add_files(writer, workspace.folder, {fresh.resolve(), target.resolve()}, secrets)
            datasets = _add_datasets(writer, workspace.store)
            files, size = writer.finish()
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        raise BackupError(
            f"The backup can't be written: {error.strerror or error}.", hint="It was not made."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return Saved(datasets, files, size)


def _add_datasets(writer: ArchiveWriter, store: Store) -> dict[str, int]:
    with all_of_one_moment(store) as datasets:
        for each in datasets:
            for path, content in files_of(store, each):
                writer.add(f"{DATA_FOLDER}/{path}", content)
        return {each.name: each.version for each in datasets}


def _add_files(writer: ArchiveWriter, folder: Path, skipped: set[Path], secrets: bool) -> None:
    for file in _files(folder):
        path = file.relative_to(folder)
        in_data = path.parts[0] == DATA_FOLDER
        if file.resolve() in skipped or (in_data and path.name == SECRETS_FILE and not secrets):
            continue
        with contextlib.suppress(FileNotFoundError):  # it went away meanwhile
            content = _database(file) if file.suffix == _DATABASE else file.read_bytes()
            writer.add(path.as_posix(), content, file.stat().st_mode)


def _files(folder: Path) -> Iterator[Path]:
    """Give the files of a workspace but those of datasets; what a link leads to is not part of it."""
    for each in sorted(folder.iterdir()):
        if each.is_symlink() or each.name in _LEFT_OUT:
            continue
        if each.is_dir():
            if not is_of_datasets(each):
                yield from _files(each)
        elif each.is_file() and not each.name.endswith(_PASSING) and each.name != "LOCK" and _is_kept(each):
            yield each


def _is_kept(file: Path) -> bool:
    return _STAGED not in file.parts or file.name.endswith(".jsonl")


def _database(file: Path) -> bytes:
    """Return a SQLite database as it is at one moment, whoever writes it meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        with (
            contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return copy.read_bytes()
