"""Validity as Arrow has it, a bit a row, for kernels that read bits."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.kernels.arrays import Array, Mask, validity


def bitmap(column: pa.Array) -> Array | None:
    """Return the validity of an array as bytes of eight rows, the first in the lowest bit; None where nothing is null.

    It is Arrow's own buffer where that starts with the array's first row.
    """
    if not column.null_count:
        return None
    buffer = column.buffers()[0]
    if buffer is not None and column.offset % 8 == 0:
        return np.frombuffer(buffer, np.uint8)[column.offset // 8 :]
    return pack(validity(column))


def pack(mask: Mask | None) -> Array | None:
    """Return a mask as a bitmap."""
    return None if mask is None else np.packbits(mask, bitorder="little")
