"""PDF (PDF/UA-1: tagged, for screen readers): the pages of a dashboard as they look, then all its data as tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from dashboards.export.lines import line_texts
from dashboards.export.pictures import Picture
from dashboards.export.report import Report, Table
from dashboards.export.typesetting import compiled
from dashboards.locale import Locale
from dashboards.model import Json, JsonObject
from dashboards.texts import column_texts

_UPRIGHT = 6
"""Columns that fit a sheet of paper that stands upright."""

_NO_TABLES = ("number", "listselector", "pillbox")
"""What a picture says whole, and what is there to choose from."""

_GROUND = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="{}"/></svg>'


def pdf_bytes(report: Report, pictures: Sequence[Picture], tables: Sequence[Table]) -> bytes:
    """Return a dashboard as PDF.

    Args:
        report: the dashboard.
        pictures: its pages, drawn.
        tables: the data of its widgets.

    Raises:
        ExportError: the extra is not installed.
    """
    files: dict[str, bytes] = {}
    data = {
        "title": report.label,
        "stamp": report.stamp,
        "filters": [f"{label}: {text}" for label, text in report.filters.items()],
        "pictures": [_picture(each, place, files) for place, each in enumerate(pictures)],
        "groups": _groups([each for each in tables if each.type not in _NO_TABLES and each.columns], report.locale),
    }
    files["data.json"] = json.dumps(data, ensure_ascii=False).encode("utf-8")
    source = Path(__file__).with_name("report.typ").read_text("utf-8")
    return compiled(source, files, "pdf", computed=report.computed)


def _picture(picture: Picture, place: int, files: dict[str, bytes]) -> JsonObject:
    ground = f"{place}.svg"
    files[ground] = _GROUND.format(picture.background.replace('"', "")).encode("utf-8")
    pieces = picture.pieces[1:]  # the first is the head, which is set as text here
    drawn: list[JsonObject] = []
    for number, each in enumerate(pieces):
        name = f"{place}-{number}.svg"
        files[name] = each.svg.encode("utf-8")
        box: JsonObject = {"left": each.left, "top": each.top, "width": each.width, "height": each.height}
        drawn.append({**box, "file": name, "words": each.words})
    return {
        "title": picture.title,
        "filters": [*picture.filters],
        "width": picture.width,
        "height": picture.height,
        "dark": picture.scheme == "dark",
        "ground": ground,
        "pieces": [*drawn],
    }


def _groups(tables: Sequence[Table], locale: Locale) -> list[JsonObject]:
    """Return the tables, those that follow each other on sheets of the same kind together."""
    return [
        {"flipped": flipped, "tables": [_table(each, locale) for each in several]}
        for flipped, several in groupby(tables, key=lambda each: len(each.columns) > _UPRIGHT)
    ]


def _total(cell: Json, place: int, texts: Sequence[Callable[[Json], str]]) -> str:
    if cell is None:
        return "Total" if place == 0 else ""
    return texts[place](cell)


def _table(table: Table, locale: Locale) -> JsonObject:
    texts = column_texts(table.columns, table.rows, locale)
    totals: list[Json] | None = None
    if table.totals is not None:
        totals = [_total(cell, place, texts) for place, cell in enumerate(table.totals)]
    return {
        "title": table.title,
        "columns": [{"label": each.label or each.name, "number": each.type == "number"} for each in table.columns],
        "heads": [{"label": label, "span": span} for label, span in table.heads],
        "rows": [
            {"cells": [*line_texts(line, table.columns, table.groups, texts)], "strong": line.depth > 0}
            for line in table.lines()
        ],
        "totals": totals,
        "note": table.note,
        "size": 8 if len(table.columns) <= 2 * _UPRIGHT else 6,
    }
