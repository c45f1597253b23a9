"""Arrow IPC files of one record batch: one contiguous, uncompressed buffer a column, mapped instead of read."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from engine.store.disk import write_flushed
from engine.store.errors import CorruptDatasetError


def write_batch(file: Path, batch: pa.RecordBatch) -> int:
    """Write a batch to a new file, flushed to the disk, and return the file's size in bytes."""

    def write(opened: object) -> None:
        with pa.ipc.new_file(opened, batch.schema) as writer:
            writer.write_batch(batch)

    return write_flushed(file, write)


def map_batch(file: Path, size: int, rows: int) -> pa.RecordBatch:
    """Map the batch of a file into memory; nothing is read until it is used.

    Args:
        file: a file that `write_batch` wrote.
        size: its size in bytes, as the manifest has it.
        rows: its rows, as the manifest has it.

    Raises:
        CorruptDatasetError: the file is missing, cut off or not what the manifest says.
    """
    try:
        found = file.stat().st_size
        if found != size:
            raise CorruptDatasetError(file, f"it has {found:,} bytes and should have {size:,}")
        batch = pa.ipc.open_file(pa.memory_map(str(file))).get_batch(0)
    except OSError as error:
        raise CorruptDatasetError(file, error.strerror or str(error)) from error
    except (pa.ArrowException, IndexError) as error:
        raise CorruptDatasetError(file, f"it is not a file of Arrow columns ({error})") from error
    if batch.num_rows != rows:
        raise CorruptDatasetError(file, f"it has {batch.num_rows:,} rows and should have {rows:,}")
    return batch
