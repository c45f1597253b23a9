"""A report in the terminal: sentences, each with its tone in a word, and tables."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator

from dashboards.formats import number_text
from engine.reports.report import Column, Report, Statement, Table
from swell.cli.output import draw_table

TONES = {"neutral": "", "good": "Good: ", "bad": "Bad: ", "unsure": "Not certain: "}
SHOWN_ROWS = 25
WIDEST = 100


def report_text(report: Report, queries: bool = False, width: int | None = None) -> str:
    """Return a report as text.

    Args:
        report: the report.
        queries: whether the SAQL of statements and tables follows each of them.
        width: columns that sentences may take (default: those of the terminal, at most 100).
    """
    room = width or min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns if sys.stdout.isatty() else WIDEST)
    lines = [report.title, "=" * min(room, len(report.title)), ""]
    for each in report.verdict:
        lines += [*_sentence(each, room, queries), ""]
    for section in report.sections:
        lines += [section.heading, "-" * min(room, len(section.heading)), ""]
        for statement in section.statements:
            lines += _sentence(statement, room, queries)
        lines += [""] if section.statements else []
        for table in section.tables:
            lines += [*_rows(table), *_queries({"Query": table.query} if queries else {}), ""]
    return "\n".join(lines).rstrip()


def _sentence(statement: Statement, room: int, queries: bool) -> Iterator[str]:
    text = TONES[statement.tone] + statement.text
    yield from textwrap.wrap(text, room, initial_indent="• ", subsequent_indent="  ")
    if queries:
        yield from _queries({"Query": statement.query, "Records": statement.records})


def _queries(named: dict[str, str | None]) -> Iterator[str]:
    for name, query in named.items():
        if query is not None:
            yield f"    {name}: {' '.join(query.split())}"


def _rows(table: Table) -> Iterator[str]:
    shown = [[_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    numeric = [column.type == "number" for column in table.columns]
    yield draw_table([column.label for column in table.columns], shown[:SHOWN_ROWS], numeric)
    if len(shown) > SHOWN_ROWS:
        yield f"({len(shown) - SHOWN_ROWS:,} more rows)"


def _cell(cell: str | float | int | bool | None, column: Column) -> str | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return number_text(cell, column.format)
    return None if cell is None else str(cell).lower() if isinstance(cell, bool) else cell
