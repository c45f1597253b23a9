"""A file of named arrays: filled from several threads, mapped into memory without a copy.

The arrays stand one after another, each at a multiple of 64 bytes. A directory in JSON follows: the file's own name,
and of each array its field, what it is to the field, NumPy type, place and length. The last 16 bytes are the
directory's length and `MAGIC`. The manifest has a hash of the directory, so that no other file is taken for this one.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.store.errors import CorruptDatasetError
from saql.record import record

MAGIC = b"swell  2"
_ALIGNMENT = 64

Array: TypeAlias = npt.NDArray[Any]
Key: TypeAlias = tuple[str, str]
"""A field, and what the array is to it: `values`, `codes`, .."""

Read: TypeAlias = Callable[..., Array]
"""`ArrayFile.array` or `ArrayFile.fresh`."""


@record
class Place:
    """Where an array is in a file."""

    kind: np.dtype[Any]
    offset: int
    count: int


@record
class Sealed:
    """A file that was written: its name relative to the dataset's folder, size in bytes, hash of the directory."""

    file: str
    size: int
    seal: str


class ArrayFileWriter:
    """Writes a file of arrays; threads may share it."""

    def __init__(self, root: Path, file: str) -> None:
        """Create `file` in the dataset's folder `root`."""
        self._file = file
        self._opened = os.open(root / file, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
        self._end = 0
        self._places: dict[Key, Place] = {}
        self._lock = threading.Lock()

    def put(self, key: Key, values: Array) -> None:
        """Write an array."""
        self.reserve(key, values.dtype, len(values)).append(values)

    def reserve(self, key: Key, kind: np.dtype[Any], count: int) -> Region:
        """Return the place of an array that is written block by block, from one thread."""
        with self._lock:
            place = Place(kind, self._end, count)
            self._end += -(-count * kind.itemsize // _ALIGNMENT) * _ALIGNMENT
            self._places[key] = place
        return Region(self._opened, place)

    def finish(self) -> Sealed:
        """Write the directory, and flush the file to the disk."""
        arrays = [[*key, each.kind.str, each.offset, each.count] for key, each in sorted(self._places.items())]
        directory = json.dumps({"file": self._file, "arrays": arrays}, ensure_ascii=False).encode()
        _write(self._opened, directory + len(directory).to_bytes(8, "little") + MAGIC, self._end)
        os.fsync(self._opened)
        return Sealed(self._file, os.fstat(self._opened).st_size, _seal(directory))

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._opened)


class Region:
    """The place of one array in a file that is being written."""

    def __init__(self, opened: int, place: Place) -> None:
        """Take the file's descriptor and the place."""
        self._opened = opened
        self._kind = place.kind
        self._next = place.offset

    def append(self, values: Array) -> None:
        """Write the next values of the array."""
        content = np.ascontiguousarray(values, self._kind).view(np.uint8)
        _write(self._opened, content.data, self._next)
        self._next += len(content)


class ArrayFile:
    """A file of arrays that is read; it is mapped when the first array is asked for. Threads may share it."""

    def __init__(self, path: Path, size: int, places: Mapping[Key, tuple[str, int, int]]) -> None:
        """Take what `open_arrays` has found: type, place and length of each array."""
        self._path = path
        self._size = size
        self._places = places
        self._mapped: pa.Buffer | None = None
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """The file, for messages."""
        return self._path

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def place(self, key: Key) -> Place:
        """Return type and length of an array.

        Raises:
            CorruptDatasetError: the file does not have it.
        """
        if key not in self._places:
            raise CorruptDatasetError(self._path, f'it has no {key[1]} of "{key[0]}"')
        kind, offset, count = self._places[key]
        return Place(np.dtype(kind), offset, count)

    def array(self, key: Key, start: int = 0, stop: int | None = None) -> Array:
        """Return the items `start` to `stop` of an array; the file stays mapped while anything refers to it."""
        place = self.place(key)
        with self._lock:
            if self._mapped is None:
                self._mapped = self._map()
        whole: Array = np.ndarray(place.count, place.kind, self._mapped, place.offset)
        return whole[start:stop]

    def fresh(self, key: Key, start: int = 0, stop: int | None = None) -> Array:
        """Return the same from a mapping of its own: what is read stays in memory no longer than the result."""
        place = self.place(key)
        stop = place.count if stop is None else min(stop, place.count)
        first = place.offset + start * place.kind.itemsize
        skipped = first % mmap.ALLOCATIONGRANULARITY
        size = max(stop - start, 0) * place.kind.itemsize
        if not size:
            return np.zeros(0, place.kind)
        try:
            with self._path.open("rb") as opened:
                mapped = mmap.mmap(opened.fileno(), skipped + size, access=mmap.ACCESS_READ, offset=first - skipped)
        except (OSError, ValueError) as error:
            raise CorruptDatasetError(self._path, str(error)) from error
        return np.ndarray(stop - start, place.kind, mapped, skipped)

    def _map(self) -> pa.Buffer:
        try:
            with pa.memory_map(str(self._path)) as opened:  # the mapping outlives the descriptor
                return opened.read_buffer(self._size)
        except OSError as error:
            raise CorruptDatasetError(self._path, error.strerror or str(error)) from error


def open_arrays(root: Path, sealed: Sealed) -> ArrayFile:
    """Read the directory of a file of arrays.

    Raises:
        CorruptDatasetError: the file is missing, cut off or not the one that was written.
    """
    path = root / sealed.file
    try:
        with path.open("rb") as opened:
            found = os.fstat(opened.fileno()).st_size
            if found != sealed.size:
                raise CorruptDatasetError(path, f"it has {found:,} bytes and should have {sealed.size:,}")
            opened.seek(-16, os.SEEK_END)
            tail = opened.read()
            length = int.from_bytes(tail[:8], "little")
            if tail[8:] != MAGIC or length > found - 16:
                raise CorruptDatasetError(path, "it is not a file of columns")
            opened.seek(-16 - length, os.SEEK_END)
            directory = opened.read(length)
    except OSError as error:
        raise CorruptDatasetError(path, error.strerror or str(error)) from error
    if _seal(directory) != sealed.seal:
        raise CorruptDatasetError(path, "it is not the file that was written")
    arrays = json.loads(directory)["arrays"]
    places = {(field, what): place for field, what, *place in arrays}
    return ArrayFile(path, sealed.size, places)


def _seal(directory: bytes) -> str:
    return hashlib.sha256(directory).hexdigest()[:32]


def _write(opened: int, content: bytes | memoryview, offset: int) -> None:
    rest = memoryview(content)
    while rest:
        written = os.pwrite(opened, rest, offset)
        rest, offset = rest[written:], offset + written
