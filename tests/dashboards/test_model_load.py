import json
from pathlib import Path
from typing import Any

import pytest

from dashboards.errors import DashboardError
from dashboards.model import FacetSource, load


def step(**members: Any) -> Any:
    return load({"steps": {"s": {"type": "aggregateflex", **members}}}).steps["s"]


QUERY = {"measures": [["sum", "Amount"]]}


@pytest.mark.parametrize(
    "written",
    [
        QUERY,
        {"query": QUERY, "version": -1.0},
        {"query": json.dumps(QUERY), "version": -1.0},
        json.dumps({"query": json.dumps(QUERY), "version": -1.0}),
    ],
)
def test_a_query_is_the_same_in_every_serialisation(written: object) -> None:
    assert step(query=written).query == QUERY


def test_the_query_of_a_saql_step_stays_text() -> None:
    assert step(type="saql", query='q = load "d";').query == 'q = load "d";'


@pytest.mark.parametrize("written", ['["Banking"]', ["Banking"]])
def test_a_start_is_the_same_as_text_and_as_a_list(written: object) -> None:
    assert step(start=written).start == ["Banking"]


def test_static_values_are_decoded_each() -> None:
    found = step(type="staticflex", values=['{"display": "A"}', {"display": "B"}]).values
    assert found == ({"display": "A"}, {"display": "B"})


def test_the_asset_and_its_state_alone_give_the_same_dashboard() -> None:
    state = {"steps": {}, "widgets": {"w": {"type": "text", "parameters": {"text": "x"}}}, "gridLayouts": []}
    whole = load({"label": "Sales", "name": "sales", "state": state})
    assert (whole.label, whole.name) == ("Sales", "sales")
    assert load(state).widgets == whole.widgets == load({"state": json.dumps(state)}).widgets


def test_odd_casing_is_understood() -> None:
    found = step(
        SelectMode="SingleRequired", Type="AggregateFlex", receiveFacetSource={"mode": "Exclude", "steps": ["a"]}
    )
    assert found.select_mode == "singlerequired"
    assert found.receives == FacetSource("exclude", frozenset({"a"}))


@pytest.mark.parametrize(
    ("members", "broadcasts", "mode"),
    [
        ({}, True, "all"),
        ({"isFacet": False}, False, "none"),
        ({"broadcastFacet": False, "receiveFacet": True}, False, "all"),
        ({"receiveFacetSource": {"mode": "none"}, "receiveFacet": True}, True, "none"),
    ],
)
def test_flags_of_all_ages_say_who_facets(members: dict[str, Any], broadcasts: bool, mode: str) -> None:
    found = step(**members)
    assert (found.broadcasts, found.receives.mode) == (broadcasts, mode)


def test_a_namespace_belongs_to_the_name_that_is_loaded() -> None:
    found = step(datasets=[{"name": "D1", "namespace": "ns1"}])
    assert found.datasets == ("ns1__D1",)
    assert found.aliases == {"D1": "ns1__D1"}


def test_a_variable_of_a_template_is_the_name_of_the_dataset() -> None:
    assert step(datasets=[{"name": "${App.Datasets.Sales.Name}"}]).datasets == ("Sales",)
    text = 'q = load "${App.Datasets.Sales.Name}";'
    assert step(type="saql", query=text).query == 'q = load "Sales";'


def test_what_cannot_be_read_is_the_problem_of_its_part_only() -> None:
    found = load(
        {"steps": {"s": {}}, "widgets": {"a": 7, "b": {"type": "text", "parameters": []}, "c": {"type": "text"}}}
    )
    assert found.steps["s"].problem == "the step has no type"
    assert [each.problem is None for each in found.widgets.values()] == [False, False, True]


def test_a_layout_has_pages_with_placements() -> None:
    [layout] = load(
        {
            "gridLayouts": [
                {
                    "name": "Phone",
                    "numColumns": 12,
                    "rowHeight": "Fine",
                    "selectors": ["maxWidth(599)"],
                    "pages": [{"name": "p", "widgets": [{"name": "w", "row": "2", "column": 1, "colspan": 0}]}],
                }
            ]
        }
    ).layouts
    assert (layout.columns, layout.row_height, layout.selectors) == (12, "fine", ("maxWidth(599)",))
    [placement] = layout.pages[0].placements
    assert (placement.widget, placement.row, placement.column, placement.colspan) == ("w", 2, 1, 1)


@pytest.mark.parametrize(
    ("state", "pointer"),
    [({}, ""), ({"steps": []}, "/steps"), ({"state": {"widgets": 3}}, "/state/widgets"), ({"state": 5}, "/state")],
)
def test_json_that_is_no_dashboard_is_refused_with_the_place(state: dict[str, Any], pointer: str) -> None:
    with pytest.raises(DashboardError) as caught:
        load(state)
    assert caught.value.pointer == pointer


def test_the_sample_has_all_its_parts(samples: Path) -> None:
    text = (samples / "widget_sales" / "dashboards" / "Table_Grid_Expansion_Template1.json").read_text("utf-8")
    found = load(json.loads(text))
    assert (len(found.steps), len(found.widgets)) == (12, 28)
    assert {each.datasets for each in found.steps.values()} == {("ABCWidgetSales2017",)}
    assert not [each for each in (*found.steps.values(), *found.widgets.values()) if each.problem]


def test_every_dashboard_of_the_conformance_cases_loads(conformance: Path) -> None:
    with (conformance / "dashboards.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            found = load(case["dashboard"])
            assert {name: each.type for name, each in found.widgets.items()} == case["widgets"]
            assert {name: each.type for name, each in found.steps.items()} == case["steps"]
