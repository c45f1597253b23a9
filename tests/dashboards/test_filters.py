"""The widgets that filter: what they offer, what is set, and which rows the other widgets then count."""

from collections.abc import Callable
from typing import Any

import pytest

import swell
from dashboards.describe import describe
from dashboards.model import load
from dashboards.model.json import as_list, as_object
from dashboards.presets import preset, presets
from dashboards.ranges import date_range_text, number_range_text
from dashboards.run import OpenDashboard, WidgetResult

Show = Callable[..., dict[str, WidgetResult]]
DAY = 86_400_000
MARCH_1, MARCH_9 = 1772323200000, 1773014400000


def query(**members: Any) -> dict[str, Any]:
    return {"type": "aggregateflex", "datasets": [{"name": "deals"}], "query": members}


TOTAL = query(measures=[["sum", "Amount"]])
CLOSED = query(measures=[["count", "*"]], groups=["Closed"])
AMOUNT = query(measures=[["sum", "Amount"]])


def global_filter(field: str = "Stage", operator: str = "in", value: Any = None, **members: Any) -> dict[str, Any]:
    return {"dataset": {"name": "deals"}, "fields": [field], "operator": operator, "value": value, **members}


@pytest.fixture
def look(space: swell.Workspace) -> Callable[..., dict[str, Any]]:
    """Return the views of a total `n` and a filter panel `p` over some global filters, set to some choices."""

    def look(known: list[Any], choices: Any = None, **parameters: Any) -> dict[str, Any]:
        widgets = {
            "n": {"type": "number", "parameters": {"step": "s"}},
            "p": {"type": "filterpanel", "parameters": {"filters": [], "showAllFilters": True, **parameters}},
        }
        opened = OpenDashboard.open({"steps": {"s": TOTAL}, "widgets": widgets, "filters": known}, space.session)
        found = opened.widgets(filters=choices)
        assert {each.problem for each in found.values()} == {None}
        return {name: each.view for name, each in found.items()}

    return look


@pytest.mark.parametrize(
    ("filters", "kind", "values", "text"),
    [
        (global_filter(value=["Won"]), "text", ["Won"], "Won"),
        (global_filter(value=None), "text", [], "All"),
        (global_filter(value=["a", "b", None, "d"]), "text", ["a", "b", None, "d"], "a, b +2"),
        (global_filter(operator="not in", value=["Won", None]), "text", ["Won", None], "Not Won, (none)"),
        (global_filter(operator="matches", value="on"), "text", ["on"], "Contains on"),
        (global_filter("Closed", ">=<=", '[[["month",-2],["month",0]]]'), "date", [["month", -2], ["month", 0]],
         "2 months ago to current month"),
        (global_filter("Closed", ">=<=", [[MARCH_1, MARCH_9]]), "date", [MARCH_1, MARCH_9],
         "Mar 1, 2026 – Mar 9, 2026"),  # noqa: RUF001
        (global_filter("Closed", ">=<=", None), "date", [None, None], "All"),
        (global_filter("Amount", ">=", [[250000]]), "number", [250000, None], "≥ 250,000"),
        (global_filter("Amount", "==", [[0]]), "number", [0, 0], "0"),
        (global_filter("Gone", "in", ["x"]), "unknown", ["x"], "x"),
    ],
)  # fmt: skip
def test_a_panel_says_what_each_filter_is_set_to(
    filters: Any, kind: str, values: Any, text: str, look: Callable[..., Any]
) -> None:
    (shown,) = look([filters])["p"]["filters"]
    assert (shown["kind"], shown["values"], shown["text"]) == (kind, values, text)
    assert shown["active"] == (text != "All")


def test_a_panel_shows_the_filters_that_it_names_and_none_that_is_hidden(look: Callable[..., Any]) -> None:
    filters = [global_filter("Stage"), global_filter("Region", label="Where"), global_filter("Closed", hidden=True)]
    everything = look(filters)["p"]
    assert [each["label"] for each in everything["filters"]] == ["Stage", "Where"]
    one = look(filters, showAllFilters=False, filters=[{"dataset": {"name": "deals"}, "field": "Region"}])["p"]
    assert [each["id"] for each in one["filters"]] == ["deals.Region"]
    assert (one["single"], everything["single"]) == (True, False)
    assert look([], showInViewMode=False)["p"]["filters"] == []


