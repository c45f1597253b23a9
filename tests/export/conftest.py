"""A dashboard with what files have to take: foreign and hostile texts, dates, nulls, totals, a widget that fails."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.export.formats import Exporter, Options
from dashboards.export.report import Report, report

NOW = dt.datetime(2026, 5, 20, 12, 30, tzinfo=dt.UTC)
HOSTILE = 'a]"<b>&\\ #1 *x* $y$ {'
Look = Callable[..., Report]

DEALS = {
    "Stage": ["Won", "Lost", "Won", HOSTILE, "=1+1"],
    "Region": ["North", "South", "South", "North", None],
    "Amount": [1234.5, 20.0, 5.0, 100.0, 7.0],
    "Closed": pa.array([dt.datetime(2026, month, 9, 8) for month in (1, 1, 3, 4, 5)]),
}

STEPS = {
    "stages": {
        "type": "aggregateflex",
        "label": "Stages",
        "selectMode": "multi",
        "datasets": [{"name": "deals"}],
        "query": {"measures": [["sum", "Amount"]], "groups": ["Stage"]},
    },
    "regions": {
        "type": "saql",
        "selectMode": "single",
        "query": 'q = load "deals"; q = group q by Region; q = foreach q generate Region, sum(Amount) as sum_Amount;',
    },
    "months": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {"measures": [["sum", "Amount"]], "groups": [["Closed_Year", "Closed_Month"]]},
    },
    "rows": {
        "type": "saql",
        "query": 'q = load "deals"; q = foreach q generate Stage, Closed, Amount as sum_Amount; '
        "q = order q by sum_Amount desc;",
    },
    "groups": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {"measures": [["sum", "Amount"]], "groups": ["Region", "Stage"]},
    },
    "total": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {"measures": [["sum", "Amount"]]},
    },
}


def chart(step: str, kind: str, title: str) -> dict[str, Any]:
    return {"type": "chart", "parameters": {"step": step, "visualizationType": kind, "title": {"label": title}}}


WIDGETS = {
    "bars": chart("stages", "hbar", "Stages/amounts"),
    "pie": chart("regions", "pie", "Regions"),
    "line": chart("months", "time", "Months"),
    "list": {"type": "table", "parameters": {"step": "rows"}},
    "grouped": {
        "type": "table",
        "parameters": {"step": "groups", "totals": True, "subtotals": True, "rowTotals": False},
    },
    "pivot": {"type": "table", "parameters": {"step": "groups", "pivoted": True, "totals": True}},
    "unmade": {"type": "number", "parameters": {}},
    "sum": {"type": "number", "parameters": {"step": "total", "measureField": "sum_Amount", "title": "All"}},
    "words": {"type": "text", "parameters": {"text": f"Words {HOSTILE}"}},
    "lost": {"type": "number", "parameters": {"step": "nowhere"}},
}


def placed(name: str, row: int, column: int, high: int, wide: int) -> dict[str, Any]:
    return {"name": name, "row": row, "column": column, "rowspan": high, "colspan": wide}


PAGES = [
    {
        "name": "one",
        "label": "First",
        "widgets": [
            placed("words", 0, 0, 1, 12),
            placed("sum", 1, 0, 2, 4),
            placed("lost", 1, 4, 2, 4),
            placed("unmade", 1, 8, 2, 4),
            placed("bars", 3, 0, 6, 6),
            placed("pie", 3, 6, 6, 6),
        ],
    },
    {
        "name": "two",
        "label": "Second",
        "widgets": [
            placed("line", 0, 0, 6, 12),
            placed("list", 6, 0, 6, 12),
            placed("grouped", 12, 0, 6, 6),
            placed("pivot", 12, 6, 6, 6),
        ],
    },
]
DASHBOARD = {
    "label": "Deals & more",
    "state": {
        "steps": STEPS,
        "widgets": WIDGETS,
        "gridLayouts": [{"name": "Default", "numColumns": 12, "pages": PAGES}],
    },
}


@pytest.fixture
def space(tmp_path: Path) -> swell.Workspace:
    found = swell.open(tmp_path)
    found.write("deals", pa.table(DEALS))
    return found


@pytest.fixture
def look(space: swell.Workspace) -> Look:
    """The dashboard as a report, with some selections."""

    def look(selections: Any = None) -> Report:
        opened = space.dashboard(DASHBOARD)
        return report(opened.dashboard, "deals", opened.look(NOW, selections or {}), NOW)

    return look


@pytest.fixture
def export(look: Look) -> Iterator[Callable[..., bytes]]:
    """A file of the dashboard: ``export("svg", page="two")``."""
    opened: list[Exporter] = []

    def export(form: Any, selections: Any = None, **options: Any) -> bytes:
        opened.append(Exporter(look(selections), Options(**options)))
        return opened[-1].file(form)

    yield export
    for each in opened:
        each.__exit__()
