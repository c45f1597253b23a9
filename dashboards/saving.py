"""Files that are changed by people and by the page: written only over the very text that was read before."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engine.disk import make_folder, replace_flushed
from engine.errors import SwellError


class ChangedMeanwhileError(SwellError):
    """A file is not as it was when it was read, so nothing was written."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The text of a file, line ends as they are, and a version that another text does not have."""

    text: str
    version: str


@dataclass(frozen=True, slots=True)
class Saving:
    """Writes files, one of a folder at a time."""

    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, file: Path, text: str, over: str | None) -> str:
        """Write a file whole or not at all.

        Args:
            file: where to.
            text: what.
            over: the version of the text that it takes the place of; None for a file that is not there yet.

        Returns:
            The version of what was written.

        Raises:
            ChangedMeanwhileError: the file has another version, is there already, or is gone.
            SwellError: the disk refused.
        """
        with self._lock, _alone_in(file.parent):
            _check(file, over)
            put(file, text)
        return version_of(text)


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Be the one process that changes files of a folder: several may serve a workspace."""
    try:
        make_folder(folder)
        opened = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise SwellError(f"{folder.name} can't be written: {error.strerror or error}.", file=folder) from None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def put(file: Path, text: str) -> None:
    """Put a text in a file at one stroke, whatever is in it.

    Raises:
        SwellError: the disk refused.
    """
    try:
        make_folder(file.parent)
        replace_flushed(file, text.encode())
    except OSError as error:
        raise SwellError(f"{file.name} can't be written: {error.strerror or error}.", file=file) from None


def read(file: Path) -> Saved:
    """Return what is in a file.

    Raises:
        SwellError: it can't be read, or is not UTF-8.
    """
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise SwellError(f"{file.name} is not UTF-8 at byte {error.start}.") from None
    except OSError as error:
        raise SwellError(f"{file.name} can't be read: {error.strerror or error}.") from None
    return Saved(text, version_of(text))


def version_of(text: str) -> str:
    """Return a name for a text that no other has."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _check(file: Path, over: str | None) -> None:
    if over is None:
        if file.exists():
            raise ChangedMeanwhileError(f"There is a file {file.name} already.", hint="Choose another name.")
    elif not file.exists():
        raise ChangedMeanwhileError(f"{file.name} is not there any more.", hint="Save it under a new name.")
    elif read(file).version != over:
        raise ChangedMeanwhileError(
            f"{file.name} was changed by somebody else meanwhile; nothing was written.",
            hint="Open it again to see what it says now.",
        )