@pytest.mark.parametrize(
    ("choice", "amount"),
    [
        ({"operator": "in", "values": ["Lost"]}, 20),
        ({"operator": "in", "values": []}, 135),
        ({"operator": "not in", "values": ["Won"]}, 20),
        ({"operator": "matches", "values": ["os"]}, 20),
        ({"operator": "in", "values": [None]}, 100),
        ({"operator": "drop", "values": ["Lost"]}, 15),
        ({"operator": "in", "values": "Lost"}, 15),
    ],
)
def test_what_a_viewer_sets_takes_the_place_of_what_was_exported(
    choice: Any, amount: float, look: Callable[..., Any]
) -> None:
    found = look([global_filter(value=["Won"])], {"deals.Stage": choice, "deals.Nothing": choice})
    assert found["n"]["value"] == amount


@pytest.mark.parametrize(
    ("field", "values", "amount"),
    [
        ("Closed", [MARCH_1, MARCH_9], 30),
        ("Closed", [None, MARCH_1], 110),
        ("Closed", [None, None], 135),
        ("Amount", [10, 20], 30),
        ("Amount", [None, 10], 15),
        ("Stage", [["month", -1], ["month", 0]], 135),
    ],
)
def test_a_viewer_sets_a_range(field: str, values: Any, amount: float, look: Callable[..., Any]) -> None:
    found = look([global_filter(field, ">=<=")], {f"deals.{field}": {"operator": ">=<=", "values": values}})
    assert found["n"]["value"] == amount


def test_a_locked_filter_stays_as_it_is(look: Callable[..., Any]) -> None:
    found = look([global_filter(value=["Won"], locked=True)], {"deals.Stage": {"operator": "in", "values": []}})
    assert found["n"]["value"] == 15
    assert (found["p"]["filters"][0]["locked"], found["p"]["filters"][0]["changed"]) == (True, False)


@pytest.mark.parametrize(
    ("start", "amount", "text", "days"),
    [
        ("[[[\"month\",-2],[\"month\",-1]]]", 35, "Last 2 months", ("2026-03-01", "2026-04-30")),
        ("[[\"quarter\",-1],[\"day\",0]]", 35, "1 quarter ago to today", ("2026-01-01", "2026-05-20")),
        (f"[[{MARCH_1},{MARCH_9}]]", 30, "Mar 1, 2026 – Mar 9, 2026", ("2026-03-01", "2026-03-09")),  # noqa: RUF001
        ("[[[\"fiscal_month\",-1],[\"fiscal_month\",-1]]]", 5, "Previous fiscal month", ("2026-04-01", "2026-04-30")),
        ("[]", 135, "All time", (None, None)),
    ],
)  # fmt: skip
def test_a_date_selector_starts_with_its_steps_range(
    start: str, amount: float, text: str, days: tuple[str, str], show: Show
) -> None:
    steps = {"d": {**CLOSED, "start": start}, "n": TOTAL}
    found = show(steps, {"d": ("dateselector", {"step": "d"}), "n": ("number", {"step": "n"})})
    view: Any = found["d"].view
    assert view["text"] == text
    assert (view["days"]["first"], view["days"]["last"]) == days
    assert view["domain"] == {"min": 1743552000000, "max": 1775088000000}
    assert view["instant"] is False
    total: Any = found["n"].view
    assert total["value"] == amount


@pytest.mark.parametrize("groups", [["Closed"], [["Closed_Year", "Closed_Month", "Closed_Day"]], ["Closed_Year"]])
def test_a_selected_range_of_dates_filters_and_is_read_by_bindings(groups: list[Any], show: Show) -> None:
    bound = (
        'q = load "deals"; q = filter q by {{row(d.selection, [0], ["min", "max"]).asDateRange('
        "\"date('Closed_Year', 'Closed_Month', 'Closed_Day')\")}}; q = group q by all;"
        " q = foreach q generate sum('Amount') as 'n';"
    )
    steps = {"d": query(measures=[["count", "*"]], groups=groups), "n": TOTAL}
    steps["b"] = {"type": "saql", "query": bound, "receiveFacetSource": {"mode": "none"}}
    widgets: dict[str, Any] = {each: ("number", {"step": each}) for each in "nb"}
    found = show(steps, widgets, {"d": [{"min": ["year", -1], "max": ["month", -2]}]})
    for each in found.values():
        assert each.view is not None
        assert each.view["value"] == 130


