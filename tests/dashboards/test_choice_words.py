"""Global filters as the command line takes them: `field=value`."""

import json
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.choice_words import read_filters
from dashboards.errors import DashboardError
from dashboards.run import OpenDashboard

from .conftest import NOW


def a_filter(field: str, **members: Any) -> dict[str, Any]:
    return {"label": field, "fields": [field], "operator": "in", "value": [], "dataset": {"name": "deals"}, **members}


DASHBOARD = {
    "steps": {
        "total": {
            "type": "aggregateflex",
            "datasets": [{"name": "deals"}],
            "query": {"measures": [["sum", "Amount"]]},
        }
    },
    "widgets": {"number": {"type": "number", "parameters": {"step": "total"}}},
    "filters": [
        a_filter("Region", value=["North"]),
        a_filter("Stage", label="Deal stage"),
        a_filter("Amount", label="Worth", operator=">=<="),
        a_filter("Closed", operator=">=<="),
        a_filter("Tags"),
        a_filter("Area", dataset={"name": "cases"}, label="Stage"),
        a_filter("Owner", locked=True),
    ],
}


@pytest.fixture
def opened(space: swell.Workspace) -> OpenDashboard:
    table = space.query('q = load "deals"; q = foreach q generate Stage, Region, Amount, Closed;').table
    # rows stand in the order of their dates: amounts of 100, 10, 20 and 5
    space.write("deals", table.append_column("Tags", pa.array([["a"], ["b", "c"], None, ["a"]])))
    return space.dashboard(DASHBOARD)


def total(opened: OpenDashboard, *words: str) -> Any:
    choices = read_filters(words, opened.dashboard, opened.session, NOW)
    view = opened.widgets(NOW, filters=choices)["number"].view
    assert view is not None
    return view["value"]


@pytest.mark.parametrize(
    ("words", "sum_of_amounts"),
    [
        ([], 110),
        (["Region=South"], 25),
        (["Region=South", "Region=North"], 135),
        (["Region="], 135),
        (["Region=", "Deal stage=Won"], 15),
        (["Region=", "deals.Stage=Lost"], 20),
        (["Region=", "Worth=10..20"], 30),
        (["Region=", "Worth=20.."], 120),
        (["Region=", "Amount=..5"], 5),
        (["Region=", "Amount=5"], 5),
        (["Region=", "Amount=1,000.."], None),
        (["Region=", "Closed=2026-03-01..2026-03-31"], 30),
        (["Region=", "Closed=2026-03-09"], 20),
        (["Region=", "Closed=..2025-12-31"], 100),
        (["Region=", "Closed=previous year"], 100),
        (["Region=", "Closed=PreviousQuarter"], 30),
        (["Region=", 'Closed={"operator": ">=<=", "values": [["month", -1], null]}'], 5),
        (["Region=", "Tags=c"], 10),
        (["Region=", "Tags=c", "Tags=a"], 115),
        (['Region={"operator": "not in", "values": ["North"]}'], 25),
        (["Region=", "Worth="], 135),
    ],
)
def test_a_filter_is_set_to(opened: OpenDashboard, words: list[str], sum_of_amounts: float | None) -> None:
    assert total(opened, *words) == sum_of_amounts


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["Region"], "sets no filter", "field=value"),
        (["Reggion=North"], "no global filter 'Reggion'", "Did you mean 'Region'?"),
        (["Region=Nort"], "No 'Region' is 'Nort'", "Did you mean 'North'?"),
        (["Tags=d"], "No 'Tags' is 'd'", "There are: a, b, c"),
        (["Stage=Won"], "more than one", "deals.Stage, cases.Area"),
        (["Owner=me"], "locked", "nobody"),
        (["Worth=much"], "no range", "10..20"),
        (["Worth=1..2", "Worth=3..4"], "one range", ""),
        (["Closed=2026-13-01"], "no range", "2026-01-01..2026-03-31"),
        (["Region={"], "not JSON", ""),
        (['Region={"operator": "like", "values": []}'], "no operator and values", "matches"),
    ],
)
def test_what_can_not_be_is_refused(opened: OpenDashboard, words: list[str], message: str, hint: str) -> None:
    with pytest.raises(DashboardError, match=message) as refused:
        read_filters(words, opened.dashboard, opened.session, NOW)
    assert hint in (refused.value.hint or "")


def test_a_value_is_data(opened: OpenDashboard) -> None:
    with pytest.raises(DashboardError, match="No 'Region' is"):
        read_filters(['Region=N"]; q = limit q 1;'], opened.dashboard, opened.session, NOW)


def test_what_it_reads_is_what_addresses_have(opened: OpenDashboard) -> None:
    found = read_filters(["Region=South", "Closed=2026-03-09.."], opened.dashboard, opened.session, NOW)
    assert json.loads(json.dumps(found)) == {
        "deals.Region": {"operator": "in", "values": ["South"]},
        "deals.Closed": {"operator": ">=<=", "values": [1773014400000, None]},
    }
