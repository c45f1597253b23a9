"""A CSV file read as an upload: rows that are wrong are left out and told one by one, up to a number of them."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from connectors.files.convert import field_spec
from connectors.files.csv import FileTable, header_of, readable
from connectors.files.dialect import Dialect, likely_delimiter
from connectors.files.header import api_names, check_header
from connectors.files.numbers import NumberStyle
from connectors.files.records import Record
from connectors.files.refused import COLUMNS, MOST_REPORTED, Refusal, Refused, RefusedRow, is_report, without_report
from connectors.files.sound_rows import Layout, Malformed, all_rows, read_sound
from connectors.files.upload_rules import Finding, upload_column
from connectors.files.upload_schema import UploadField, UploadSchema
from engine.store import Calendar


@dataclass(frozen=True, slots=True, eq=False)
class Upload:
    """What a file holds: the rows that are sound, and those that are refused."""

    rows: FileTable
    refused: Refused


def read_upload(file: Path, schema: UploadSchema | None = None, *, key: str | None = None) -> Upload:
    """Read a CSV file; whoever publishes its rows looks at how many are refused.

    Args:
        file: the file, or a report of rows that were refused before.
        schema: its columns in order; without it all are texts, named by the first line.
        key: the field whose values tell which rows change; a row without one is refused.

    Raises:
        FileImportError: the file as a whole can't be read.
    """
    given = schema or _texts_of(file)
    with readable(file, given.dialect):
        layout = _layout(file, given)
        with tempfile.TemporaryDirectory(prefix="swell-") as folder:
            texts, malformed = read_sound(file, layout, Path(folder) / "sound.csv")
        columns, findings = [], {}
        for place, field in enumerate(given.fields):
            if not field.skipped:
                values, found = upload_column(texts[place + layout.before], field, field.name == key)
                columns.append(pa.chunked_array(values) if isinstance(values, pa.Array) else values)
                findings.update({place + layout.before: found} if found else {})
        refused = _refused(file, layout, given, texts, malformed, findings)
    kept = [each for each in given.fields if not each.skipped]
    table = pa.Table.from_arrays(columns, [each.name for each in kept])
    bad = _bad(findings, len(table))
    if bad.any():
        table = table.filter(pa.array(~bad))
    return Upload(FileTable(table, tuple(map(field_spec, kept)), given.label), refused)


def _texts_of(file: Path) -> UploadSchema:
    """Return a schema of which all columns are texts, as uploads without one have them."""
    with readable(file, Dialect()):
        dialect = Dialect(delimiter=likely_delimiter(header_of(file, Dialect()).text))
        header = _own(header_of(file, dialect), dialect)
        names = api_names(header, dialect, file)
    fields = tuple(
        UploadField(name=name, label=label.strip(), type="Text", style=NumberStyle(), calendar=Calendar())
        for name, label in zip(names, header.fields, strict=True)
    )
    return UploadSchema(file.stem, file.stem, dialect, fields)


def _layout(file: Path, schema: UploadSchema) -> Layout:
    """Return where the rows begin, and what their columns are."""
    dialect = schema.dialect
    header = header_of(file, dialect)
    report = is_report(header.fields)
    own = _own(header, dialect)
    if dialect.ignored_lines == 1:
        check_header(own, [(each.name, each.label) for each in schema.fields], dialect, file)
    # Names may hold line ends.
    skip = header.next_line - 1 if report or dialect.ignored_lines == 1 else dialect.ignored_lines
    named = report or dialect.ignored_lines > 0
    names = [each.name for each in schema.fields] if not named or len(own.fields) != len(schema.fields) else own.fields
    before = len(COLUMNS) if report else 0
    text = own.text if named else dialect.delimiter.join(names)
    return Layout(dialect, skip, before, tuple(names), text)


def _own(header: Record, dialect: Dialect) -> Record:
    """Return a header without the columns of a report."""
    if not is_report(header.fields):
        return header
    return dataclasses.replace(header, fields=header.fields[len(COLUMNS) :], text=without_report(header.text, dialect))


def _bad(findings: dict[int, list[Finding]], rows: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    bad = np.zeros(rows, np.bool_)
    for found in findings.values():
        for each in found:
            bad |= each.bad
    return bad


def _refused(
    file: Path,
    layout: Layout,
    schema: UploadSchema,
    texts: list[pa.ChunkedArray],
    malformed: list[Malformed],
    findings: dict[int, list[Finding]],
) -> Refused:
    bad = _bad(findings, len(texts[0]))
    places = np.flatnonzero(bad)[:MOST_REPORTED]
    refusals: dict[int, list[Refusal]] = {int(row): [] for row in places}
    for column, found in findings.items():
        for each in found:
            for row in places[each.bad[places]].tolist():
                value = texts[column][row].as_py() or schema.fields[column - layout.before].default or ""
                refusals[row].append(Refusal(layout.names[column - layout.before], each.why(value), value))
    rows = [*_located(file, layout, malformed, refusals)]
    rows += [RefusedRow(each.line, each.text, (Refusal(None, each.reason),)) for each in malformed]
    rows.sort(key=lambda each: each.line)
    own = [dataclasses.replace(each, text=_own_text(each.text, layout)) for each in rows[:MOST_REPORTED]]
    return Refused(len(malformed) + int(bad.sum()), tuple(own), layout.header, layout.dialect)


def _located(
    file: Path, layout: Layout, malformed: list[Malformed], refusals: dict[int, list[Refusal]]
) -> Iterator[RefusedRow]:
    """Yield the rows that have something wrong in their values, with their text: the file is gone through once more."""
    if not refusals:
        return
    strange = {each.line for each in malformed}
    last, number = max(refusals), 0
    for each in all_rows(file, layout):
        if each.line in strange:
            continue
        if number in refusals:
            yield RefusedRow(each.line, each.text, tuple(refusals[number]))
        if number == last:
            return
        number += 1


def _own_text(text: str, layout: Layout) -> str:
    return without_report(text, layout.dialect) if layout.before else text
