"""Widgets that arrange a dashboard: navigation, repeaters, and those that have nothing to show yet."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from dashboards.run import OpenDashboard, WidgetResult

Show = Callable[..., dict[str, WidgetResult]]
BY_STAGE = {
    "type": "aggregateflex",
    "datasets": [{"name": "deals"}],
    "query": {
        "measures": [["sum", "Amount"]],
        "groups": ["Stage"],
        "filters": [["Stage", [], "isnotnull"]],
        "order": [[-1, {"ascending": False}]],
    },
}


@pytest.mark.parametrize("kind", ["chart", "number", "table", "listselector", "pillbox", "repeater"])
def test_a_widget_without_a_step_is_empty_and_no_problem(kind: str, show: Show) -> None:
    found = show({}, {"w": (kind, {"title": "Soon"})})["w"]
    assert (found.problem, found.view) == (None, {"empty": "No query is chosen for this widget yet."})


def test_a_widget_whose_step_is_not_there_is_a_problem(show: Show) -> None:
    found = show({}, {"w": ("chart", {"step": "gone"})})["w"]
    assert found.problem == "There is no step 'gone' in this dashboard."


def test_navigation_says_how_many_tabs_and_how_they_look(show: Show) -> None:
    tab = {"backgroundColor": "#FFFFFF", "borderEdges": ["bottom"]}
    parameters = {"tabCount": 5, "fontSize": 16, "textColor": "#54698D", "selectedTab": tab, "unknown": 1}
    found = show({}, {"w": ("navigation", parameters)})["w"]
    style = {"fontSize": 16, "textColor": "#54698D", "selectedTab": tab}
    assert (found.problem, found.view) == (None, {"tabs": 5, "style": style})


def repeater(**members: Any) -> tuple[str, dict[str, Any]]:
    def cell(kind: str, column: int, **parameters: Any) -> dict[str, Any]:
        return {"type": kind, "position": {"row": 0, "column": column, "colspan": 4}, "parameters": parameters}

    values = {"Name": {"step": "s", "field": "Stage"}, "Best": {"step": "best", "field": "max_Amount"}}
    cells = {
        "words": cell("text", 0, content={"displayTemplate": "[Name] of [Best]", "values": values}),
        "sum": cell("number", 4, measureField="sum_Amount", title="{{cell(s.result, 0, 'Stage').asString()}}"),
        "face": cell("image", 8, source="Stage"),
    }
    return "repeater", {"step": "s", "itemsPerRow": 2, "cellProperties": cells, **members}


BEST = {"type": "aggregateflex", "datasets": [{"name": "deals"}], "query": {"measures": [["max", "Amount"]]}}


def test_a_repeater_has_a_card_for_each_row_and_the_rows_values_on_it(show: Show) -> None:
    found = show({"s": BY_STAGE, "best": BEST}, {"w": repeater()})["w"]
    assert found.problem is None
    assert found.view is not None
    cards: Any = found.view["cards"]
    assert [card["words"]["text"] for card in cards] == ["Lost of 100", "Won of 100"]
    assert [(card["sum"]["title"], card["sum"]["value"]) for card in cards] == [("Lost", 20), ("Won", 15)]
    assert [card["face"]["alt"] for card in cards] == ["Lost", "Won"]
    assert found.view["rows"] == [["Lost", 20.0], ["Won", 15.0]]
    assert found.view["perRow"] == 2
    assert found.view["selectable"] is True


def test_a_repeaters_cells_keep_their_places_on_the_cards_grid(show: Show) -> None:
    widget = repeater(cardProperties={"numColumns": 12, "rowHeight": "fine", "cellSpacingX": 4})
    view: Any = show({"s": BY_STAGE, "best": BEST}, {"w": widget})["w"].view
    assert {name: (place["type"], place["column"], place["colspan"]) for name, place in view["places"].items()} == {
        "words": ("text", 0, 4),
        "sum": ("number", 4, 4),
        "face": ("image", 8, 4),
    }
    assert (view["grid"]["columns"], view["grid"]["rowHeight"], view["grid"]["gapX"]) == (12, "fine", 4)


def test_a_repeater_draws_no_more_cards_than_can_be_read(space: Any, show: Show) -> None:
    space.write("many", pa.table({"Name": [f"n{each:03}" for each in range(500)], "Size": [1.0] * 500}))
    step = {"type": "saql", "query": 'q = load "many"; q = group q by Name; q = foreach q generate Name;'}
    cells = {"c": {"type": "text", "parameters": {"text": "{{cell(s.result, 0, 'Name').asString()}}"}}}
    view: Any = show({"s": step}, {"w": ("repeater", {"step": "s", "cellProperties": cells})})["w"].view
    assert (len(view["cards"]), len(view["rows"]), view["truncated"]) == (200, 200, {"shown": 200, "limit": 200})
    assert view["cards"][199]["c"]["text"] == "n199"


def test_a_repeater_with_a_cell_of_an_unknown_type_says_so(show: Show) -> None:
    widget = ("repeater", {"step": "s", "cellProperties": {"c": {"type": "hologram"}}})
    found = show({"s": BY_STAGE}, {"w": widget})["w"]
    assert found.problem == "The cards have cells of the type hologram, which are not available yet."


def test_a_link_to_a_dashboard_names_its_page_and_whether_it_carries_selections(show: Show) -> None:
    parameters = {
        "text": "More",
        "destinationType": "dashboard",
        "destinationLink": {"name": "other", "pageName": "second"},
        "includeState": True,
    }
    view: Any = show({}, {"w": ("link", parameters)})["w"].view
    assert (view["target"], view["page"], view["carries"], view["query"]) == ("other", "second", True, None)


def test_a_link_to_explore_a_step_has_the_query_that_the_step_has_now(show: Show) -> None:
    step = {
        "type": "saql",
        "query": 'q = load "deals"; q = filter q by Stage == "{{cell(t.selection, 0, "x").asString()}}";',
    }
    toggle = {"type": "staticflex", "selectMode": "singlerequired", "values": [{"x": "Won"}]}
    parameters = {"destinationType": "explore", "destinationLink": {"name": "s"}}
    view: Any = show({"s": step, "t": toggle}, {"w": ("link", parameters)})["w"].view
    assert (view["target"], view["query"]) == ("s", 'q = load "deals"; q = filter q by Stage == "Won";')


@pytest.mark.parametrize("name", ["gone", "t"])
def test_a_link_to_explore_what_has_no_query_leads_nowhere_and_is_no_problem(name: str, show: Show) -> None:
    parameters = {"destinationType": "explore", "destinationLink": {"name": name}}
    found = show({"t": {"type": "staticflex", "values": [{"x": 1}]}}, {"w": ("link", parameters)})["w"]
    assert found.problem is None
    assert found.view is not None
    assert found.view["query"] is None


def embed(space: Any, source: Any, **parameters: Any) -> WidgetResult:
    whole = {"w": {"type": "component", "parameters": {"source": source, **parameters}}}
    return OpenDashboard.open({"widgets": whole}, space.session, ["Trend", "ns__Map"]).widgets()["w"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({"name": "Trend", "type": "component"}, "Trend"),
        ([{"name": "Trend", "namespace": "", "type": "component"}], "Trend"),
        ({"name": "Map", "namespace": "ns", "type": "component"}, "ns__Map"),
    ],
)
def test_a_component_is_a_page_of_another_dashboard(source: Any, name: str, space: Any) -> None:
    found = embed(space, source, pageName="p", shareState=True)
    assert (found.problem, found.view) == (None, {"dashboard": name, "page": "p", "shares": True})


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ({"name": "Gone", "type": "component"}, "There is no dashboard 'Gone' in this workspace"),
        ({"name": "card", "type": "lightningcomponent"}, "The Lightning component 'card' runs in Salesforce itself"),
        (None, "There is no dashboard '' in this workspace"),
    ],
)
def test_a_component_that_is_not_here_is_a_problem(source: Any, problem: str, space: Any) -> None:
    assert problem in str(embed(space, source).problem)
