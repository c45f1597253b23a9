"""CSV files as tables: with an upload schema as CRM Analytics reads them, else by what their values look like."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pyarrow as pa

from connectors.files.convert import Rows, convert_column, field_spec
from connectors.files.dialect import Dialect, likely_delimiter
from connectors.files.errors import HeaderError
from connectors.files.header import api_names, check_header, check_is_header, check_same_header
from connectors.files.infer import fit_column, infer_column
from connectors.files.records import Record, records
from connectors.files.source import check_encoding, check_source, unreadable
from connectors.files.texts import read_texts
from connectors.files.upload_schema import UploadSchema
from engine.store import FieldSpec, Role


@dataclass(frozen=True, slots=True, eq=False)
class FileTable:
    """What a file holds: its rows, what is known of each column, and what people call it."""

    table: pa.Table
    fields: tuple[FieldSpec, ...]
    label: str


def read_csv(
    path: str | PathLike[str],
    *,
    schema: UploadSchema | None = None,
    roles: Mapping[str, Role] | None = None,
) -> FileTable:
    """Read a CSV file whole.

    Args:
        path: the file. Its first line holds the names of the columns, unless the schema says otherwise.
        schema: its columns in order, as uploads to CRM Analytics describe them. Without it the file is UTF-8, commas,
            semicolons, tabs or bars are between its values, and columns where every value is a number or a date are
            numbers and dates.
        roles: without a schema: fields whose role is known, by name. Their values have to fit it.

    Raises:
        FileImportError: the file can't be read, or a row or value is wrong; file, line and column are in the error.
    """
    return read_csv_parts([Path(path)], schema=schema, roles=roles)


def read_csv_parts(
    files: Sequence[Path],
    *,
    schema: UploadSchema | None = None,
    roles: Mapping[str, Role] | None = None,
) -> FileTable:
    """Read CSV files with the same columns as one table; what a column is, the values of all of them say.

    The arguments and errors are those of `read_csv`; there is at least one file.
    """
    table, fields = _inferred(files, roles or {}) if schema is None else _described(files, schema)
    return FileTable(table, fields, files[0].stem if schema is None else schema.label)


@contextlib.contextmanager
def readable(file: Path, dialect: Dialect) -> Iterator[None]:
    """Look that a file is text, and turn what the system says of it while it is read into errors that name it."""
    check_source(file, None if dialect.codec == "utf-8-sig" else dialect.encoding)
    try:
        yield
    except UnicodeDecodeError:
        check_encoding(file, dialect.codec)
        raise
    except OSError as error:
        raise unreadable(file, error) from error


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A file without a schema: its header, and its columns as texts."""

    rows: Rows
    header: Record
    texts: list[pa.ChunkedArray]


def _inferred(files: Sequence[Path], roles: Mapping[str, Role]) -> tuple[pa.Table, tuple[FieldSpec, ...]]:
    parts: list[_Part] = []
    names: list[str] = []
    for file in files:
        with readable(file, Dialect()):
            dialect = Dialect(delimiter=likely_delimiter(header_of(file, Dialect()).text))
            header = header_of(file, dialect)
            if parts:
                check_same_header(header, parts[0].header, dialect, file, files[0])
            else:
                names = api_names(header, dialect, file)
                check_is_header(header, dialect, file)
            skip = header.next_line - 1
            parts.append(_Part(Rows(file, dialect, skip), header, read_texts(file, dialect, skip, len(names))))
    columns = [_typed(parts, index, name, roles.get(name)) for index, name in enumerate(names)]
    labels = [each.strip() for each in parts[0].header.fields]
    fields = tuple(FieldSpec(name=name, label=label) for name, label in zip(names, labels, strict=True))
    return pa.Table.from_arrays(columns, names), fields


def _typed(parts: Sequence[_Part], index: int, name: str, role: Role | None) -> pa.ChunkedArray:
    if role is None:
        return infer_column(
            pa.chunked_array([each for part in parts for each in part.texts[index].chunks], pa.string())
        )
    fitted = [fit_column(part.texts[index], name, role, index, part.rows) for part in parts]
    return pa.concat_tables([pa.table({name: each}) for each in fitted], promote_options="permissive").column(name)


def _described(files: Sequence[Path], schema: UploadSchema) -> tuple[pa.Table, tuple[FieldSpec, ...]]:
    tables = [_described_table(file, schema) for file in files]
    kept = [each for each in schema.fields if not each.skipped]
    return pa.concat_tables(tables, promote_options="permissive"), tuple(field_spec(each) for each in kept)


def _described_table(file: Path, schema: UploadSchema) -> pa.Table:
    dialect = schema.dialect
    with readable(file, dialect):
        skip = dialect.ignored_lines
        if skip == 1:
            header = header_of(file, dialect)
            check_header(header, [(each.name, each.label) for each in schema.fields], dialect, file)
            skip = header.next_line - 1  # names may hold line ends
        texts = read_texts(file, dialect, skip, len(schema.fields))
        rows = Rows(file, dialect, skip)
        columns = {
            field.name: convert_column(texts[index], field, index, rows)
            for index, field in enumerate(schema.fields)
            if not field.skipped
        }
    return pa.Table.from_arrays(list(columns.values()), list(columns))


def header_of(file: Path, dialect: Dialect) -> Record:
    """Return the first record of a file.

    Raises:
        HeaderError: there is none.
    """
    header = next(records(file, dialect), None)
    if header is None:
        raise HeaderError("The file has no line with names of columns.", file=file)
    return header
