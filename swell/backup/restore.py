"""A workspace made of a backup: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.disk import flush_folder, make_folder
from swell.backup.archive import ArchiveReader, BackupError


def restore(backup: Path, folder: Path) -> dict[str, Any]:
    """Make a workspace of a backup.

    It is put together beside its place and checked, and gets its name last: who finds it finds it whole. What a process
    that was killed has left behind goes with the next restore.

    Args:
        backup: the file.
        folder: where the workspace is to be; it has to be empty, or not to be there.

    Returns:
        What the backup says of itself.

    Raises:
        BackupError: the file is no backup, or damaged, or there is something in the folder; nothing is changed then.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise BackupError(f"'{folder}' is not empty.", hint="Name a folder that is not there; nothing was changed.")
    place = folder.resolve()
    try:
        with backup.open("rb") as file:
            reader = ArchiveReader(file)
            make_folder(place.parent)
            _sweep(place)
            with _beside(place) as fresh:
                _fill(fresh, reader)
                fresh.replace(place)  # an empty folder gives way
                flush_folder(place.parent)
    except OSError as error:
        raise BackupError(f"The backup can't be restored: {error.strerror or error}.") from error
    return reader.about


def _fill(fresh: Path, reader: ArchiveReader) -> None:
    folders = {fresh}
    for path, mode, content in reader.files():
        file = fresh / path
        file.parent.mkdir(parents=True, exist_ok=True)
        folders |= {each for each in file.parents if each.is_relative_to(fresh)}
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode & 0o700 | 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            os.fchmod(descriptor, mode & 0o777)
            for chunk in content:
                opened.write(chunk)
            opened.flush()
            os.fsync(descriptor)
    for each in folders:
        flush_folder(each)


@contextlib.contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Give a folder that is gone when the block ends, unless it has got its name."""
    fresh = place.with_name(f"{_prefix(place)}{secrets.token_hex(4)}")
    fresh.mkdir(mode=0o700)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove what restores that were killed have left."""
    for each in place.parent.glob(f"{_prefix(place)}*"):
        shutil.rmtree(each, ignore_errors=True)


def _prefix(place: Path) -> str:
    return f".{place.name}.restoring-"
