"""Parquet files, Arrow IPC files and streams: read in batches, so that the memory does not go by the file's size."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path

import pyarrow as pa

from connectors.files.arrow_columns import ArrowColumns, arrow_columns
from connectors.files.errors import UnreadableFileError
from connectors.files.rows import BATCH_ROWS, FileRows, at_least_one

_BUFFER_BYTES = 1 << 18
"""How much of each column of a Parquet file is read at a time."""

Opened = tuple[pa.Schema, Iterator[pa.RecordBatch]]


def read_parquet(path: str | PathLike[str]) -> FileRows:
    """Open a Parquet file; its rows are read when they are asked for.

    Args:
        path: the file.

    Raises:
        FileImportError: the file is damaged, or a column is of a type that a dataset can't hold; while the rows are
            gone through also where a value is.
    """
    return _read(Path(path), _open_parquet, "Parquet")


def read_arrow(path: str | PathLike[str]) -> FileRows:
    """Open an Arrow IPC file (also called Feather) or stream; else as `read_parquet`."""
    return _read(Path(path), _open_arrow, "Arrow")


def _read(file: Path, opening: Callable[[Path], Opened], kind: str) -> FileRows:
    with _told(file, kind):
        schema, batches = opening(file)
    columns = arrow_columns(schema, file)
    return FileRows(
        columns.schema, at_least_one(_batches(columns, batches, kind), columns.schema), columns.fields, columns.label
    )


def _batches(columns: ArrowColumns, batches: Iterator[pa.RecordBatch], kind: str) -> Iterator[pa.RecordBatch]:
    row = 1
    while True:
        with _told(columns.file, kind):
            batch = next(batches, None)
            if batch is None:
                return
            batch.validate(full=kind == "Arrow")  # Parquet's reader has looked at each value
        for start in range(0, len(batch), BATCH_ROWS):
            yield columns.convert(batch.slice(start, BATCH_ROWS), row + start)
        row += len(batch)


@contextlib.contextmanager
def _told(file: Path, kind: str) -> Iterator[None]:
    """Turn what Arrow says of a file into an error that says which file it is."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise UnreadableFileError(
            f"The {kind} file can't be read: {reason}.",
            hint="It may be damaged, or not written to its end. Write or copy it again.",
            file=file,
        ) from error


def _open_parquet(file: Path) -> Opened:
    import pyarrow.parquet as parquet

    # Else it holds all bytes of the file, or those of a row group, which may be the same.
    opened = parquet.ParquetFile(pa.OSFile(str(file)), pre_buffer=False, buffer_size=_BUFFER_BYTES)
    return opened.schema_arrow, opened.iter_batches(BATCH_ROWS)


def _open_arrow(file: Path) -> Opened:
    # Not mapped into memory: a file that is cut short while it is read would end the process.
    source = pa.OSFile(str(file))
    if source.read(6) == b"ARROW1":
        reader = pa.ipc.open_file(source)
        return reader.schema, (reader.get_batch(number) for number in range(reader.num_record_batches))
    source.seek(0)
    stream = pa.ipc.open_stream(source)
    return stream.schema, iter(stream)
