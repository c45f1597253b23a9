"""The rows of a file as columns of texts; the fast reader is Arrow's, the exact one finds what it complains of."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from connectors.files.dialect import Dialect
from connectors.files.errors import RowError
from connectors.files.records import Record, records
from connectors.files.source import check_encoding, count_bytes

_BLOCK_BYTES = 1 << 22


def read_texts(file: Path, dialect: Dialect, skip: int, width: int) -> list[pa.ChunkedArray]:
    """Read every column as strings; empty values are null.

    Args:
        file: the file.
        dialect: its signs.
        skip: how many lines stand before the rows.
        width: how many columns each row has.

    Raises:
        EncodingError: a byte is not of the file's encoding.
        RowError: a row does not have `width` values, or a quote does not end.
    """
    if next(records(file, dialect, skip), None) is None:
        return [pa.chunked_array([], pa.string())] * width
    try:
        columns = _read(file, dialect, skip, width)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        check_encoding(file, dialect.codec)
        _check_rows(file, dialect, skip, width)
        raise RowError(f"The file can't be read as CSV: {error}", file=file) from error
    if quotes_are_doubtful(file, dialect, columns):
        _check_rows(file, dialect, skip, width)
    return columns


def _read(file: Path, dialect: Dialect, skip: int, width: int) -> list[pa.ChunkedArray]:
    names = [str(index) for index in range(width)]
    with file.open("rb") as opened:
        table = pa.csv.read_csv(
            opened,
            read_options=pa.csv.ReadOptions(
                column_names=names,
                skip_rows=skip,
                block_size=_BLOCK_BYTES,
                encoding="utf8" if dialect.codec == "utf-8-sig" else dialect.encoding,
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote,
                double_quote=True,
                escape_char=dialect.escape or False,
                newlines_in_values=True,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    return [table.column(name) for name in names]


def quotes_are_doubtful(file: Path, dialect: Dialect, columns: list[pa.ChunkedArray]) -> bool:
    """Return whether Arrow may have taken several rows for one value: it lets a stray quote run on without a word."""
    if any(pc.any(pc.match_substring(each, "\n")).as_py() for each in columns):
        return True
    return count_bytes(file, dialect.quote, dialect.codec) % 2 == 1


def _check_rows(file: Path, dialect: Dialect, skip: int, width: int) -> None:
    for record in records(file, dialect, skip, strict=True):
        if len(record.fields) != width:
            place = record.place(width, dialect)
            message, hint = width_error(record, width, dialect)
            column = place.column if place.line == record.line else None
            raise RowError(message, hint=hint, file=file, line=record.line, column=column)


def width_error(record: Record, width: int, dialect: Dialect) -> tuple[str, str]:
    """Return what to say of a record that has not as many values as there are columns, and what to do."""
    found = len(record.fields)
    message = f"The row has {_values(found)} and the file has {width} columns."
    return message, _hint(record.text, found, width, dialect)


def _values(count: int) -> str:
    return f"{count} value" if count == 1 else f"{count} values"


def _hint(text: str, found: int, width: int, dialect: Dialect) -> str:
    delimiter, quote = dialect.delimiter, dialect.quote
    if found < width:
        return f"Add the missing values; an empty one is written as nothing between two {delimiter!r}."
    if f"{delimiter} {quote}" in text:
        return f"Remove the spaces between {delimiter!r} and {quote!r}."
    return f"Put values that hold {delimiter!r} between {quote} and {quote}."
