"""Arrays that outgrow the memory of a query: in files, mapped into memory, that have no name.

The system keeps such a file only as long as somebody holds it: nothing stays behind, whatever ends the query.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.errors import SwellError
from engine.kernels.arrays import Array
from engine.limits import Limits

if TYPE_CHECKING:
    import mmap

_SHARE = 2
"""Arrays may take one part in so many of the memory of a query."""


class SpillError(SwellError):
    """The disk has no room for what the memory has none for."""


def new_arrays(rows: int, kinds: Sequence[np.dtype[Any]], limits: Limits) -> list[Array]:
    """Return arrays to be filled, in memory or, where they take too much of it, in a file.

    Args:
        rows: The length of each.
        kinds: Their types.
        limits: The memory of the query, and the folder for files; without a folder all stays in memory.

    Raises:
        SpillError: The folder can't be written to, or has no room.
    """
    size = rows * sum(kind.itemsize for kind in kinds)
    if limits.spill_folder is None:
        return [np.empty(rows, kind) for kind in kinds]
    if limits.memory is None or size <= limits.memory // _SHARE:
        try:
            return [np.empty(rows, kind) for kind in kinds]
        except MemoryError:  # the process may take less than was thought
            pass
    folder = limits.spill_folder()
    return [np.frombuffer(_mapped(rows * kind.itemsize, folder), kind) for kind in kinds]


def _mapped(size: int, folder: Path) -> mmap.mmap:
    import mmap  # few queries need these
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder, prefix="swell-") as file:
            _reserve(file.fileno(), size)
            return mmap.mmap(file.fileno(), size)
    except OSError as error:
        raise SpillError(
            f"The query needs {size / 1e6:,.0f} MB beside its memory, and the folder {folder} can't take "
            f"them: {error.strerror or error}.",
            hint="Make room there, or set another spill_folder or more memory_mb under [query] in swell.toml.",
        ) from error


def _reserve(file: int, size: int) -> None:
    """Make a file long, its blocks taken from the disk now: a mapped file has no other way to say that it is full."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
    else:
        block = bytes(1 << 20)
        for begin in range(0, size, len(block)):
            os.write(file, block[: size - begin])
