"""The query behind a widget: with the conditions of facets and filters in it, it gives what the widget shows."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.model import load
from dashboards.why.explain import explain

NOW = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def workspace(tmp_path: Any) -> swell.Workspace:
    space = swell.open(tmp_path)
    space.write(
        "deals",
        pa.table(
            {"Stage": ["Won", "Lost", "Won", "Open"], "Region": ["N", "N", "S", "S"], "Amount": [1.0, 2.0, 4.0, 8.0]}
        ),
    )
    return space


def step(query: Any, kind: str = "aggregateflex", **more: Any) -> dict[str, Any]:
    return {"type": kind, "datasets": [{"name": "deals"}], "query": query, **more}


def dashboard(steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    widgets = {name: {"type": "table", "parameters": {"step": name}} for name in steps}
    return {"state": {"steps": steps, "widgets": widgets, **more}}


def asked(workspace: swell.Workspace, state: Any, widget: str, selections: Any) -> Any:
    found = explain(load(state), widget, workspace.session, NOW, selections)
    text = "".join(each["text"] for each in found["pieces"])
    shown = workspace.dashboard(state).widgets(now=NOW, selections=selections)[widget]
    assert [[*row.values()] for row in workspace.query(text, now=NOW).rows()] == shown.view["rows"]
    return found


REGIONS = step({"measures": [["count", "*"]], "groups": ["Region"]}, label="Regions")
SAQL = (
    'q = load "deals"; q = filter q by Stage in {{column(stages.selection, ["Stage"]).asObject()}};'
    " q = group q by Region; q = foreach q generate Region, sum(Amount) as Amount;"
)


def test_a_facet_a_global_filter_and_a_binding_each_have_their_colour(workspace: swell.Workspace) -> None:
    state = dashboard(
        {
            "regions": REGIONS,
            "stages": step(
                {"measures": [["count", "*"]], "groups": ["Stage"]}, broadcastFacet=False, selectMode="multi"
            ),
            "sums": step(SAQL, "saql"),
        },
        filters=[{"dataset": {"name": "deals"}, "fields": ["Amount"], "operator": ">=", "value": [2], "label": "Size"}],
    )
    made = {"regions": [{"Region": "S"}], "stages": [{"Stage": "Won"}, {"Stage": "Open"}]}
    found = asked(workspace, state, "sums", made)
    origins = [(each["kind"], each["label"], each["step"]) for each in found["origins"]]
    assert origins == [
        ("facet", "Regions: S", "regions"),
        ("filter", "Size", None),
        ("binding", '{{column(stages.selection, ["Stage"]).asObject()}}', "stages"),
    ]
    [bound] = [each["text"] for each in found["pieces"] if each["origin"] == 2]
    assert bound == '["Won", "Open"]'
    [source] = found["sources"]
    assert (source["total"], source["matching"], found["rows"]) == (4, 2, 1)
    assert [row[2] for row in source["rows"]] == [4, 8]


def test_what_a_binding_gives_a_compact_query_is_marked(workspace: swell.Workspace) -> None:
    query = {
        "measures": [["sum", "Amount"]],
        "filters": [["Stage", ['{{cell(stages.selection, 0, "Stage").asString()}}'], "in"]],
    }
    state = dashboard(
        {"stages": step({"measures": [["count", "*"]], "groups": ["Stage"]}, broadcastFacet=False), "sum": step(query)}
    )
    found = asked(workspace, state, "sum", {"stages": [{"Stage": "Lost"}]})
    assert [each["text"] for each in found["pieces"] if each["origin"] is not None] == ['"Lost"']
    assert found["sources"][0]["matching"] == 1


def test_each_dataset_that_is_loaded_has_its_records(workspace: swell.Workspace) -> None:
    workspace.write("goals", pa.table({"Region": ["N", "S"], "Goal": [1.0, 2.0]}))
    query = (
        'a = load "deals"; b = load "goals"; a = filter a by Stage == "Won";'
        " q = cogroup a by Region, b by Region; q = foreach q generate a.Region as Region, sum(a.Amount) as Amount;"
    )
    found = asked(workspace, dashboard({"both": step(query, "saql")}), "both", {})
    assert [(each["dataset"], each["total"], each["matching"]) for each in found["sources"]] == [
        ("deals", 4, 2),
        ("goals", 2, 2),
    ]


def test_a_global_filter_that_a_viewer_set_is_the_one_that_counts(workspace: swell.Workspace) -> None:
    size = {"dataset": {"name": "deals"}, "fields": ["Region"], "operator": "in", "value": ["N"], "label": "Where"}
    state = dashboard({"sum": step({"measures": [["sum", "Amount"]]})}, filters=[size])
    [known] = load(state).filters
    choice: Any = {known.id: {"operator": "in", "values": ["S"]}}
    found = explain(load(state), "sum", workspace.session, NOW, {}, choice)
    assert [each["text"] for each in found["pieces"] if each["origin"] == 0] == [
        "\nq = filter q by 'Region' in [\"S\"];"
    ]
    assert (found["origins"][0]["label"], found["sources"][0]["matching"]) == ("Where", 2)


def test_a_step_with_rows_of_its_own_asks_nothing(workspace: swell.Workspace) -> None:
    state = dashboard({"fixed": {"type": "staticflex", "values": [{"display": "A", "value": 1}]}})
    found = explain(load(state), "fixed", workspace.session, NOW, {})
    assert (found["pieces"], found["sources"], found["rows"]) == ([], [], 1)
