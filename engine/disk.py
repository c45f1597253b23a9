"""Writes that are on the disk when they return."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO


def write_flushed(file: Path, write: Callable[[BinaryIO], object]) -> int:
    """Create a file, let `write` fill it, flush it to the disk, and return its size in bytes."""
    with file.open("wb") as opened:
        write(opened)
        opened.flush()
        os.fsync(opened.fileno())
        return opened.tell()


def replace_flushed(file: Path, content: bytes) -> None:
    """Put `content` in the place of a file at one stroke: readers see the old or the new, after a crash too.

    A file that is there already keeps its permissions. Where the disk refuses, it stays as it was.
    """
    fresh = file.with_name(f"{file.name}.new")
    try:
        write_flushed(fresh, lambda opened: opened.write(content))
        if file.exists():
            shutil.copymode(file, fresh)
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    flush_folder(file.parent)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, flushed to the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the one who works in a folder while the block runs; others wait, in other processes too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
