"""Tables on the terminal, and the other forms that results take.

Drawn here rather than with rich: importing that would cost a tenth of the time that a whole query may take.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from saql.diagnostics import Diagnostic

MAX_CELL = 40
"""Columns of the terminal that one cell may take before it is cut."""


def draw_table(names: Sequence[str], rows: Sequence[Sequence[Any]], numeric: Sequence[bool]) -> str:
    """Return rows as text in columns: numbers to the right, long texts cut, no wider than the terminal."""
    cells = [[cell_text(value) for value in row] for row in rows]
    widths = [
        min(MAX_CELL, max([display_width(name), *(display_width(row[i]) for row in cells)]))
        for i, name in enumerate(names)
    ]
    shown = _fitting(widths, shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else 10_000)
    lines = [_line(names, widths, numeric, shown), "  ".join("─" * widths[i] for i in range(shown))]
    lines += [_line(row, widths, numeric, shown) for row in cells]
    if shown < len(names):
        lines.append(f"({len(names) - shown} more columns do not fit: {', '.join(names[shown:])})")
    return "\n".join(lines)


def _fitting(widths: Sequence[int], room: int) -> int:
    used = 0
    for count, width in enumerate(widths):
        used += width + 2
        if used - 2 > room:
            return max(count, 1)
    return len(widths)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], shown: int) -> str:
    padded = (_pad(cells[i], widths[i], numeric[i]) for i in range(shown))
    return "  ".join(padded).rstrip()


def _pad(text: str, width: int, right: bool) -> str:
    if display_width(text) > width:
        kept = ""
        for letter in text:
            if display_width(kept) + display_width(letter) > width - 1:
                break
            kept += letter
        text = kept + "…"
    gap = " " * (width - display_width(text))
    return gap + text if right else text + gap


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def cell_text(value: Any) -> str:
    """Return a value as people read it: thousands separated, nulls as a dash."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 1e15 else f"{value:g}"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return " ".join(str(value).split())


def is_numeric(column: pa.ChunkedArray) -> bool:
    """Whether a column's values stand to the right."""
    import pyarrow.types as types

    return bool(types.is_integer(column.type) or types.is_floating(column.type))


def table_text(table: pa.Table, shown: int) -> str:
    """Return the first `shown` rows of an Arrow table, drawn."""
    head = table.slice(0, shown)
    rows = list(zip(*(column.to_pylist() for column in head.columns), strict=True))
    return draw_table(table.column_names, rows, [is_numeric(column) for column in table.columns])


def warnings_text(warnings: Sequence[Diagnostic], query: str, name: str) -> str:
    """Return warnings as compilers show them, an empty line after each; `name` is what to call the query."""
    from saql.render import render  # few queries have any

    return "".join(f"{render(each, query, name)}\n\n" for each in warnings).removesuffix("\n")


def csv_lines(table: pa.Table) -> Iterable[str]:
    """Yield the header and the rows as CSV, without line ends."""
    import csv
    import io

    for row in (table.column_names, *zip(*(column.to_pylist() for column in table.columns), strict=True)):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(["" if value is None else _plain(value) for value in row])
        yield line.getvalue()


def json_text(table: pa.Table) -> str:
    """Return the rows as a JSON array of objects, one a line."""
    rows = (json.dumps(row, ensure_ascii=False, default=_plain) for row in table.to_pylist())
    return "[" + ",\n ".join(rows) + "]"


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
