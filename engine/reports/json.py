"""Reports as JSON, for the page and for files that keep them."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, cast, get_args

from engine.json_value import JsonValue
from engine.reports.report import Cell, Chart, ChartKind, Column, Report, Section, Statement, Table, Tone

_TYPES = ("text", "number", "date")


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as JSON: objects with the names of its fields. Numbers that do not end become null."""
    return cast(dict[str, Any], _plain(dataclasses.asdict(report)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def report_of(value: JsonValue) -> Report:
    """Return the report that `report_json` wrote.

    Raises:
        the error that `value` has for wrong values: it is no report; the message has the JSON pointer.
    """
    return Report(
        title=value["title"].required_text(),
        verdict=tuple(_statement(each) for each in value["verdict"]),
        sections=tuple(_section(each) for each in value["sections"]),
    )


def _section(value: JsonValue) -> Section:
    return Section(
        heading=value["heading"].required_text(),
        statements=tuple(_statement(each) for each in value["statements"]),
        tables=tuple(_table(each) for each in value["tables"]),
    )


def _statement(value: JsonValue) -> Statement:
    return Statement(
        text=value["text"].required_text(),
        tone=cast(Tone, _one_of(value["tone"], get_args(Tone), "neutral")),
        query=value["query"].text(),
        records=value["records"].text(),
    )


def _table(value: JsonValue) -> Table:
    columns = tuple(_column(each) for each in value["columns"])
    return Table(
        columns=columns,
        rows=tuple(_row(each, len(columns)) for each in value["rows"]),
        chart=None if value["chart"].value is None else _chart(value["chart"]),
        query=value["query"].text(),
    )


def _column(value: JsonValue) -> Column:
    kind = cast(Any, _one_of(value["type"], _TYPES, "text"))
    name, label = value["name"].required_text(), value["label"].required_text()
    return Column(name=name, label=label, type=kind, format=value["format"].text())


def _row(value: JsonValue, width: int) -> tuple[Cell, ...]:
    cells = tuple(_cell(each) for each in value)
    if len(cells) != width:
        raise value.error(f"has {len(cells)} cells, and there are {width} columns")
    return cells


def _cell(value: JsonValue) -> Cell:
    if value.value is None or isinstance(value.value, str | float | int):
        return value.value
    raise value.error("should be a text, a number, true, false or null")


def _chart(value: JsonValue) -> Chart:
    kind = _one_of(value["kind"], get_args(ChartKind))
    measures = tuple(each.required_text() for each in value["measures"])
    dimension, split = value["dimension"].required_text(), value["split"].text()
    return Chart(kind=cast(ChartKind, kind), dimension=dimension, measures=measures, split=split)


def _one_of(value: JsonValue, known: tuple[str, ...], otherwise: str | None = None) -> str:
    found = value.text() or otherwise
    if found not in known:
        raise value.error(f"should be one of {', '.join(known)}")
    return found
