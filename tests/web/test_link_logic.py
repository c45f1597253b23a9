"""Where links lead, and the selections that they carry from one dashboard to another."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser


def step(groups: list[str], datasets: list[str], mode: str = "multi", **members: Any) -> dict[str, Any]:
    known = {"type": "aggregateflex", "label": "", "measure": None, "faceted": True}
    return {**known, "selectMode": mode, "groups": groups, "datasets": datasets, **members}


def global_filter(name: str, values: list[Any] | None, **members: Any) -> dict[str, Any]:
    choice = None if values is None else {"operator": "in", "values": values}
    return {"id": name, "label": name, "hidden": False, "locked": False, "set": choice, **members}


HERE = {
    "steps": {
        "stage": step(["Stage"], ["deals"]),
        "month": step(["Closed_Year~~~Closed_Month"], ["deals"], "single"),
        "toggle": step(["display"], []),
    }
}
CHOSEN = {
    "stage": [{"Stage": "Won", "sum": 1}, {"Stage": None, "sum": 2}],
    "month": [{"Closed_Year~~~Closed_Month": "2026~~~03"}],
    "toggle": [{"display": "Sum"}],
}
CARRIED = [
    {"datasets": ["deals"], "groups": ["Stage"], "rows": [{"Stage": "Won"}, {"Stage": None}]},
    {
        "datasets": ["deals"],
        "groups": ["Closed_Year~~~Closed_Month"],
        "rows": [{"Closed_Year~~~Closed_Month": "2026~~~03"}],
    },
]


def link(kind: str, target: str | None = "other", **members: Any) -> dict[str, Any]:
    view = {"text": "", "kind": kind, "target": target, "page": None, "carries": False, "query": None, "style": {}}
    return {**view, **members}


@pytest.mark.parametrize(
    ("view", "leads_to"),
    [
        (link("dashboard", "my own"), "/dashboards/my%20own"),
        (link("dashboard", page="p 2"), "/dashboards/other#page=p%202"),
        (link("dashboard", None), None),
        (link("url", "https://example.com/x?y"), "https://example.com/x?y"),
        (link("url", "javascript:alert(1)"), None),
        (link("url", "//example.com"), None),
        (link("explore", query='q = load "a";'), "/query#q=q%20%3D%20load%20%22a%22%3B"),
        (link("explore"), None),
        (link("lens"), None),
        (link("page", "p2"), None),
    ],
)
def test_a_link_has_this_address(module: Any, view: Any, leads_to: str | None) -> None:
    assert module("links.js", "linkAddress", view, HERE, CHOSEN) == leads_to


def test_selections_travel_by_dataset_and_field(module: Any) -> None:
    address = module("links.js", "linkAddress", link("dashboard", carries=True), HERE, CHOSEN)
    assert json.loads(parse_qs(urlsplit(address).fragment)["from"][0]) == CARRIED
    assert module("links.js", "readCarried", "#" + urlsplit(address).fragment) == CARRIED


def test_ranges_and_global_filters_travel_too(module: Any) -> None:
    ranges = {"month": [{"min": ["month", -1], "max": None}]}
    filters = {"deals.Stage": {"operator": "in", "values": ["Won"]}}
    address = module("links.js", "linkAddress", link("dashboard", carries=True), HERE, ranges, filters)
    fragment = urlsplit(address).fragment
    (carried,) = module("links.js", "readCarried", fragment)
    assert carried["rows"] == ranges["month"]
    assert module("state.js", "decodeState", fragment)["filters"] == filters
    stays = module("links.js", "linkAddress", link("dashboard"), HERE, ranges, filters)
    assert stays == "/dashboards/other"


def test_what_the_dashboard_itself_filters_by_travels_too(module: Any) -> None:
    here = {
        "steps": {"stage": step(["Stage"], ["deals"])},
        "filters": [
            global_filter("deals.Region", ["North"]),
            global_filter("deals.Owner", ["me"], locked=True),
            global_filter("deals.Secret", ["x"], hidden=True),
            global_filter("deals.Open", None),
            global_filter("deals.Stage", ["Won"]),
        ],
    }
    set_by_viewer = {
        "deals.Stage": {"operator": "in", "values": ["Lost"]},
        "deals.Owner": {"operator": "in", "values": ["you"]},
    }

    def brought(**members: Any) -> Any:
        address = module("links.js", "linkAddress", link("dashboard", **members), here, {}, set_by_viewer)
        return module("state.js", "decodeState", urlsplit(address).fragment)["filters"]

    assert {name: choice["values"] for name, choice in brought(carries=True).items()} == {
        "deals.Region": ["North"],
        "deals.Owner": ["me"],
        "deals.Secret": ["x"],
        "deals.Stage": ["Lost"],
    }
    assert brought() == {}


def test_a_click_takes_along_what_a_link_does(module: Any) -> None:
    to = {"type": "navigate", "destinationType": "dashboard", "destinationLink": {"name": "other", "pageName": "p"}}
    here = {"dashboard": HERE, "selections": CHOSEN, "filters": {}}

    def leads_to(**members: Any) -> str:
        parameters = {"interactions": [{"event": "click", "actions": [{**to, **members}]}]}
        found: str = module("links.js", "clickAction", parameters, here)["href"]
        return found

    assert leads_to() == "/dashboards/other#page=p"
    taken = leads_to(includeState=True)
    assert taken == module("links.js", "linkAddress", link("dashboard", page="p", carries=True), HERE, CHOSEN)
    assert module("links.js", "readCarried", urlsplit(taken).fragment) == CARRIED


def test_a_range_of_a_measure_arrives_where_a_widget_selects_ranges_of_it(module: Any) -> None:
    amounts = step([], ["deals"], "single", measure="Amount")
    here = {"steps": {"amounts": amounts, "stage": step(["Stage"], ["deals"])}}
    along = module("links.js", "carried", here, {"amounts": [{"min": 5, "max": None}]})
    assert along == [{"datasets": ["deals"], "groups": ["Amount"], "rows": [{"min": 5, "max": None}]}]
    there = {
        "steps": {"range": amounts, "total": amounts, "hours": step([], ["deals"], "single", measure="Hours")},
        "widgets": {"r": {"type": "rangeselector", "step": "range"}, "n": {"type": "number", "step": "total"}},
    }
    assert module("links.js", "arrived", there, along) == {"range": [{"min": 5, "max": None}]}


@pytest.mark.parametrize(
    ("choice", "counts"), [("deals.Region", True), ("deals.Owner", False), ("deals.New", True), ("cases.New", False)]
)
def test_filters_arrive_where_they_can_be_set(module: Any, choice: str, counts: bool) -> None:
    there = {
        "steps": {"a": step(["Stage"], ["deals"])},
        "filters": [global_filter("deals.Region", ["North"]), global_filter("deals.Owner", ["me"], locked=True)],
    }
    choices = {choice: {"operator": "in", "values": ["x"]}}
    assert module("state.js", "settable", there, choices) == (choices if counts else {})
    chips = module("state.js", "filterChips", there, module("state.js", "settable", there, choices))
    assert [(each["filter"], each["label"]) for each in chips] == (
        [(choice, "deals.Region" if choice == "deals.Region" else "New")] if counts else []
    )


def test_selections_arrive_at_steps_that_group_the_same_dataset_alike(module: Any) -> None:
    there = {
        "steps": {
            "a": step(["Stage"], ["deals"]),
            "b": step(["Stage"], ["deals"], "single"),
            "c": step(["Stage"], ["cases"]),
            "d": step(["Stage"], ["deals"], "none"),
            "e": step(["Stage", "Region"], ["deals"]),
            "f": step(["Stage"], ["deals"], faceted=False),
        }
    }
    assert module("links.js", "arrived", there, CARRIED) == {
        "a": [{"Stage": "Won"}, {"Stage": None}],
        "b": [{"Stage": "Won"}],
    }


@pytest.mark.parametrize(
    "text", ["", "from=", "from={", "from=[1,null]", 'from=[{"datasets":"d","groups":["g"],"rows":[{}]}]']
)
def test_an_address_that_carries_nonsense_carries_nothing(module: Any, text: str) -> None:
    assert module("links.js", "readCarried", text) == []


def test_more_than_an_address_can_hold_is_left_behind(module: Any) -> None:
    many = {"stage": [{"Stage": f"stage {each}"} for each in range(1000)]}
    assert module("links.js", "linkAddress", link("dashboard", carries=True), HERE, many) == "/dashboards/other"
