"""A list of the records as a file in the workspace: CSV or a workbook. What is done twice is a second file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dashboards.export.csv import csv_bytes
from dashboards.export.errors import needed
from dashboards.export.report import Table
from dashboards.model.json import Json
from dashboards.steps.result import Column
from engine.disk import replace_flushed
from swell.acting.action import Export
from swell.acting.exports import shown
from swell.acting.ledger import Outcome
from swell.acting.plan import Deed, Row
from swell.acting.values import key_text, value_json

_LAST_EXACT = 2**53


def export(effect: Export, deeds: Sequence[Deed], folder: Path) -> Iterator[Mapping[str, Outcome]]:
    """Write the file into a folder, and give its name for each record.

    Raises:
        ExportError: it is to be a workbook, and the extra for that is not installed.
    """
    rows = [each.content.values for each in deeds if isinstance(each.content, Row)]
    names = [*dict.fromkeys(name for row in rows for name in row)]
    cells: list[list[Json]] = [[value_json(row.get(name)) for name in names] for row in rows]
    file = folder / f"list.{effect.format}"
    replace_flushed(file, _workbook(names, cells) if effect.format == "xlsx" else _csv(names, cells))
    yield {each.id: Outcome(shown(file)) for each in deeds}


def _csv(names: Sequence[str], cells: Sequence[Sequence[Json]]) -> bytes:
    columns = tuple(Column(each, each, "text") for each in names)
    return csv_bytes(Table("list", "table", "List", None, columns, cells))


def _workbook(names: Sequence[str], cells: Sequence[Sequence[Json]]) -> bytes:
    with needed("xlsxwriter"):
        from xlsxwriter import Workbook
    file = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, settings) as book:
        sheet = book.add_worksheet("List")
        for place, row in enumerate([[*names], *cells]):
            sheet.write_row(place, 0, [*map(_cell, row)])
        sheet.freeze_panes(1, 0)
        if cells:
            sheet.autofilter(0, 0, len(cells), len(names) - 1)
    return file.getvalue()


def _cell(value: Json) -> Json:
    """Return a value as a workbook has it, whose numbers have 53 bits: longer ones are texts there."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return key_text(value) if isinstance(value, int | float) and abs(value) > _LAST_EXACT else value
