"""Facets, seen from outside: which number a widget shows while something is selected elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboards.run import WidgetResult

Show = Callable[..., dict[str, WidgetResult]]

BY_STAGE = {
    "type": "aggregateflex",
    "datasets": [{"name": "deals"}],
    "query": {"measures": [["sum", "Amount"]], "groups": ["Stage"]},
}
TOTAL = {"type": "aggregateflex", "datasets": [{"name": "deals"}], "query": {"measures": [["sum", "Amount"]]}}


def by(groups: list[Any], **members: Any) -> dict[str, Any]:
    return {**BY_STAGE, "query": {"measures": [["sum", "Amount"]], "groups": groups}, **members}


def total(
    show: Show, selection: list[dict[str, Any]], source: dict[str, Any], target: dict[str, Any], **more: Any
) -> Any:
    widgets = {"n": ("number", {"step": "target"})}
    found = show({"source": source, "target": target}, widgets, {"source": selection}, **more)["n"]
    assert found.problem is None
    assert found.view is not None
    return found.view["value"]


@pytest.mark.parametrize(
    ("groups", "selection", "amount"),
    [
        (["Stage"], [], 135),
        (["Stage"], [{"Stage": "Won"}], 15),
        (["Stage"], [{"Stage": "Won"}, {"Stage": "Lost"}], 35),
        (["Stage"], [{"Stage": None}], 100),
        (["Stage"], [{"Stage": None}, {"Stage": "Lost"}], 120),
        (["Stage", "Region"], [{"Stage": "Won", "Region": "South"}], 5),
        (["Stage", "Region"], [{"Stage": "Won", "Region": "South"}, {"Stage": "Lost", "Region": "South"}], 25),
        ([["Closed_Year", "Closed_Month"]], [{"Closed_Year~~~Closed_Month": "2026~~~03"}], 30),
        ([["Closed_Year", "Closed_Month"]], [{"min": ["month", -1], "max": ["day", 0]}], 5),
        (["Stage"], [{"Stage": '"] || 1 == 1'}], None),
        (["Stage"], [{"nonsense": "x"}], 135),
    ],
)
def test_a_selection_filters_the_rows_of_other_steps(
    groups: list[Any], selection: list[dict[str, Any]], amount: float | None, show: Show
) -> None:
    assert total(show, selection, by(groups), TOTAL) == amount


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ({"broadcastFacet": False}, {}),
        ({}, {"receiveFacetSource": {"mode": "none"}}),
        ({}, {"receiveFacetSource": {"mode": "exclude", "steps": ["source"]}}),
        ({}, {"receiveFacetSource": {"mode": "include", "steps": ["other"]}}),
        ({"isFacet": False}, {}),
        ({"selectMode": "none"}, {}),
    ],
)
def test_steps_can_keep_out_of_facets(source: dict[str, Any], target: dict[str, Any], show: Show) -> None:
    assert total(show, [{"Stage": "Won"}], {**BY_STAGE, **source}, {**TOTAL, **target}) == 135


def test_a_step_that_includes_another_is_filtered_by_it(show: Show) -> None:
    target = {**TOTAL, "receiveFacetSource": {"mode": "include", "steps": ["source"]}}
    assert total(show, [{"Stage": "Won"}], BY_STAGE, target) == 15


def test_a_step_does_not_filter_itself(show: Show) -> None:
    widgets = {"c": ("chart", {"step": "s", "visualizationType": "hbar"})}
    view = show({"s": BY_STAGE}, widgets, {"s": [{"Stage": "Won"}]})["c"].view
    assert view is not None
    assert [row[0] for row in view["rows"]] == ["Lost", "Won", None]  # type: ignore[index, union-attr]
    assert view["selected"] == [{"Stage": "Won"}]


def test_selections_of_several_steps_join(show: Show) -> None:
    steps = {"a": by(["Stage"]), "b": by(["Region"]), "target": TOTAL}
    selections = {"a": [{"Stage": "Won"}], "b": [{"Region": "South"}]}
    view = show(steps, {"n": ("number", {"step": "target"})}, selections)["n"].view
    assert view is not None
    assert view["value"] == 5


def test_a_step_of_another_dataset_is_filtered_only_through_a_link(show: Show) -> None:
    hours = {"type": "aggregateflex", "datasets": [{"name": "cases"}], "query": {"measures": [["sum", "Hours"]]}}
    selection = [{"Region": "South"}]
    assert total(show, selection, by(["Region"]), hours) == 7
    fields = [
        {"dataSourceName": "deals", "dataSourceType": "dataset", "fieldName": "Region"},
        {"dataSourceName": "cases", "dataSourceType": "dataset", "fieldName": "Area"},
    ]
    assert total(show, selection, by(["Region"]), hours, dataSourceLinks=[{"name": "l", "fields": fields}]) == 6


def test_a_saql_step_is_filtered_at_its_load_and_broadcasts_its_groups(show: Show) -> None:
    query = (
        "q = load \"deals\"; q = group q by 'Stage';"
        " q = foreach q generate 'Stage' as 'Phase', sum('Amount') as 'Sum'; q = order q by 'Phase';"
    )
    saql = {"type": "saql", "query": query}
    assert total(show, [{"Phase": "Won"}], saql, TOTAL) == 15
    widgets = {"t": ("table", {"step": "saql"})}
    view = show({"saql": saql, "r": by(["Region"])}, widgets, {"r": [{"Region": "South"}]})["t"].view
    assert view is not None
    assert view["rows"] == [["Lost", 20.0], ["Won", 5.0]]


@pytest.mark.parametrize(
    ("operator", "value", "amount"),
    [
        ("in", '["Won"]', 15),
        ("not in", ["Won"], 20),
        ("matches", ["os"], 20),
        ("in", [], 135),
        ("in", None, 135),
    ],
)
def test_global_filters_hold_for_the_steps_that_use_them(operator: str, value: Any, amount: float, show: Show) -> None:
    filters = [{"dataset": {"name": "deals"}, "fields": ["Stage"], "operator": operator, "value": value}]
    assert total(show, [], BY_STAGE, TOTAL, filters=filters) == amount
    assert total(show, [], BY_STAGE, {**TOTAL, "useGlobal": False}, filters=filters) == 135


def test_a_global_filter_holds_for_a_dataset_that_is_linked_to_its_own(show: Show) -> None:
    hours = {"type": "aggregateflex", "datasets": [{"name": "cases"}], "query": {"measures": [["sum", "Hours"]]}}
    filters = [{"dataset": {"name": "deals"}, "fields": ["Region"], "operator": "in", "value": ["South"]}]
    assert total(show, [], BY_STAGE, hours, filters=filters) == 7
    fields = [
        {"dataSourceName": "deals", "dataSourceType": "dataset", "fieldName": "Region"},
        {"dataSourceName": "cases", "dataSourceType": "dataset", "fieldName": "Area"},
    ]
    links = [{"name": "l", "fields": fields}]
    assert total(show, [], BY_STAGE, hours, filters=filters, dataSourceLinks=links) == 6


@pytest.mark.parametrize(
    ("value", "amount"), [('[[["month",-2],["month",-1]]]', 35), ("[[1772323200000,1773014400000]]", 30)]
)
def test_global_filters_on_dates_are_relative_or_absolute(value: str, amount: float, show: Show) -> None:
    filters = [{"dataset": {"name": "deals"}, "fields": ["Closed"], "operator": ">=<=", "value": value}]
    assert total(show, [], BY_STAGE, TOTAL, filters=filters) == amount


def test_a_global_filter_on_a_field_that_is_not_there_changes_nothing(show: Show) -> None:
    filters = [{"dataset": {"name": "deals"}, "fields": ["Gone"], "operator": "in", "value": ["x"]}]
    assert total(show, [], BY_STAGE, TOTAL, filters=filters) == 135
