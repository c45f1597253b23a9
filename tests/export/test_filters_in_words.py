"""What is set and selected stands in words on an export."""

from typing import Any

import swell
from dashboards.export.report import report

from .conftest import NOW

CLOSED = {
    "type": "aggregateflex",
    "datasets": [{"name": "deals"}],
    "query": {"measures": [["count", "*"]], "groups": ["Closed"]},
}
DASHBOARD: dict[str, Any] = {
    "steps": {"closed": CLOSED, "amounts": {**CLOSED, "query": {"measures": [["sum", "Amount"]]}}},
    "widgets": {
        "dates": {"type": "dateselector", "parameters": {"step": "closed", "title": "Close Date"}},
        "range": {"type": "rangeselector", "parameters": {"step": "amounts"}},
    },
    "filters": [
        {"dataset": {"name": "deals"}, "fields": ["Region"], "operator": "in", "value": ["North"], "label": "Where"},
        {"dataset": {"name": "deals"}, "fields": ["Stage"], "operator": "in", "value": []},
        {"dataset": {"name": "deals"}, "fields": ["Amount"], "operator": ">=<=", "value": [[5, 100]]},
    ],
}


def test_filters_and_ranges_are_told(space: swell.Workspace) -> None:
    opened = space.dashboard(DASHBOARD)
    selections = {"closed": [{"min": ["month", -4], "max": ["day", 0]}], "amounts": [{"min": 10, "max": None}]}
    filters = {"deals.Stage": {"operator": "not in", "values": ["Lost", None]}}
    found = report(opened.dashboard, "deals", opened.look(NOW, selections, filters=filters), NOW)
    assert found.filters == {
        "Where": "North",
        "Stage": "Not Lost, (none)",
        "Amount": "5 \N{EN DASH} 100; \N{GREATER-THAN OR EQUAL TO} 10",
        "Close Date": "4 months ago to today",
    }