def test_a_range_of_a_measure_filters_rows(show: Show) -> None:
    steps = {"r": {**AMOUNT, "start": "[[10,20]]"}, "n": TOTAL}
    widgets: dict[str, Any] = {"r": ("rangeselector", {"step": "r", "instant": True}), "n": ("number", {"step": "n"})}
    found = show(steps, widgets)
    view: Any = found["r"].view
    total: Any = found["n"].view
    assert total["value"] == 30
    assert (view["min"], view["max"], view["instant"], view["label"]) == (10, 20, True, "Amount")
    assert view["domain"] == {"min": 5, "max": 100}
    assert sum(view["histogram"]) == 4
    assert (view["histogram"][0], view["histogram"][-1]) == (1, 1)
    wider: Any = show(steps, widgets, {"r": [{"min": None, "max": 10}]})["n"].view
    assert wider["value"] == 15


def test_as_range_reads_a_range_of_numbers(show: Show) -> None:
    text = (
        'q = load "deals"; q = filter q by {{row(r.selection, [0], ["min", "max"]).asRange("Amount")}};'
        " q = group q by all; q = foreach q generate sum('Amount') as 'n';"
    )
    steps = {"r": {**AMOUNT, "broadcastFacet": False}, "s": {"type": "saql", "query": text}}
    widgets: dict[str, Any] = {"s": ("number", {"step": "s"})}
    for selection, amount in (([{"min": 10, "max": 20}], 30), ([], 135)):
        found: Any = show(steps, widgets, {"r": selection})["s"].view
        assert found["value"] == amount


WHAT_IF = {"type": "input", "valueType": "number", "values": ['{"min": 2, "max": 90}'], "start": "[7]"}
SCALED = (
    'q = load "deals"; q = group q by all;'
    " q = foreach q generate sum('Amount') * {{coalesce(cell(i.selection, 0, \"input\"), 1).asString()}} as 'n';"
)


@pytest.mark.parametrize(
    ("selection", "amount"),
    [
        (None, 945),
        ([{"input": 3}], 405),
        ([{"input": "4"}], 540),
        ([{"input": 1000}], 12150),
        ([{"input": "1; q = load \"cases\""}], 135),
        ([], 135),
    ],
)  # fmt: skip
def test_an_input_is_read_by_bindings(selection: Any, amount: float, show: Show) -> None:
    steps = {"i": WHAT_IF, "s": {"type": "saql", "query": SCALED}}
    widgets: dict[str, Any] = {"s": ("number", {"step": "s"}), "i": ("input", {"step": "i", "inputType": "Slider"})}
    found = show(steps, widgets, None if selection is None else {"i": selection})
    view: Any = found["s"].view
    assert view["value"] == amount


def test_an_input_shows_its_value_and_its_bounds(show: Show) -> None:
    steps = {"i": {**WHAT_IF, "start": "[2500]", "values": [{"min": 0, "max": 5000}], "label": "Budget"}}
    found = show(steps, {"i": ("input", {"step": "i", "inputType": "slider", "displayFormat": "currency"})})["i"]
    view: Any = found.view
    assert (view["form"], view["value"], view["text"], view["label"]) == ("slider", 2500, "$2,500", "Budget")
    assert (view["min"], view["max"]) == (0, 5000)


@pytest.mark.parametrize("kind", ["dateselector", "rangeselector", "input"])
def test_a_selector_without_a_step_is_empty_and_no_problem(kind: str, show: Show) -> None:
    found = show({}, {"w": (kind, {"title": "Later"})})["w"]
    assert found.problem is None
    assert found.view is not None
    assert "empty" in found.view


