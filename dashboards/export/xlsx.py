"""A workbook: a first sheet that says what there is, what was asked and what filtered it; then a sheet a widget."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dashboards.export.errors import needed
from dashboards.export.lines import Line
from dashboards.export.report import Report, Table
from dashboards.formats import affixes, pattern_and_factor
from dashboards.locale import EN_US, DateForm, Locale
from dashboards.model import Json
from dashboards.steps.result import Column
from dashboards.texts import column_texts
from saql.record import record

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PATTERN = re.compile(r"^(.*?)((?:#|0|,)[#0,]*(?:\.[#0]+)?)(.*)$", re.DOTALL)
_COMMAS = {1.0: "", 1e-3: ",", 1e-6: ",,", 1e-9: ",,,"}
_DATE_LETTERS = {"y": "yyyy", "a": "AM/PM"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_LAST_EXACT = 2**53
_WIDEST = 60
_CONTENTS = "Contents"


def xlsx_bytes(report: Report, tables: tuple[Table, ...]) -> bytes:
    """Return a workbook with the data of widgets.

    Args:
        report: the dashboard.
        tables: what its widgets show, a sheet each.

    Raises:
        ExportError: the extra is not installed.
    """
    with needed("xlsxwriter"):
        from xlsxwriter import Workbook
    file = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, settings) as book:
        book.set_properties({"title": report.label, "created": report.computed.replace(tzinfo=None)})
        styles = _Styles(book, report.locale)
        sheets = list(zip(tables, sheet_names(tables), strict=True))
        _write_contents(book.add_worksheet(_CONTENTS), report, sheets, styles)
        for table, name in sheets:
            _write_table(book.add_worksheet(name), table, styles)
        for sheet in book.worksheets() if report.locale.direction == "rtl" else ():
            sheet.right_to_left()
    return file.getvalue()


def sheet_names(tables: tuple[Table, ...]) -> Iterator[str]:
    """Yield a name for the sheet of each table: its title, as far as Excel takes it, no name twice."""
    taken = {_CONTENTS.casefold(), "history"}
    for table in tables:
        title = _FORBIDDEN.sub(" ", table.title).strip().strip("'").strip() or table.widget
        name, number = title[:_LONGEST_NAME], 2
        while name.casefold() in taken:
            end = f" {number}"
            name, number = title[: _LONGEST_NAME - len(end)] + end, number + 1
        taken.add(name.casefold())
        yield name


def number_pattern(pattern: str | None, locale: Locale = EN_US) -> str:
    """Return the number format of Excel for a pattern of CRM Analytics; words in it are quoted, which Excel wants.

    Excel divides by a thousand for each comma after the digits; by what else a pattern multiplies, no format can.
    """
    text, factor = pattern_and_factor(pattern or "")
    first, *others = text.split(";")
    commas = _COMMAS.get(factor / 100 if "%" in text else factor)
    if _PATTERN.match(first) is None or commas is None:
        return "#,##0.##"
    return ";".join(_section(each or first, commas, locale) for each in (first, *others[:2]))


def _section(section: str, commas: str, locale: Locale) -> str:
    found = _PATTERN.match(section)
    if found is None:
        return _literal(section)
    before, after = affixes(found[1], found[3], locale)
    whole, point, fraction = found[2].partition(".")
    return f"{_literal(before)}{whole}{commas}{point}{fraction}{_literal(after)}"


def _literal(text: str) -> str:
    parts = re.split("(%)", re.sub(r"[\"'\\]", "", text))
    return "".join(each if each in ("%", "") else f'"{each}"' for each in parts)


def date_pattern(form: DateForm, locale: Locale) -> str:
    """Return the number format of Excel for dates, in the words of a language (ECMA-376 part 1, 18.8.31)."""
    parts = re.split(r"\{(\w+)\}", locale.dates[form])
    written = [
        _literal(each) if place % 2 == 0 else _DATE_LETTERS.get(each, each.lower()) for place, each in enumerate(parts)
    ]
    return f"[$-{locale.tag}]{''.join(written)}"


def _excel_date(pattern: str) -> str:
    """Return the number format of Excel for a date pattern, whose letters it has in lower case."""
    parts = re.split(r"'((?:[^']|'')*)'", pattern)
    written = [_literal(each) if place % 2 else each.lower().replace("a", "AM/PM") for place, each in enumerate(parts)]
    return "".join(written)


@record
class _Styles:
    """The formats of a workbook, each made once."""

    book: Workbook
    locale: Locale

    def named(self, **properties: object) -> Format:
        return self.book.add_format({"font_name": "Arial", "font_size": 10, "valign": "top", **properties})


def _write_contents(sheet: Worksheet, report: Report, sheets: list[tuple[Table, str]], styles: _Styles) -> None:
    plain, bold = styles.named(), styles.named(bold=True)
    wrapped, link = styles.named(text_wrap=True), styles.named(font_color="#2459C4", underline=1)
    sheet.write_string(0, 0, report.label, styles.named(bold=True, font_size=14))
    sheet.write_string(1, 0, f"Computed {report.stamp}", plain)
    line = 2
    for label, text in report.filters.items():
        sheet.write_string(line, 0, label, plain)
        sheet.write_string(line, 1, text[:_LONGEST_TEXT], plain)
        line += 1
    line += 1
    for place, head in enumerate(("Sheet", "Widget", "Type", "Rows", "Step", "Filters", "Query")):
        sheet.write_string(line, place, head, bold)
    sheet.freeze_panes(line + 1, 0)
    for table, name in sheets:
        line += 1
        sheet.write_url(line, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", link, string=name)
        for place, text in enumerate((table.widget, table.type), 1):
            sheet.write_string(line, place, text, plain)
        sheet.write_number(line, 3, len(table.rows), plain)
        sheet.write_string(line, 4, table.step or "", plain)
        sheet.write_string(line, 5, report.conditions(table.step)[:_LONGEST_TEXT], wrapped)
        sheet.write_string(line, 6, report.query(table.step)[:_LONGEST_TEXT], wrapped)
    for widget, problem in report.problems.items():
        line += 1
        sheet.write_string(line, 0, "Not shown", plain)
        sheet.write_string(line, 1, widget, plain)
        sheet.write_string(line, 5, problem[:_LONGEST_TEXT], wrapped)
    for place, width in enumerate((30, 24, 14, 8, 24, 50, 90)):
        sheet.set_column(place, place, width)


def _write_table(sheet: Worksheet, table: Table, styles: _Styles) -> None:
    heads = {each: styles.named(bold=True, bottom=1, align="right" if each else "left") for each in (False, True)}
    formats = [_column_format(each, table, place, styles) for place, each in enumerate(table.columns)]
    first = _write_heads(sheet, table, styles)
    for place, column in enumerate(table.columns):
        sheet.write_string(first, place, column.label or column.name, heads[column.type == "number"])
        sheet.set_column(place, place, _width(table, place))
    lines = table.lines()
    for number, line in enumerate(lines, first + 1):
        if line.depth:
            _write_sums(sheet, table, number, line, styles)
            continue
        for place, cell in enumerate(line.cells):
            _write_cell(sheet, (number, place), cell, table.columns[place], formats[place])
    last = first + len(lines)
    if table.columns and lines and not table.subtotals:
        sheet.autofilter(first, 0, last, len(table.columns) - 1)
    if table.totals is not None:
        _write_sums(sheet, table, last + 1, Line(table.totals), styles)
    if table.note:
        sheet.write_string(last + 2, 0, table.note, styles.named(italic=True))
    sheet.freeze_panes(first + 1, 0)


def _write_heads(sheet: Worksheet, table: Table, styles: _Styles) -> int:
    """Write the upper row of a pivot table's head; return the row of the columns' heads."""
    place = 0
    for label, span in table.heads:
        style = styles.named(bold=True, align="center")
        if span > 1:
            sheet.merge_range(0, place, 0, place + span - 1, label, style)
        else:
            sheet.write_string(0, place, label, style)
        place += span
    return 1 if table.heads else 0


def _write_sums(sheet: Worksheet, table: Table, number: int, line: Line, styles: _Styles) -> None:
    """Write a subtotal, or the total of all rows (`depth` 0), in bold."""
    named = table.groups[line.depth - 1] if line.depth else 0
    writers = column_texts(table.columns, [line.cells], styles.locale)
    for place, cell in enumerate(line.cells):
        column = table.columns[place]
        style = styles.named(bold=True, top=1, num_format=number_pattern(column.format, styles.locale))
        if place == named and (line.depth or cell is None):
            cell = f"Total {writers[place](cell)}" if line.depth else "Total"
        _write_cell(sheet, (number, place), cell, column, style)


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Json, column: Column, style: Format) -> None:
    if cell is None:
        sheet.write_blank(*place, None, style)
    elif isinstance(cell, bool):
        sheet.write_boolean(*place, cell, style)
    elif isinstance(cell, int | float) and abs(cell) <= _LAST_EXACT:
        sheet.write_number(*place, cell, style)
    elif column.type == "date" and (moment := _moment(cell)) is not None:
        sheet.write_datetime(*place, moment, style)
    else:
        sheet.write_string(*place, column.labels.get(str(cell), str(cell))[:_LONGEST_TEXT], style)


def _moment(cell: Json) -> dt.datetime | None:
    """Return a date that Excel can hold: it has none before 1900."""
    try:
        found = dt.datetime.fromisoformat(str(cell)).replace(tzinfo=None)
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def _column_format(column: Column, table: Table, place: int, styles: _Styles) -> Format:
    if column.type == "number":
        return styles.named(num_format=number_pattern(column.format, styles.locale))
    if column.type == "date":
        if column.format:
            return styles.named(num_format=_excel_date(column.format))
        timed = any("T" in str(row[place]) and "T00:00:00" not in str(row[place]) for row in table.rows)
        return styles.named(num_format=date_pattern("second" if timed else "day", styles.locale))
    return styles.named()


def _width(table: Table, place: int) -> int:
    """Return how many characters a column takes, by its head and its first rows."""
    column = table.columns[place]
    cells = [len(str(row[place])) for row in table.rows[:200]]
    return min(_WIDEST, max([len(column.label or column.name) + 4, *(each + 2 for each in cells)]))
