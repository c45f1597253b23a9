"""CSV files as tables: with an upload schema as CRM Analytics reads them, else by what their values look like."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pyarrow as pa

from connectors.files.convert import Rows, convert_column, field_spec
from connectors.files.dialect import Dialect, likely_delimiter
from connectors.files.errors import HeaderError
from connectors.files.header import api_names, check_header, check_is_header
from connectors.files.infer import infer_column
from connectors.files.records import Record, records
from connectors.files.source import check_encoding, check_source, unreadable
from connectors.files.texts import read_texts
from connectors.files.upload_schema import UploadSchema
from connectors.files.xmd import Xmd
from engine.store import FieldSpec


@dataclass(frozen=True, slots=True, eq=False)
class FileTable:
    """What a file holds: its rows, what is known of each column, and what people call it."""

    table: pa.Table
    fields: tuple[FieldSpec, ...]
    label: str


def read_csv(path: str | PathLike[str], *, schema: UploadSchema | None = None, xmd: Xmd | None = None) -> FileTable:
    """Read a CSV file whole.

    Args:
        path: the file. Its first line holds the names of the columns, unless the schema says otherwise.
        schema: its columns in order, as uploads to CRM Analytics describe them. Without it the file is UTF-8, commas,
            semicolons, tabs or bars are between its values, and columns where every value is a number or a date are
            numbers and dates.
        xmd: labels, number formats and members of its fields.

    Raises:
        FileImportError: the file can't be read, or a row or value is wrong; file, line and column are in the error.
    """
    file = Path(path)
    dialect = Dialect() if schema is None else schema.dialect
    check_source(file, None if dialect.codec == "utf-8-sig" else dialect.encoding)
    try:
        table, fields = _inferred(file) if schema is None else _described(file, schema)
    except UnicodeDecodeError:
        check_encoding(file, dialect.codec)
        raise
    except OSError as error:
        raise unreadable(file, error) from error
    if xmd is not None:
        fields = xmd.apply(fields)
    return FileTable(table, fields, file.stem if schema is None else schema.label)


def _inferred(file: Path) -> tuple[pa.Table, tuple[FieldSpec, ...]]:
    dialect = Dialect(delimiter=likely_delimiter(_header(file, Dialect()).text))
    header = _header(file, dialect)
    names = api_names(header, dialect, file)
    check_is_header(header, dialect, file)
    texts = read_texts(file, dialect, header.next_line - 1, len(names))
    columns = [infer_column(each) for each in texts]
    fields = tuple(FieldSpec(name=name, label=label.strip()) for name, label in zip(names, header.fields, strict=True))
    return pa.Table.from_arrays(columns, names), fields


def _described(file: Path, schema: UploadSchema) -> tuple[pa.Table, tuple[FieldSpec, ...]]:
    dialect = schema.dialect
    skip = dialect.ignored_lines
    if skip == 1:
        header = _header(file, dialect)
        check_header(header, [(each.name, each.label) for each in schema.fields], dialect, file)
        skip = header.next_line - 1  # names may hold line ends
    texts = read_texts(file, dialect, skip, len(schema.fields))
    rows = Rows(file, dialect, skip)
    columns = {
        field: convert_column(texts[index], field, index, rows)
        for index, field in enumerate(schema.fields)
        if not field.skipped
    }
    table = pa.Table.from_arrays(list(columns.values()), [each.name for each in columns])
    return table, tuple(field_spec(each) for each in columns)


def _header(file: Path, dialect: Dialect) -> Record:
    header = next(records(file, dialect), None)
    if header is None:
        raise HeaderError("The file has no line with names of columns.", file=file)
    return header
