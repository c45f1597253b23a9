"""What widgets show: the plain data that the page draws."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.run import WidgetResult
from dashboards.widgets import registry

Show = Callable[..., dict[str, WidgetResult]]


def aggregate(measures: list[Any], groups: list[Any] | None = None, **members: Any) -> dict[str, Any]:
    query = {"measures": measures, "groups": groups or [], **members.pop("query", {})}
    return {"type": "aggregateflex", "datasets": [{"name": "deals"}], "query": query, **members}


BY_STAGE = aggregate([["sum", "Amount"]], ["Stage"])
TOGGLE = {
    "type": "staticflex",
    "selectMode": "singlerequired",
    "values": ['{"display": "Sum", "measure": "sum"}', '{"display": "Average", "measure": "avg"}'],
}


@pytest.fixture
def view(show: Show) -> Callable[..., Any]:
    """Return the view of one widget over one step."""

    def view(kind: str, step: dict[str, Any], selections: Any = None, **parameters: Any) -> Any:
        found = show({"s": step}, {"w": (kind, {"step": "s", **parameters})}, selections)["w"]
        assert found.problem is None
        return found.view

    return view


def test_a_number_is_the_first_rows_measure(view: Any) -> None:
    found = view("number", aggregate([["sum", "Amount"]]), measureField="sum_Amount", title="Won", numberColor="#fff")
    assert found == {
        "title": "Won",
        "value": 135,
        "text": "135",
        "full": "135",
        "format": None,
        "style": {"numberColor": "#fff"},
    }


def test_a_compact_number_has_its_long_form_beside_it(view: Any) -> None:
    step = {"type": "staticflex", "values": [{"display": "x", "n": 1234567}]}
    found = view("number", step, measureField="n", compact=True)
    assert (found["text"], found["full"]) == ("1.2M", "1,234,567")


def test_a_number_without_rows_says_so(view: Any) -> None:
    step = aggregate([["sum", "Amount"]], ["Stage"], query={"filters": [["Stage", ["Nothing"], "in"]]})
    found = view("number", step, measureField="sum_Amount", noResultsLabel="nothing yet")
    assert (found["value"], found["text"]) == (None, "nothing yet")


def test_a_text_is_filled_with_values_of_steps(view: Any) -> None:
    content = {
        "displayTemplate": "[All] in [Stage], [Unknown]",
        "values": {
            "All": {"step": "s", "field": "sum_Amount", "sourceType": "result"},
            "Stage": {"step": "s", "field": "Stage", "sourceType": "selection", "noResultsLabel": "all"},
        },
    }
    assert view("text", BY_STAGE, content=content)["text"] == "20 in all, [Unknown]"
    assert view("text", BY_STAGE, {"s": [{"Stage": "Won"}]}, content=content)["text"] == "20 in Won, [Unknown]"


def test_rich_text_has_lines_of_pieces_with_their_looks(view: Any) -> None:
    delta = [
        {"insert": "[Sum]", "attributes": {"size": "32px", "color": "red", "bold": True}},
        {"insert": " in all\nand ", "attributes": {"italic": True}},
        {"insert": "more", "attributes": {"link": "https://example.com"}},
        {"insert": "\n\n", "attributes": {"align": "center"}},
        {"insert": "end", "attributes": {"link": "javascript:alert(1)", "bold": False}},
    ]
    found = view(
        "text", BY_STAGE, content={"richTextContent": delta, "values": {"Sum": {"step": "s", "field": "sum_Amount"}}}
    )
    assert found["lines"] == [
        {
            "align": None,
            "pieces": [
                {"text": "20", "bold": True, "size": 32, "color": "red"},
                {"text": " in all", "italic": True},
            ],
        },
        {
            "align": "center",
            "pieces": [{"text": "and ", "italic": True}, {"text": "more", "link": "https://example.com"}],
        },
        {"align": "center", "pieces": []},
        {"align": None, "pieces": [{"text": "end"}]},
    ]
    assert found["text"] == "20 in all\nand more\n\nend"
    assert found["style"] == {"fontSize": 32, "textColor": "red", "textAlignment": "center"}


@pytest.mark.parametrize(
    ("kind", "destination", "target"),
    [
        ("page", {"name": "p1"}, "p1"),
        ("url", {"url": "https://example.com/x"}, "https://example.com/x"),
        ("url", {"url": "javascript:alert(1)"}, None),
        ("url", {"url": "//evil.example"}, None),
        ("dashboard", {"name": "other"}, "other"),
        ("url", None, None),
    ],
)
def test_a_link_leads_only_where_it_is_safe(kind: str, destination: Any, target: str | None, view: Any) -> None:
    found = view("link", BY_STAGE, text="Go", destinationType=kind.upper(), destinationLink=destination)
    assert (found["kind"], found["target"], found["text"]) == (kind, target, "Go")


def test_a_chart_has_its_rows_and_the_roles_of_its_columns(view: Any) -> None:
    found = view(
        "chart",
        BY_STAGE,
        {"s": [{"Stage": "Won"}]},
        visualizationType="HBar",
        title={"label": "Stages", "subtitleLabel": "all"},
        legend={"show": False},
        measureAxis1={"showAxis": True, "showTitle": True, "title": "Euro"},
    )
    assert (found["chart"], found["requested"], found["note"]) == ("hbar", "hbar", None)
    assert (found["title"], found["subtitle"]) == ("Stages", "all")
    assert found["columns"] == [
        {"name": "Stage", "label": "Stage", "type": "text", "format": None},
        {"name": "sum_Amount", "label": "Sum of Amount", "type": "number", "format": None},
    ]
    assert found["rows"] == [["Lost", 20.0], ["Won", 15.0], [None, 100.0]]
    assert (found["dimensions"], found["split"], found["measures"]) == (["Stage"], [], ["sum_Amount"])
    assert (found["legend"], found["axes"]["measure"]) == (
        {"show": False, "position": "right-top"},
        {"show": True, "title": "Euro"},
    )
    assert (found["selectable"], found["selectMode"], found["step"]) == (True, "single", "s")
    assert found["selected"] == [{"Stage": "Won"}]
    assert found["truncated"] is None


def test_an_axis_is_called_as_its_column_unless_it_has_a_title_of_its_own_or_none(view: Any) -> None:
    axes = view("chart", BY_STAGE, dimensionAxis={"title": ""}, measureAxis1={"showTitle": False})["axes"]
    assert axes["dimension"] == {"show": True, "title": "Stage"}
    assert axes["measure"] == {"show": True, "title": None}
    several = view("chart", aggregate([["sum", "Amount"], ["count", "*"]], ["Stage"]))["axes"]
    assert several["measure"]["title"] is None


@pytest.mark.parametrize(
    ("kind", "column_map", "dimensions", "split"),
    [
        ("hbar", None, ["Stage", "Region"], []),
        ("stackvbar", None, ["Stage"], ["Region"]),
        (
            "stackvbar",
            {"dimensionAxis": ["Region"], "split": ["Stage"], "plots": ["sum_Amount"]},
            ["Region"],
            ["Stage"],
        ),
        ("pie", {"dimension": ["Gone"], "plots": ["sum_Gone"]}, ["Stage", "Region"], []),
        ("time", {"timeAxis": ["Region"], "plots": ["sum_Amount"]}, ["Region"], []),
    ],
)
def test_a_map_that_fits_wins_over_the_places_of_columns(
    kind: str, column_map: Any, dimensions: list[str], split: list[str], view: Any
) -> None:
    step = aggregate([["sum", "Amount"]], ["Stage", "Region"])
    found = view("chart", step, visualizationType=kind, columnMap=column_map)
    assert (found["dimensions"], found["split"], found["measures"]) == (dimensions, split, ["sum_Amount"])


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("hologram", "no chart of the type hologram"),
        ("sankey", "needs 2 groupings, and its step has 1"),
        ("table", None),
    ],
)
def test_what_cannot_be_drawn_is_a_table_that_says_why(kind: str, note: str | None, view: Any) -> None:
    found = view("chart", BY_STAGE, visualizationType=kind)
    assert (found["chart"], found["requested"]) == ("table", kind)
    assert found["note"] is None if note is None else note in found["note"]


def test_the_step_suggests_a_chart_where_the_widget_does_not_say(view: Any) -> None:
    step = {**BY_STAGE, "visualizationParameters": {"parameters": {"visualizationType": "pie"}}}
    assert view("chart", step)["chart"] == "pie"


def test_a_result_that_is_cut_off_says_at_how_many_rows(space: Any, view: Any) -> None:
    import pyarrow as pa

    space.write("many", pa.table({"n": [str(each) for each in range(10_050)]}))
    step = {"type": "grain", "datasets": [{"name": "many"}], "query": {"values": ["n"]}}
    found = view("table", step, totals=True)
    assert found["truncated"] == {"shown": 10_000, "limit": 10_000}
    assert found["totals"] is None


def test_the_totals_of_a_table_are_those_of_all_its_rows(view: Any) -> None:
    step = aggregate([["sum", "Amount"], ["avg", "Amount"], ["count", "*"]], ["Stage"])
    found = view("table", step, totals=True, header={"fontSize": 12})
    assert found["totals"] == [None, 135, 33.75, 4]
    assert found["style"] == {"header": {"fontSize": 12}}


def test_a_table_shows_the_columns_that_it_lists(view: Any) -> None:
    step = {"type": "grain", "datasets": [{"name": "deals"}], "query": {"values": ["Stage", "Amount", "Closed"]}}
    found = view("table", step, columns=["Closed", "Amount", "Gone"], totals=True)
    assert [each["name"] for each in found["columns"]] == ["Closed", "Amount"]
    assert found["columns"][0]["type"] == "date"
    assert sorted(found["rows"])[0] == ["2025-04-02T00:00:00Z", 100.0]
    assert found["totals"] == [None, 135]
    assert found["selectable"] is False


def test_a_list_is_named_by_the_first_group(view: Any) -> None:
    found = view("listselector", BY_STAGE, title="Stages", measureField="sum_Amount", expanded=True)
    assert (found["title"], found["column"], found["label"], found["measure"]) == (
        "Stages",
        "Stage",
        "Stage",
        "sum_Amount",
    )
    assert found["expanded"] is True


def test_a_list_that_must_have_a_selection_selects_its_first_row(view: Any) -> None:
    found = view("pillbox", TOGGLE)
    assert found["column"] == "display"
    assert found["selected"] == [{"display": "Sum", "measure": "sum"}]
    assert view("pillbox", TOGGLE, {"s": [{"display": "Average"}]})["selected"] == [
        {"display": "Average", "measure": "avg"}
    ]


def test_bindings_in_steps_and_widgets_follow_the_selection(show: Show) -> None:
    steps = {
        "toggle": TOGGLE,
        "s": aggregate([["{{cell(toggle.selection, 0, 'measure').asObject()}}", "Amount", "A"]]),
        "saql": {
            "type": "saql",
            "query": 'q = load "deals"; q = group q by all; q = foreach q generate'
            " {{cell(toggle.selection, 0, 'measure').asString()}}('Amount') as 'A';",
        },
    }
    widgets = {
        "n": ("number", {"step": "s", "title": "{{cell(toggle.selection, 0, 'display').asString()}} of all"}),
        "m": ("number", {"step": "saql"}),
        "t": ("text", {"text": "{{cell(s.result, 0, 'A').asString()}}"}),
    }
    start = show(steps, widgets)
    assert [start[name].view["value"] for name in "nm"] == [135, 135]  # type: ignore[index]
    assert start["t"].view == {"text": "135", "lines": [], "style": {}}
    after = show(steps, widgets, {"toggle": [{"display": "Average"}]})
    assert after["n"].view is not None
    assert (after["n"].view["value"], after["n"].view["title"]) == (33.75, "Average of all")


def test_lists_may_filter_each_other_by_their_selections(show: Show) -> None:
    def listing(field: str, other: str, of: str) -> dict[str, Any]:
        filters = [[of, f"{{{{column({other}.selection, ['{of}']).asObject()}}}}", "in"]]
        return aggregate([["count", "*"]], [field], query={"filters": filters}, broadcastFacet=False)

    steps = {"a": listing("Stage", "b", "Region"), "b": listing("Region", "a", "Stage")}
    widgets = {name: ("listselector", {"step": name}) for name in "ab"}
    found = show(steps, widgets, {"a": [{"Stage": "Lost"}]})
    assert [[row[0] for row in found[name].view["rows"]] for name in "ab"] == [["Lost", "Won", None], ["South"]]  # type: ignore[index, union-attr]


@pytest.mark.parametrize(
    ("kind", "parameters", "problem"),
    [
        ("number", {"step": "s", "measureField": "sum_Gone"}, "no column 'sum_Gone'"),
        ("number", {"step": "gone"}, "no step 'gone'"),
        ("hologram", {}, "The widget type hologram is not available yet."),
        (
            "number",
            {"step": "apex"},
            "A query of type apex runs in Salesforce itself, not in Swell. Sync what it reads",
        ),
        ("number", {"step": "broken"}, "has no field 'Gone'"),
        ("number", {"step": "nowhere"}, 'no dataset "nowhere"'),
        ("number", {"step": "circle"}, "in a circle"),
        ("number", {"step": "s", "title": "{{cell(s.result, 0, 'Gone').asString()}}"}, "the column 'Gone'"),
        ("text", {"text": "{{cell(s.result}}"}, "can't be read"),
    ],
)
def test_a_widget_that_cannot_be_shown_says_why_and_others_are_not_touched(
    kind: str, parameters: dict[str, Any], problem: str, show: Show
) -> None:
    steps = {
        "s": BY_STAGE,
        "apex": {"type": "apex"},
        "broken": aggregate([["sum", "Gone"]]),
        "nowhere": {**BY_STAGE, "datasets": [{"name": "nowhere"}]},
        "circle": aggregate([["sum", "{{cell(round.result, 0, 'x').asString()}}"]]),
        "round": aggregate([["sum", "{{cell(circle.result, 0, 'x').asString()}}"]]),
    }
    found = show(steps, {"bad": (kind, parameters), "good": ("number", {"step": "s"})})
    assert found["bad"].view is None
    assert problem in str(found["bad"].problem)
    assert "\n" not in str(found["bad"].problem)
    assert found["good"].problem is None


class Faulty:
    """A widget type with a mistake in it."""

    def view(self, context: Any) -> dict[str, Any]:
        return {"x": 1 / 0}


def test_a_mistake_in_a_widget_type_is_logged_and_breaks_no_other(
    show: Show, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(registry.BUILT_IN, "faulty", Faulty())
    with caplog.at_level(logging.ERROR):
        found = show({"s": BY_STAGE}, {"bad": ("faulty", {}), "good": ("number", {"step": "s"})})
    assert "ZeroDivisionError" in caplog.text
    assert "mistake in Swell" in str(found["bad"].problem)
    assert found["good"].problem is None


def test_an_old_numbers_size_and_colour_are_those_of_the_number(view: Any) -> None:
    found = view("number", aggregate([["sum", "Amount"]]), fontSize=24, textColor="#fff")
    assert found["style"] == {"numberSize": 24, "numberColor": "#fff"}
    found = view("number", aggregate([["sum", "Amount"]]), fontSize=24, numberSize=40)
    assert found["style"] == {"numberSize": 40}
