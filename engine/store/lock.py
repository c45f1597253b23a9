"""Locks between processes: one writer a dataset, and versions that their readers hold.

They are `flock`s on files. The system drops them when their process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from engine.store.errors import DatasetLockedError


@contextlib.contextmanager
def writer_lock(file: Path, name: str) -> Iterator[None]:
    """Be the one writer of a dataset while the block runs.

    Args:
        file: the dataset's lock file.
        name: the dataset's name, for messages.

    Raises:
        DatasetLockedError: another writer is at it; the message names its process.
    """
    opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _try_exclusive(opened):
            holder = os.pread(opened, 200, 0).decode(errors="replace").strip()
            raise DatasetLockedError(name, holder or "another process", file)
        os.truncate(opened, 0)
        os.pwrite(opened, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        try:
            yield
        finally:
            fcntl.flock(opened, fcntl.LOCK_UN)  # a process that is just being started may have the descriptor, too
    finally:
        os.close(opened)


def hold(file: Path) -> int | None:
    """Hold a file against collection and return the open descriptor; closing that lets go.

    Returns:
        None where the file is gone, also where it went while this waited for the collector.
    """
    try:
        opened = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return None
    kept = False
    try:
        fcntl.flock(opened, fcntl.LOCK_SH)
        kept = os.fstat(opened).st_nlink > 0
    finally:
        if not kept:
            os.close(opened)
    return opened if kept else None


def remove_unless_held(file: Path) -> bool:
    """Remove a file that no reader holds, and say whether it is gone."""
    try:
        opened = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        if not _try_exclusive(opened):
            return False
        file.unlink()
        return True
    finally:
        os.close(opened)


def _try_exclusive(opened: int) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
