"""The formats in which a dashboard leaves, by name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Literal, Self, TypeAlias, get_args

from dashboards.export.csv import csv_bytes
from dashboards.export.errors import ExportError
from dashboards.export.pdf import pdf_bytes
from dashboards.export.pictures import Engine, Picture, Scheme
from dashboards.export.png import png_bytes
from dashboards.export.report import Report, Table
from dashboards.export.svg import svg_bytes
from dashboards.export.xlsx import xlsx_bytes
from dashboards.model import JsonObject
from dashboards.model.json import as_list, as_object, as_text
from saql.record import record

Format: TypeAlias = Literal["png", "svg", "pdf", "xlsx", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDTH = 1280
"""px that a dashboard is wide whose layout does not say."""

WIDEST, SCALE_LIMIT = 4000, 4


@record
class Options:
    """What may be chosen of a file.

    Args:
        page: the name or the label of a page (default: the first for pictures, all for PDF).
        widget: the widget, where only one is wanted.
        width: px that the dashboard is wide (default: what its layout says, else 1280).
        scheme: light, or dark for dashboards that have no dark ground anyway.
        scale: pixels of a PNG a px.
    """

    page: str | None = None
    widget: str | None = None
    width: int | None = None
    scheme: Scheme = "light"
    scale: float = 2


class Exporter:
    """Files of one report with the same options; what several formats need is made once.

    It is closed at the end (`with`), with the engine that draws.
    """

    def __init__(self, report: Report, options: Options) -> None:
        """Take the report, and what is chosen.

        Raises:
            ExportError: there is no such page or widget.
        """
        self._report = report
        self._options = options
        self._engine: Engine | None = None
        self._drawn: dict[bool, tuple[Picture, ...]] = {}
        self._page = page_name(report, options.page)
        if options.widget is not None:
            check_widget(report, options.widget)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._engine is not None:
            self._engine.close()

    def file(self, form: Format) -> bytes:
        """Return a file.

        Raises:
            ExportError: it can't be made; the message says why.
        """
        if form == "csv":
            return csv_bytes(self._table())
        if form == "xlsx":
            return xlsx_bytes(self._report, self._tables())
        if form == "pdf":
            return pdf_bytes(self._report, self._pictures(every=self._page is None), self._tables())
        picture = self._pictures(every=False)[0]
        return svg_bytes(picture) if form == "svg" else png_bytes(picture, self._options.scale)

    def _pictures(self, *, every: bool) -> tuple[Picture, ...]:
        """Return the chosen page, or all; the first of all is the one that is chosen where nobody chooses."""
        if not every and True in self._drawn:
            return self._drawn[True]
        if every not in self._drawn:
            self._drawn[every] = self._draw(every=every)
        return self._drawn[every]

    def _draw(self, *, every: bool) -> tuple[Picture, ...]:
        request: JsonObject = {
            "dashboard": self._report.layout,
            "data": self._report.data,
            "page": self._page,
            "every": every and self._options.widget is None,
            "widget": self._options.widget,
            "width": self._options.width or _width(self._report),
            "scheme": self._options.scheme,
            "stamp": self._report.stamp,
            "locale": self._report.locale.tag,
        }
        self._engine = self._engine or Engine()
        return self._engine.pictures(request)

    def _tables(self) -> tuple[Table, ...]:
        wanted = self._options.widget
        return tuple(each for each in self._report.tables if wanted is None or each.widget == wanted)

    def _table(self) -> Table:
        tables = self._tables()
        if len(tables) == 1:
            return tables[0]
        if self._options.widget is not None:
            problem = self._report.problems.get(self._options.widget, "It shows no data.")
            raise ExportError(f"The widget '{self._options.widget}' can't be written as CSV. {problem}")
        names = ", ".join(each.widget for each in self._report.tables)
        raise ExportError("CSV holds one widget.", hint=f"Say which: {names}." if names else "This dashboard has none.")


def check_widget(report: Report, name: str) -> None:
    """Check that a dashboard has a widget.

    Raises:
        ExportError: it has none of that name.
    """
    known = as_object(report.layout["widgets"])
    if name not in known:
        raise ExportError(f"The dashboard has no widget '{name}'.", hint=_meant(name, [*known]))


def page_name(report: Report, wanted: str | None) -> str | None:
    """Return the name of a page that is called so, or has that label.

    Raises:
        ExportError: there is none.
    """
    if wanted is None:
        return None
    layouts = [as_object(each) for each in as_list(report.layout["layouts"])]
    pages = [as_object(page) for layout in layouts for page in as_list(layout["pages"])]
    for key in ("name", "label"):
        found = next((page for page in pages if page[key] == wanted), None)
        if found is not None:
            return as_text(found["name"])
    labels = list(dict.fromkeys(as_text(page["label"]) or as_text(page["name"]) for page in pages))
    raise ExportError(f"The dashboard has no page '{wanted}'.", hint=_meant(wanted, labels))


def _meant(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return (
        f"Did you mean '{near[0]}'?" if near else f"It has: {', '.join(known[:12])}{', …' if len(known) > 12 else ''}."
    )


def _width(report: Report) -> int:
    """Return how wide a dashboard wants to be: its layout with the most room decides."""
    layouts = [as_object(each) for each in as_list(report.layout["layouts"])]
    found = [each["maxWidth"] for each in layouts if not each["selectors"]]
    limits = [each for each in found if isinstance(each, int)]
    return min(WIDEST, max(limits) + 48) if limits else WIDTH


def read_format(text: str) -> Format:
    """Return a format by its name, the end of a file's name.

    Raises:
        ExportError: there is no such format.
    """
    found = next((each for each in FORMATS if each == text.lower().lstrip(".")), None)
    if found is None:
        raise ExportError(f"There is no format '{text}'.", hint=f"The formats: {', '.join(FORMATS)}.")
    return found
