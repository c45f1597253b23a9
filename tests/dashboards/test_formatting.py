"""Conditional formatting of tables and numbers: rules of the dashboard's XMD, and bands of numbers."""

import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.run import WidgetResult
from engine.store import FieldSpec

Show = Callable[..., dict[str, WidgetResult]]
BY_STAGE = {
    "type": "saql",
    "query": """q = load "deals"; q = group q by Stage; q = foreach q generate Stage, sum(Amount) as Amount;
        q = order q by Amount;""",
}  # Won 15, Lost 20, null 100
BINS = {
    "binValues": True,
    "bins": {
        "breakpoints": {"low": 20, "high": 50},
        "bands": {"low": {"color": "#b00"}, "medium": {"color": "#fa0"}, "high": {"color": "#0a0"}},
    },
}


def categories(by: str, **colors: str) -> dict[str, Any]:
    values = [{"value": value, "formatValue": color} for value, color in colors.items()]
    return {"type": "categories", "referenceField": by, "parameters": {"values": values}}


def formatted(field: str, **properties: Any) -> dict[str, Any]:
    return {"derivedMeasures": [{"field": field, "conditionalFormatting": properties}]}


def table(show: Show, xmd: Any = None, **parameters: Any) -> Any:
    found = show({"s": BY_STAGE}, {"w": ("table", {"step": "s", **parameters})}, xmd=xmd)["w"]
    assert found.problem is None
    assert found.view is not None
    return found.view["paints"]


def test_bands_colour_the_cells_of_a_column(show: Show) -> None:
    found = table(show, columnProperties={"Amount": {"type": "text", "parameters": BINS}})
    assert found == {"Amount": {"background": ["#b00", "#fa0", "#0a0"]}}


@pytest.mark.parametrize("as_text", [False, True])
def test_a_column_is_coloured_by_the_values_of_another(as_text: bool, show: Show) -> None:
    xmd = formatted(
        "Amount", backgroundColor=categories("Stage", Won="#efe"), fontColor=categories("Stage", Lost="red")
    )
    found = table(show, json.dumps(xmd) if as_text else xmd)
    assert found == {"Amount": {"background": ["#efe", None, None], "ink": [None, "red", None]}}


def test_a_rule_without_a_reference_looks_at_its_own_column(show: Show) -> None:
    rule = {"type": "categories", "parameters": {"values": [{"value": "Won", "formatValue": "#efe"}]}}
    xmd = {"dimensions": [{"field": "Stage", "conditionalFormatting": {"cellBackground": rule}}]}
    assert table(show, xmd) == {"Stage": {"background": ["#efe", None, None]}}


@pytest.mark.parametrize(
    "properties",
    [
        {"chartColor": categories("Stage", Won="#efe")},
        {"backgroundColor": {"type": "gradient", "parameters": {}}},
        {"backgroundColor": {"type": "gradient", "parameters": {"colors": ["#fff"]}}},
        {"backgroundColor": {"type": "raw", "parameters": {"values": [{"value": 1, "formatValue": "#fff"}]}}},
        {"backgroundColor": categories("Gone", Won="#efe")},
        {"backgroundColor": {"type": "categories"}},
    ],
)
def test_what_a_table_does_not_show_or_know_colours_nothing(properties: Any, show: Show) -> None:
    assert table(show, formatted("Amount", **properties)) == {}


@pytest.mark.parametrize("parameters", [{**BINS, "binValues": False}, {"binValues": True}, {"bins": 3}])
def test_bands_that_are_off_or_incomplete_colour_nothing(parameters: Any, show: Show) -> None:
    assert table(show, columnProperties={"Amount": {"parameters": parameters}}) == {}


def test_a_number_is_coloured_by_its_band(show: Show) -> None:
    parameters = {"step": "s", "measureField": "Amount", "numberColor": "#000", **BINS}
    view: Any = show({"s": BY_STAGE}, {"w": ("number", parameters)})["w"].view
    assert view["style"]["numberColor"] == "#b00"


def test_a_number_is_coloured_by_another_column(show: Show) -> None:
    xmd = formatted("Amount", numberColor=categories("Stage", Won="green"))
    parameters = {"step": "s", "measureField": "Amount"}
    view: Any = show({"s": BY_STAGE}, {"w": ("number", parameters)}, xmd=xmd)["w"].view
    assert view["style"] == {"numberColor": "green"}


def gradient(**parameters: Any) -> dict[str, Any]:
    return {"type": "gradient", "parameters": parameters}


@pytest.mark.parametrize(
    ("parameters", "colors"),
    [  # of 15, 20 and 100
        ({"colors": ["#000", "#ffffff"]}, ["#000000", "#0f0f0f", "#ffffff"]),
        ({"minColor": "#f00", "maxColor": "#00f", "min": 0, "max": 20}, ["#4000bf", "#0000ff", "#00f"]),
        ({"minColor": "#000", "midColor": "#808080", "mid": 20, "maxColor": "#fff"}, ["#000000", "#808080", "#ffffff"]),
        (
            {"values": [{"value": 100, "formatValue": "#fff"}, {"value": 15, "formatValue": "#000"}]},
            ["#000000", "#0f0f0f", "#ffffff"],
        ),
        ({"colors": ["red", "blue"]}, ["red", "red", "blue"]),
    ],
)
def test_a_gradient_runs_from_color_to_color(parameters: Any, colors: list[str], show: Show) -> None:
    assert table(show, formatted("Amount", backgroundColor=gradient(**parameters))) == {
        "Amount": {"background": colors}
    }


def test_what_is_no_number_has_no_place_in_a_gradient(show: Show) -> None:
    xmd = {
        "dimensions": [{"field": "Stage", "conditionalFormatting": {"fontColor": gradient(colors=["#000", "#fff"])}}]
    }
    assert table(show, xmd) == {"Stage": {"ink": [None, None, None]}}


def test_the_dataset_has_rules_too_and_those_of_the_dashboard_come_first(space: swell.Workspace, show: Show) -> None:
    rules = {"backgroundColor": gradient(colors=["#000", "#fff"]), "fontColor": categories("Stage", Won="#0f0")}
    space.write(
        "deals",
        pa.table({"Stage": ["Won", "Lost", None], "Amount": [15.0, 20.0, 100.0]}),
        [FieldSpec(name="Stage"), FieldSpec(name="Amount", formatting=json.dumps(rules))],
    )
    step = {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {"measures": [["sum", "Amount"]], "groups": ["Stage"], "order": [[-1, {"ascending": True}]]},
    }
    xmd = formatted("sum_Amount", backgroundColor=categories("Stage", Won="#123"))
    found: Any = show({"s": step}, {"w": ("table", {"step": "s"})}, xmd=xmd)["w"].view
    won = [row[0] for row in found["rows"]].index("Won")
    assert found["paints"]["sum_Amount"]["background"][won] == "#123"
    assert found["paints"]["sum_Amount"]["ink"][won] == "#0f0"
    assert sorted(filter(None, found["paints"]["sum_Amount"]["background"])) == ["#0f0f0f", "#123", "#ffffff"]


@pytest.mark.parametrize(("wanted", "colors"), [(True, ["#efe", None, None]), (False, None)])
def test_the_marks_of_a_chart_have_colors_where_it_takes_them(wanted: bool, colors: Any, show: Show) -> None:
    xmd = formatted("Amount", chartColor=categories("Stage", Won="#efe"))
    parameters = {"step": "s", "visualizationType": "hbar", "applyConditionalFormatting": wanted}
    found: Any = show({"s": BY_STAGE}, {"w": ("chart", parameters)}, xmd=xmd)["w"].view
    assert found["paints"] == colors
