"""Modules of the editor without a screen."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PLACE = {"row": 2, "column": 3, "rowspan": 2, "colspan": 4}


@pytest.mark.parametrize(
    ("rows", "columns", "place"), [(1, 2, (3, 5)), (-5, -9, (0, 0)), (0, 99, (2, 8))], ids=["free", "corner", "edge"]
)
def test_a_move_stays_inside(module: Any, rows: int, columns: int, place: tuple[int, int]) -> None:
    found = module("editor/grid.js", "moved", PLACE, rows, columns, 12)
    assert found == {**PLACE, "row": place[0], "column": place[1]}


@pytest.mark.parametrize(
    ("edges", "rows", "columns", "place"),
    [
        ("se", 1, 1, (2, 3, 3, 5)),
        ("se", -9, -9, (2, 3, 1, 1)),
        ("se", 0, 99, (2, 3, 2, 9)),
        ("nw", -1, -1, (1, 2, 3, 5)),
        ("nw", -9, -9, (0, 0, 4, 7)),
        ("nw", 9, 9, (3, 6, 1, 1)),
        ("n", 1, 9, (3, 3, 1, 4)),
    ],
)
def test_a_resize_keeps_the_other_edges(
    module: Any, edges: str, rows: int, columns: int, place: tuple[int, ...]
) -> None:
    found = module("editor/grid.js", "resized", PLACE, edges, rows, columns, 12)
    assert found == dict(zip(("row", "column", "rowspan", "colspan"), place, strict=True))


def test_a_new_widget_goes_where_there_is_room(module: Any) -> None:
    taken = [{"row": 0, "column": 0, "rowspan": 2, "colspan": 8}, {"row": 2, "column": 0, "rowspan": 2, "colspan": 12}]
    size = {"rowspan": 2, "colspan": 4}
    assert module("editor/grid.js", "freePlace", taken, 12, size) == {"row": 0, "column": 8, **size}
    wide = {"rowspan": 1, "colspan": 20}
    assert module("editor/grid.js", "freePlace", taken, 12, wide) == {
        "row": 4,
        "column": 0,
        "rowspan": 1,
        "colspan": 12,
    }


@pytest.mark.parametrize("value", [{"a": [1, [2, "x"]], "b": {}}, [], [[{"a": None}]], "x", 1.5, {"a": ["y" * 90]}])
def test_json_is_written_so_that_it_reads_back(module: Any, value: Any) -> None:
    text = module("editor/json_text.js", "jsonText", value)
    assert json.loads(text) == value
    assert module("editor/json_text.js", "readJson", text) == {"value": value, "fault": None}


def test_short_lists_stand_on_one_line(module: Any) -> None:
    value = {"measures": [["sum", "Amount"]], "order": [[-1, {"ascending": False}]]}
    assert module("editor/json_text.js", "jsonText", value).splitlines()[1] == '  "measures": [["sum", "Amount"]],'


def test_what_is_not_json_is_placed(module: Any) -> None:
    found = module("editor/json_text.js", "readJson", '{\n  "a": 1,\n  b\n}')
    assert (found["value"], found["fault"]["line"], found["fault"]["column"]) == (None, 3, 3)


def test_a_widget_that_stands_on_another_page_too_is_not_lost(module: Any) -> None:
    pages = [{"widgets": [{"name": "w"}, {"name": "v"}]}, {"widgets": [{"name": "w"}]}]
    source = {"state": {"widgets": {"w": {}, "v": {}}, "gridLayouts": [{"pages": pages}]}}
    where = {"layout": 0, "page": 0}
    without = module("editor/widgets.js", "removeWidget", source, where, "w")
    assert (without["state"]["widgets"], without["state"]["gridLayouts"][0]["pages"][0]) == (
        {"w": {}, "v": {}},
        {"widgets": [{"name": "v"}]},
    )
    assert module("editor/widgets.js", "removeWidget", without, where, "v")["state"]["widgets"] == {"w": {}}
    assert [*module("editor/pages.js", "removePage", source, where)["state"]["widgets"]] == ["w"]


def test_a_chart_of_another_kind_is_mapped_anew(module: Any) -> None:
    bar = {"visualizationType": "hbar", "columnMap": {"plots": ["n"]}, "step": "s"}
    assert module("editor/settings.js", "ofKind", bar, "vbar") == {**bar, "visualizationType": "vbar"}
    assert module("editor/settings.js", "ofKind", bar, "pie") == {"visualizationType": "pie", "step": "s"}


TEXT = """{
  "type": "chart", "we\\"ird": [1, {"two": [true, "}"]}],
  "parameters": {"title": {"label": "a"}, "query": "{\\"measures\\": []}", "empty": {}, "last": -1.5e3}
}"""


@pytest.mark.parametrize(
    ("path", "stretch"),
    [
        ([], "{"),
        (["type"], '"type": "chart"'),
        (['we"ird', 0], "1"),
        (['we"ird', 1, "two"], '"two": ['),
        (['we"ird', 1, "two", 1], '"}"'),
        (["parameters"], '"parameters": {'),
        (["parameters", "title", "label"], '"label": "a"'),
        (["parameters", "query", "measures", 0], '"query": "{\\"measures\\": []}"'),
        (["parameters", "empty"], '"empty": {'),
        (["parameters", "last"], '"last": -1.5e3'),
        (["parameters", "gone", "x"], '"parameters": {'),
    ],
)
def test_a_path_leads_to_a_stretch_of_json(module: Any, path: list[Any], stretch: str) -> None:
    found = module("editor/json_place.js", "rangeAt", TEXT, path)
    assert TEXT[found["start"] : found["end"]] == stretch


def finding(*path: Any, severity: str = "mistake") -> dict[str, Any]:
    return {"severity": severity, "message": "/".join(map(str, path)), "hint": None, "path": [*path]}


def test_findings_are_told_by_part_by_widget_and_by_page(module: Any) -> None:
    def call(function: str, *arguments: Any) -> Any:
        return module("editor/findings.js", function, *arguments)

    chart, step = finding("widgets", "chart", "parameters", "titel"), finding("steps", "s", "qeury")
    place = finding("gridLayouts", 0, "pages", 1, "widgets", 0)
    label, odd = finding("lable"), finding()
    listed = [chart, step, place, label, odd]
    pages = [{"widgets": [{"name": "number"}]}, {"widgets": [{"name": "table"}, {"name": "chart"}]}]
    source = {"state": {"gridLayouts": [{"pages": pages}], "widgets": {}, "steps": {}}}
    first, second = {"layout": 0, "page": 0}, {"layout": 0, "page": 1}

    assert call("partOfFinding", chart) == {"kind": "widget", "id": "chart"}
    assert call("partOfFinding", place) == {"kind": "dashboard"}
    assert call("findingsBeside", listed, {"kind": "step", "id": "s"}) == [step]
    assert call("findingsBeside", listed, {"kind": "dashboard"}) == listed
    assert call("findingsIn", listed, {"kind": "dashboard"}, {"gridLayouts": [], "lable": 1}) == [place, label]
    assert call("pathInPart", chart) == ["parameters", "titel"]
    assert call("pathInPart", place) == place["path"]
    assert call("findingsOnWidgets", listed, source, first) == {}
    assert call("findingsOnWidgets", listed, source, second) == {"chart": [chart], "table": [place]}
    assert call("pageOfFinding", chart, source, first) == second
    assert call("pageOfFinding", place, source, first) == second
    assert call("pageOfFinding", step, source, first) == first
