"""One way in for all kinds of files: what a file is, its first bytes say."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Literal

from connectors.files.arrow_file import read_arrow, read_parquet
from connectors.files.csv import read_csv
from connectors.files.errors import DescriptionError, UnreadableFileError
from connectors.files.excel import read_excel
from connectors.files.rows import FileRows, rows_of
from connectors.files.source import read_head
from connectors.files.upload_schema import UploadSchema
from engine.store import Role

Kind = Literal["CSV", "Parquet", "Arrow", "Excel"]


def kind_of(file: Path) -> Kind:
    """Return what a file is; what is nothing else is taken for CSV.

    Raises:
        UnreadableFileError: it can't be read, or is of a kind that has no reader.
    """
    head = read_head(file)
    if head.startswith(b"PAR1"):
        return "Parquet"
    if head.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return "Arrow"
    if head.startswith(b"FEA1"):
        raise UnreadableFileError(
            "The file is of the first version of Feather, which is no longer read.",
            hint="Write it as Parquet or as an Arrow IPC file.",
            file=file,
        )
    if head.startswith(b"\xd0\xcf\x11\xe0") or (head.startswith(b"PK\x03\x04") and _is_workbook(file)):
        return "Excel"
    return "CSV"


def read_file(
    path: str | PathLike[str],
    *,
    schema: UploadSchema | None = None,
    sheet: str | None = None,
    roles: Mapping[str, Role] | None = None,
) -> FileRows:
    """Read a CSV, Parquet, Arrow or Excel file.

    Args:
        path: the file.
        schema: for CSV: its columns, as uploads to CRM Analytics describe them.
        sheet: for Excel: the name of the sheet (default: the first).
        roles: for CSV without a schema: fields whose role is known, by name. Their values have to fit it.

    Returns:
        Its rows. Those of Parquet and Arrow files are read when they are asked for, all others at once.

    Raises:
        FileImportError: something is wrong with the file; the message says where and what to do.
    """
    file = Path(path)
    kind = kind_of(file)
    if schema is not None and kind != "CSV":
        raise DescriptionError(
            f"An upload schema describes CSV files, and this is a file of the kind {kind}.",
            hint="Leave the schema out: the file has types of its own.",
            file=file,
        )
    if sheet is not None and kind != "Excel":
        raise UnreadableFileError(
            f"Only Excel workbooks have sheets, and this is a file of the kind {kind}.",
            hint="Leave the name of the sheet out.",
            file=file,
        )
    return _read(file, kind, schema, sheet, roles)


def _read(
    file: Path, kind: Kind, schema: UploadSchema | None, sheet: str | None, roles: Mapping[str, Role] | None
) -> FileRows:
    if kind == "Parquet":
        return read_parquet(file)
    if kind == "Arrow":
        return read_arrow(file)
    table = read_csv(file, schema=schema, roles=roles) if kind == "CSV" else read_excel(file, sheet=sheet)
    return rows_of(table.table, table.fields, table.label)


def _is_workbook(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            return any(each.startswith("xl/") for each in names) or (
                "mimetype" in names and b"spreadsheet" in archive.read("mimetype")
            )
    except (zipfile.BadZipFile, OSError):
        return file.suffix.lower() in {".xlsx", ".xlsm", ".xlsb", ".ods"}  # damaged: its reader says so
