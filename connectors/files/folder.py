"""A folder of files as one dataset: CSV parts, a file that was cut into parts, or files of another kind."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path

import pyarrow as pa

from connectors.files.csv import read_csv, read_csv_parts
from connectors.files.cut_file import find_cut_file, is_part, joined
from connectors.files.errors import HeaderError, UnreadableFileError
from connectors.files.formats import Kind, kind_of, read_file
from connectors.files.rows import FileRows, rows_of
from connectors.files.upload_schema import UploadSchema

_SUFFIXES = frozenset(".csv .tsv .parquet .arrow .arrows .feather .ipc .xlsx .xlsm .xlsb .xls .ods".split())
_UNFINISHED = ("~$", ".")


def data_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may hold rows, by their names, numbers in them by their value.

    Hidden files are left out, and those with other suffixes, which programs give to files that they have not finished.

    Raises:
        UnreadableFileError: it is no folder, or can't be read.
    """
    try:
        found = [each for each in folder.iterdir() if _may_hold_rows(each)]
    except OSError as error:
        raise UnreadableFileError(
            f"The folder can't be read: {error.strerror or error}.", hint="Name a folder that there is.", file=folder
        ) from error
    return sorted(found, key=lambda each: [(int(n or 0), text) for text, n in re.findall(r"(\D*)(\d*)", each.name)])


def read_folder(
    path: str | PathLike[str],
    *,
    schema: UploadSchema | None = None,
    sheet: str | None = None,
) -> FileRows:
    """Read the files of a folder as one: all of one kind, with the same columns.

    Args:
        path: the folder. Folders within it are left out.
        schema: for CSV: the columns of each file.
        sheet: for Excel: the name of the sheet in each workbook.

    Returns:
        The rows, file by file in the order of the names.

    Raises:
        FileImportError: there are no files, they don't fit each other, or something is wrong with one of them.
    """
    folder = Path(path)
    files = data_files(folder)
    if not files:
        raise UnreadableFileError(
            "The folder has no files to import.",
            hint="CSV, Parquet, Arrow and Excel files are known by the ends of their names, such as .csv.",
            file=folder,
        )
    return read_files(files, label=folder.resolve().name, schema=schema, sheet=sheet)


def read_files(
    files: Sequence[Path],
    *,
    label: str,
    schema: UploadSchema | None = None,
    sheet: str | None = None,
) -> FileRows:
    """Read files of a folder as one; `label` is what people call it where no schema says so, else as `read_folder`."""
    rows = _read(files, schema, sheet)
    return dataclasses.replace(rows, label=label if schema is None else rows.label)


def _may_hold_rows(file: Path) -> bool:
    if file.name.startswith(_UNFINISHED) or not file.is_file():
        return False
    return file.suffix.lower() in _SUFFIXES or is_part(file)


def _read(files: Sequence[Path], schema: UploadSchema | None, sheet: str | None) -> FileRows:
    cut = find_cut_file(files)
    if cut is not None:
        with joined(cut) as whole:
            table = read_csv(whole, schema=schema)
        return rows_of(table.table, table.fields, table.label)
    kinds = {file: kind_of(file) for file in files}
    if set(kinds.values()) == {"CSV"} and sheet is None:
        table = read_csv_parts(files, schema=schema)
        return rows_of(table.table, table.fields, table.label)
    _check_one_kind(kinds)
    first = read_file(files[0], schema=schema, sheet=sheet)
    if len(files) == 1:
        return first
    whole_schema = _common_schema(files, [first.schema, *(read_file(each, sheet=sheet).schema for each in files[1:])])
    return FileRows(whole_schema, _all_batches(files, whole_schema, sheet), first.fields, first.label)


def _check_one_kind(kinds: dict[Path, Kind]) -> None:
    (first, kind), *others = kinds.items()
    for file, other in others:
        if other != kind:
            raise UnreadableFileError(
                f"The file is of the kind {other}, and {first.name} is of the kind {kind}.",
                hint="A folder that becomes one dataset has files of one kind. Move the others out.",
                file=file,
            )


def _common_schema(files: Sequence[Path], schemas: Sequence[pa.Schema]) -> pa.Schema:
    """Return the columns of all files, each in the type that holds the values of all."""
    whole = _plain(schemas[0])
    for file, schema in zip(files[1:], schemas[1:], strict=True):
        if sorted(schema.names) != sorted(whole.names):
            differing = sorted(set(schema.names) ^ set(whole.names))
            raise HeaderError(
                f'The file has other columns than {files[0].name}: "{differing[0]}" is only in one of them.',
                hint="The parts of one dataset have the same columns.",
                file=file,
            )
        try:
            whole = pa.unify_schemas([whole, _plain(schema)], promote_options="permissive")
        except (pa.ArrowTypeError, pa.ArrowInvalid) as error:
            name = next(each for each in whole.names if not _unifies(whole.field(each), _plain(schema).field(each)))
            raise HeaderError(
                f'The column "{name}" is of the type {schema.field(name).type}, and in the files before it is of the '
                f"type {whole.field(name).type}.",
                hint="Write the column as the same type in all files.",
                file=file,
            ) from error
    return whole


def _plain(schema: pa.Schema) -> pa.Schema:
    """Return a schema without dictionaries, which differ from file to file."""
    kinds = [each.type.value_type if pa.types.is_dictionary(each.type) else each.type for each in schema]
    return pa.schema([pa.field(each.name, kind) for each, kind in zip(schema, kinds, strict=True)])


def _unifies(one: pa.Field, other: pa.Field) -> bool:
    try:
        pa.unify_schemas([pa.schema([one]), pa.schema([other])], promote_options="permissive")
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return False
    return True


def _all_batches(files: Sequence[Path], schema: pa.Schema, sheet: str | None) -> Iterator[pa.RecordBatch]:
    """Read one file after the other: each is opened anew, as many may not be open at once."""
    for file in files:
        for batch in read_file(file, sheet=sheet).batches:
            columns = [batch.column(each.name).cast(each.type) for each in schema]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)
