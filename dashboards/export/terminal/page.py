"""A page of a dashboard on a canvas: its widgets where the grid has them, or one below the other where it is narrow."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from dashboards.export.lines import line_texts
from dashboards.export.report import Report, Table
from dashboards.export.terminal.canvas import Box, Canvas, padded, text_width
from dashboards.export.terminal.charts import MUTED, draw_bars, draw_columns, draw_lines
from dashboards.export.terminal.matrix import matrix
from dashboards.formats import number_text
from dashboards.locale import Locale
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_list, as_object, as_text
from dashboards.texts import column_texts
from dashboards.widgets.registry import BUILT_IN

STACKED_BELOW = 80
_LINES_A_ROW = {"normal": 2.5, "fine": 1.25}
_FRAMED = ("chart", "table", "valuestable", "comparetable", "number")
_LINES = ("line", "time")
_COLUMNS = ("vbar", "time-bar")
_BARS = (
    *("hbar", "vbar", "stackhbar", "stackvbar", "time-bar", "combo", "time-combo", "pie", "funnel", "pyramid"),
    *("stackpyramid", "waterfall", "hdot", "vdot", "treemap", "sunburst", "origami", "flatgauge", "bullet"),
    *("polargauge", "gauge", "rating", "choropleth", "bubblemap", "geomap"),
)
"""Kinds of charts that say as much as bars; others are tables."""

_UNSEEN = ("container", "box", "image")
_STACKED_LINES = {"number": 4, "text": 2, "link": 1}
_STACKED_OTHER = 14


def draw_report(report: Report, width: int, page: str | None = None) -> Canvas:
    """Return a page of a dashboard, drawn.

    Args:
        report: the dashboard.
        width: columns of the terminal.
        page: the name of the page (default: the first that is not hidden).
    """
    canvas = Canvas(width)
    shown, layout = _page(report, page)
    several = len([each for each in as_list(layout.get("pages")) if not as_object(each)["hidden"]]) > 1
    title = f"{report.label} · {as_text(shown.get('label'))}" if several else report.label
    canvas.put(0, 0, title, "title")
    if text_width(title) + len(report.stamp) + 2 <= width:
        canvas.put(width - len(report.stamp), 0, report.stamp, MUTED)
    for label, text in report.filters.items():
        canvas.put(0, canvas.height, f"{label}: {text}", "filter")
    tables = {each.widget: each for each in report.tables}
    for name, box in _boxes(report, layout, shown, width, canvas.height + 1):
        _draw(canvas, box, name, report, tables.get(name))
    return canvas


def _page(report: Report, name: str | None) -> tuple[JsonObject, JsonObject]:
    layouts = [as_object(each) for each in as_list(report.layout["layouts"])]
    layout = next((each for each in layouts if not each["selectors"]), layouts[0] if layouts else {})
    pages = [as_object(each) for each in as_list(layout.get("pages"))]
    named = [each for each in pages if each["name"] == name]
    seen = [each for each in pages if not each["hidden"]]
    return next(iter([*named, *seen, *pages]), {}), layout


def _boxes(report: Report, layout: JsonObject, page: JsonObject, width: int, top: int) -> list[tuple[str, Box]]:
    placed = [as_object(each) for each in as_list(page.get("placements"))]
    placed.sort(key=lambda each: (_whole(each["row"]), _whole(each["column"])))
    seen = [each for each in placed if _type(report, as_text(each["widget"])) not in _UNSEEN]
    if width < STACKED_BELOW:
        return _stacked(report, [as_text(each["widget"]) for each in seen], width, top)
    a_row = _LINES_A_ROW[as_text(layout["rowHeight"])]
    a_column = width / max(1, _whole(layout["columns"]))
    found = []
    for each in seen:
        row, column = _whole(each["row"]), _whole(each["column"])
        left, end = round(column * a_column), round((column + _whole(each["colspan"])) * a_column)
        first, last = round(row * a_row), round((row + max(1, _whole(each["rowspan"]))) * a_row)
        box = Box(left, top + first, min(end, width) - left, max(1, last - first))
        found.append((as_text(each["widget"]), box))
    return found


def _stacked(report: Report, names: Sequence[str], width: int, top: int) -> list[tuple[str, Box]]:
    tables = {each.widget: each for each in report.tables}
    found = []
    for name in names:
        kind = _type(report, name)
        framed = kind in _FRAMED or kind not in BUILT_IN
        lines = _STACKED_LINES.get(kind, _lines(report, tables.get(name)) if framed else 1)
        found.append((name, Box(0, top, width, lines)))
        top += lines
    return found


def _lines(report: Report, table: Table | None) -> int:
    """Return how many lines a chart or a table takes where nothing else says so."""
    view = {} if table is None else _view(report, table.widget)
    if table is None or as_text(view.get("chart")) in _LINES:
        return _STACKED_OTHER
    if as_list(view.get("split")):
        return min(_STACKED_OTHER, len(matrix(table, view).categories) + 3)
    heads = 1 if as_text(view.get("chart")) in ("", "table") else 0
    return min(_STACKED_OTHER, max(1, len(table.lines())) * max(1, len(as_list(view.get("measures")))) + heads + 2)


def _whole(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _type(report: Report, name: str) -> str:
    return as_text(as_object(as_object(report.layout["widgets"]).get(name)).get("type"))


def _draw(canvas: Canvas, box: Box, name: str, report: Report, table: Table | None) -> None:
    kind = _type(report, name)
    view = _view(report, name)
    framed = (kind in _FRAMED or (table is not None and kind not in BUILT_IN)) and box.height > 2
    if framed:
        canvas.frame(box, MUTED)
    inner = box.inside(2, 1) if framed else box.inside(1, 0)
    if name in report.problems:
        _words(canvas, inner, f"Not shown: {report.problems[name]}", "problem")
    elif "empty" in view:
        _words(canvas, inner, as_text(view["empty"]), MUTED)
    elif kind == "number":
        _number(canvas, inner, view)
    elif kind in ("listselector", "pillbox") and table is not None:
        _choice(canvas, inner, table, view)
    elif table is not None:
        _titled(canvas, box, inner, table, view, report.locale)
    else:
        _words(
            canvas, inner, as_text(view.get("text")) or as_text(view.get("title")), "link" if kind == "link" else "bold"
        )


def _view(report: Report, name: str) -> JsonObject:
    return as_object(as_object(as_object(report.data["widgets"]).get(name)).get("view"))


def _number(canvas: Canvas, box: Box, view: JsonObject) -> None:
    canvas.put(box.left, box.top, as_text(view.get("title")), MUTED, box.width)
    canvas.put(box.left, box.top + min(1, box.height - 1), as_text(view.get("text")), "number", box.width)


def _choice(canvas: Canvas, box: Box, table: Table, view: JsonObject) -> None:
    rows = [as_object(each) for each in as_list(view.get("selected"))]
    names = [str(each[as_text(view["column"])]) for each in rows if as_text(view["column"]) in each]
    _words(canvas, box, f"{table.title}: {', '.join(names) or 'All'}", MUTED)


def _titled(canvas: Canvas, box: Box, inner: Box, table: Table, view: JsonObject, locale: Locale) -> None:
    if as_text(view.get("title")) and box.height > 2:
        canvas.put(box.left + 2, box.top, f" {as_text(view['title'])} ", "bold", box.width - 4)
    if not table.rows:
        canvas.put(inner.left, inner.top, "No data for this selection.", MUTED, inner.width)
    elif inner.width >= 12 and inner.height >= 1:
        _chart_or_table(canvas, inner, table, view, locale)


def _chart_or_table(canvas: Canvas, box: Box, table: Table, view: JsonObject, locale: Locale) -> None:
    kind = as_text(view.get("chart"))
    if kind not in (*_LINES, *_BARS) or not view.get("measures") or not view.get("dimensions"):
        _table(canvas, box, table, locale)
        return
    chart = matrix(table, view, locale)
    if kind in _LINES and box.height >= 3 and len(chart.categories) > 1:
        draw_lines(canvas, box, chart)
    elif kind in _COLUMNS and len(chart.categories) > box.height and len(chart.series) == 1 and box.height >= 3:
        draw_columns(canvas, box, chart)
    else:
        draw_bars(canvas, box, chart, stacked=kind.startswith("stack") and len(chart.series) > 1)


def _table(canvas: Canvas, box: Box, table: Table, locale: Locale) -> None:
    """Draw as many columns and rows as fit, and say how many do not."""
    writers = column_texts(table.columns, table.rows, locale)
    room = box.height - 1
    lines = table.lines()
    shown = len(lines) if len(lines) <= room else max(1, room - 1)
    rows = [line_texts(line, table.columns, table.groups, writers) for line in lines[:shown]]
    heads = [each.label or each.name for each in table.columns]
    left = box.left
    for place, column in enumerate(table.columns):
        wide = min(30, max(map(text_width, (heads[place], *(row[place] for row in rows)))))
        if left + wide > box.left + box.width:
            wide = box.left + box.width - left
            if wide < 6:
                break
        right = column.type == "number"
        canvas.put(left, box.top, padded(heads[place], wide, right), MUTED)
        for line, row in enumerate(rows, 1):
            style = "bold" if lines[line - 1].depth else ""
            canvas.put(left, box.top + line, padded(row[place], wide, right), style)
        left += wide + 2
    if shown < len(lines):
        canvas.put(
            box.left,
            box.top + shown + 1,
            f"… {number_text(len(lines) - shown, None, locale)} more rows",
            MUTED,
            box.width,
        )


def _words(canvas: Canvas, box: Box, text: str, style: str) -> None:
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, max(1, box.width))]
    for place, line in enumerate(lines[: max(1, box.height)]):
        canvas.put(box.left, box.top + place, line, style, box.width)
