"""The file of a backup: a tar, first what it is, then the files of the workspace, last the hash of each.

A file that ends before its hashes is no backup: the hashes say that it is whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any

from engine.errors import SwellError

FORMAT = 1
_ABOUT = "backup.json"
_HASHES = "hashes.json"
_FILES = "workspace/"
_CHUNK = 1 << 20


class BackupError(SwellError):
    """A backup can't be made, or a file is none."""


class ArchiveWriter:
    """Writes a backup."""

    def __init__(self, file: IO[bytes], about: Mapping[str, Any], time: float) -> None:
        """Begin.

        Args:
            file: where it is written.
            about: what people are told of it, values that JSON has.
            time: the moment of the backup, in seconds since 1970.
        """
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)
        self._time = time
        self._hashes: dict[str, tuple[int, str]] = {}
        content = json.dumps({"format": FORMAT, **about}, ensure_ascii=False).encode()
        self._put(_ABOUT, content)
        self._hashes[""] = len(content), hashlib.sha256(content).hexdigest()

    def add(self, path: str, content: bytes | Path, mode: int = 0o644) -> None:
        """Add a file; `path` is its place in the workspace. What is in a large file must not change meanwhile."""
        if isinstance(content, bytes):
            self._add(path, io.BytesIO(content), len(content), mode)
            return
        with content.open("rb") as opened:
            self._add(path, opened, content.stat().st_size, mode)

    def finish(self) -> tuple[int, int]:
        """Write the hashes, and return how many files there are and their bytes."""
        self._put(_HASHES, json.dumps(self._hashes, ensure_ascii=False).encode())
        self._tar.close()
        return len(self._hashes) - 1, sum(size for size, _ in self._hashes.values())

    def _add(self, path: str, content: IO[bytes], size: int, mode: int) -> None:
        hashed = _Hashed(content)
        self._tar.addfile(self._entry(_FILES + path, size, mode), hashed)
        self._hashes[path] = size, hashed.digest.hexdigest()

    def _put(self, name: str, content: bytes) -> None:
        self._tar.addfile(self._entry(name, len(content), 0o644), io.BytesIO(content))

    def _entry(self, name: str, size: int, mode: int) -> tarfile.TarInfo:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, mode & 0o777, int(self._time)
        return entry


class ArchiveReader:
    """Reads a backup, file by file; what is read is checked at the end."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin to read.

        Raises:
            BackupError: it is no backup, or of another format.
        """
        self._read: dict[str, tuple[int, str]] = {}
        try:
            self._tar = tarfile.TarFile(fileobj=file, mode="r")
            entry = self._tar.next()
            content = self._tar.extractfile(entry) if entry is not None and entry.name == _ABOUT else None
            text = b"{}" if content is None else content.read()
            self.about: dict[str, Any] = json.loads(text)
            self._read[""] = len(text), hashlib.sha256(text).hexdigest()
        except (tarfile.TarError, ValueError, EOFError) as error:
            raise BackupError("This is no backup of Swell.") from error
        if self.about.get("format") != FORMAT:
            raise BackupError("This is no backup that this version of Swell reads.", hint="Update Swell.")

    def files(self) -> Iterator[tuple[str, int, Iterator[bytes]]]:
        """Give the path, the mode and the content of each file; after the last, all have been checked.

        Raises:
            BackupError: the backup is cut off or damaged.
        """
        try:
            while entry := self._tar.next():
                content = self._tar.extractfile(entry) if entry.isreg() else None
                if content is None:
                    raise BackupError(f"The backup holds '{entry.name}', which is no file.")
                if entry.name == _HASHES:
                    self._check(json.loads(content.read()))
                    return
                path = _safe(entry.name)
                hashed = _Hashed(content)
                yield path, entry.mode, iter(lambda hashed=hashed: hashed.read(_CHUNK), b"")  # type: ignore[misc]
                while hashed.read(_CHUNK):
                    pass
                self._read[path] = entry.size, hashed.digest.hexdigest()
        except (tarfile.TarError, ValueError, EOFError) as error:
            raise BackupError(f"The backup is damaged: {error}.") from error
        raise BackupError("The backup is cut off: its end is missing.")

    def _check(self, hashes: Mapping[str, list[Any]]) -> None:
        expected = {path: (size, digest) for path, (size, digest) in hashes.items()}
        wrong = sorted(path for path in {*expected, *self._read} if expected.get(path) != self._read.get(path))
        if wrong:
            raise BackupError(f"The backup is damaged: {', '.join(wrong[:5]) or _ABOUT} is not as it was written.")


class _Hashed:
    """A file that is read, and what is read is hashed."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        try:
            found = self._content.read(size)
        except tarfile.TarError as error:
            raise BackupError("The backup is cut off: its end is missing.") from error
        self.digest.update(found)
        return found


def _safe(name: str) -> str:
    """Return the path in the workspace that a name in the archive means; none may lead out of it."""
    path = PurePosixPath(name.removeprefix(_FILES))
    if not name.startswith(_FILES) or path.is_absolute() or ".." in path.parts or not path.parts:
        raise BackupError(f"The backup holds '{name}', which is no place in a workspace.")
    return path.as_posix()
