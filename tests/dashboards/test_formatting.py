"""Conditional formatting of tables and numbers: rules of the dashboard's XMD, and bands of numbers."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.run import WidgetResult

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
