"""CSV of one widget: the values as they are, without number formats (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re

from dashboards.export.report import Table
from dashboards.model import Json

_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")  # the last four are the same signs in full width


def csv_bytes(table: Table) -> bytes:
    """Return a widget's data as CSV in UTF-8, with the labels of the columns as its head.

    A text that a spreadsheet would run as a formula has an apostrophe before it, as it has on the page.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_field(each.label or each.name) for each in table.columns)
    writer.writerows([_field(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8")


def _field(cell: Json) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) else cell
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e21 else str(cell)