def test_a_list_names_its_rows_by_its_template_and_says_when_choices_hold(show: Show) -> None:
    steps = {"s": query(measures=[["sum", "Amount"]], groups=["Stage"])}
    parameters = {"step": "s", "displayTemplate": "[Stage]: [sum_Amount] [other]", "instant": False}
    view: Any = show(steps, {"w": ("listselector", parameters)})["w"].view
    assert view["texts"] == ["Lost: 20 [other]", "Won: 15 [other]", "–: 100 [other]"]  # noqa: RUF001
    assert view["instant"] is False
    opened: Any = show(steps, {"w": ("listselector", {**parameters, "expanded": True})})["w"].view
    assert opened["instant"] is True


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [
        (["quarter", 0], ["quarter", 0], "Current quarter"),
        (["fiscal_year", -1], ["fiscal_year", -1], "Previous fiscal year"),
        (["quarter", 0], ["day", 0], "Current quarter to date"),
        (["day", 0], ["day", 0], "Today"),
        (["day", -7], ["day", 0], "Last 7 days"),
        (["month", -3], ["month", -1], "Last 3 months"),
        (["week", 1], ["week", 4], "Next 4 weeks"),
        (["year", -2], ["year", 1], "2 years ago to 1 year ahead"),
        (["year", -2], ["year", -2], "2 years ago"),
        (["month", -12], ["day", 0], "12 months ago to today"),
        (["year", -1], None, "Since 1 year ago"),
        (None, MARCH_9, "Until Mar 9, 2026"),
        (MARCH_1, MARCH_1, "Mar 1, 2026"),
        (MARCH_1, ["day", 0], "Mar 1, 2026 – today"),  # noqa: RUF001
    ],
)
def test_ranges_of_dates_in_words(lower: Any, upper: Any, text: str) -> None:
    assert date_range_text(lower, upper) == text


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [(1, 2000, "1 – 2,000"), (None, 5, "≤ 5"), (5, None, "≥ 5"), (5, 5, "5"), (None, None, "All")],  # noqa: RUF001
)
def test_ranges_of_numbers_in_words(lower: Any, upper: Any, text: str) -> None:
    assert number_range_text(lower, upper) == text


def test_presets_are_ranges_by_name() -> None:
    assert preset("PreviousFiscalQuarter") == {
        "name": "PreviousFiscalQuarter",
        "label": "Previous fiscal quarter",
        "min": ["fiscal_quarter", -1],
        "max": ["fiscal_quarter", -1],
    }
    found = preset("CurrentYearToDate")
    assert found is not None
    assert (found["min"], found["max"]) == (["year", 0], ["day", 0])
    assert preset("Someday") is None
    labels = [each["label"] for each in presets(["AllTime", "Last30Days", "Someday"], fiscal=False) if each]  # type: ignore[index, call-overload]
    assert labels == ["All time", "Last 30 days"]
    assert len(presets([], fiscal=True)) == len({each["label"] for each in presets([], fiscal=True) if each})  # type: ignore[index, call-overload]


def test_a_filter_that_a_link_brings_holds_where_its_dataset_is_read(look: Callable[..., Any]) -> None:
    won = {"operator": "in", "values": ["Won"]}
    assert look([], {"deals.Stage": won})["n"]["value"] == 15
    assert look([], {"deals.Nothing": won, "cases.Stage": won, "Stage": won})["n"]["value"] == 135
    assert [each["label"] for each in look([], {"deals.Stage": won})["p"]["filters"]] == ["Stage"]


@pytest.mark.parametrize(
    ("known", "choice"),
    [
        (global_filter(value=["Won"]), {"operator": "in", "values": ["Won"]}),
        (global_filter(operator="not in", value="Won"), {"operator": "not in", "values": ["Won"]}),
        (global_filter(value=[]), None),
        (global_filter("Amount", ">=", [[5]]), {"operator": ">=<=", "values": [5, None]}),
        (global_filter("Amount", ">=<=", [[5, 10]]), {"operator": ">=<=", "values": [5, 10]}),
        (
            global_filter("Closed", ">=<=", [[["year", -1], ["year", 0]]]),
            {"operator": ">=<=", "values": [["year", -1], ["year", 0]]},
        ),
        (global_filter("Amount", ">", [[5]]), None),  # a viewer's range has its ends in it
        (global_filter("Amount", "isnull"), None),
    ],
)
def test_what_a_dashboard_sets_is_told_as_a_viewer_would_set_it(known: Any, choice: Any) -> None:
    (told,) = as_list(describe(load({"steps": {}, "filters": [known]}), "d")["filters"])
    assert as_object(told)["set"] == choice
