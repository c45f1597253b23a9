from typing import Any

import pytest

from dashboards.bindings import Rows
from dashboards.model import load
from dashboards.selection import completed, start_selection


def step(mode: str = "multi") -> Any:
    return load({"steps": {"s": {"type": "aggregateflex", "selectMode": mode}}}).steps["s"]


@pytest.mark.parametrize(
    ("start", "groups", "rows"),
    [
        (["Banking"], ["Industry"], [{"Industry": "Banking"}]),
        (["a", "b"], ["G"], [{"G": "a"}, {"G": "b"}]),
        ([["a", "x"], ["b", "y"]], ["G", "H"], [{"G": "a", "H": "x"}, {"G": "b", "H": "y"}]),
        ({"display": ["Atlanta"]}, ["display"], [{"display": "Atlanta"}]),
        ({"min": [1], "max": [5]}, ["n"], [{"min": 1, "max": 5}]),
        ([[["quarter", 0], ["day", 0]]], ["D_Year"], [{"min": ["quarter", 0], "max": ["day", 0]}]),
        (["!{user.name}"], ["Owner"], []),
        ([], ["G"], []),
        (None, ["G"], []),
        ("Banking", ["G"], [{"G": "Banking"}]),
    ],
)
def test_a_start_selects_these_rows(start: Any, groups: list[str], rows: list[Any]) -> None:
    assert start_selection(step(), start, groups) == rows


def test_the_select_mode_says_how_many_rows_may_start() -> None:
    assert start_selection(step("single"), ["a", "b"], ["G"]) == [{"G": "a"}]
    assert start_selection(step("none"), ["a"], ["G"]) == []


def test_a_selection_is_made_whole_from_the_result() -> None:
    rows = Rows(("G", "n"), [{"G": "a", "n": 1}, {"G": "b", "n": 2}])
    assert completed([{"G": "b"}, {"G": "z"}], rows, drop=True) == [{"G": "b", "n": 2}]
    assert completed([{"G": "z"}], rows, drop=False) == [{"G": "z"}]


@pytest.mark.parametrize("start", [["sum"], [["avg", "max"]], [[["avg", "max"]]], [{"from": "1 year ago"}], [["min"]]])
def test_the_start_of_an_old_static_step_is_one_of_its_values(start: Any) -> None:
    values = ["sum", ["avg", "max"], {"from": "1 year ago"}, ["min"]]
    rows = [{"display": f"Choice {place}", "value": each} for place, each in enumerate(values)]
    old = load({"steps": {"s": {"type": "static", "values": rows}}}).steps["s"]
    meant = start[0][0] if start == [[["avg", "max"]]] else start[0]
    assert [each["value"] for each in start_selection(old, start, ["display"])] == [meant]
