"""Charts: which columns go where, and what their parameters say."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from dashboards.run import WidgetResult
from engine.store import FieldSpec, Member

Show = Callable[..., dict[str, WidgetResult]]
GROUPS = ("Stage", "Region", "Kind")


def step(groups: int, measures: int, **members: Any) -> dict[str, Any]:
    """A step with so many groups and measures."""
    rows = [
        {**{name: f"{name} {at}" for name in GROUPS[:groups]}, **{f"m{n}": at * 10 + n for n in range(measures)}}
        for at in range(3)
    ]
    text = " ".join(f"'{name}'," for name in GROUPS[:groups])
    fields = text + ", ".join(f"sum(m{n}) as m{n}" for n in range(measures))
    group = f"({', '.join(GROUPS[:groups])})" if groups else "all"
    query = f'q = load "rows"; q = group q by {group}; q = foreach q generate {fields};'
    return {"rows": rows, "step": {"type": "saql", "query": query, **members}}


@pytest.fixture
def view(space: Any, show: Show) -> Callable[..., Any]:
    """The view of a chart over a step with so many groups and measures."""

    def view(kind: str, groups: int = 1, measures: int = 1, **parameters: Any) -> Any:
        made = step(groups, measures)
        space.write("rows", pa.Table.from_pylist(made["rows"]))
        found = show({"s": made["step"]}, {"w": ("chart", {"step": "s", "visualizationType": kind, **parameters})})["w"]
        assert found.problem is None
        return found.view

    return view


@pytest.mark.parametrize(
    ("kind", "groups", "measures", "dimensions", "split", "roles"),
    [
        ("combo", 1, 2, ["Stage"], [], {}),
        ("line", 2, 1, ["Stage"], ["Region"], {}),
        ("treemap", 2, 1, ["Stage", "Region"], [], {}),
        ("flatgauge", 0, 1, [], [], {}),
        ("scatter", 2, 3, ["Stage", "Region"], [], {"x": ["m0"], "y": ["m1"], "size": ["m2"]}),
        ("hdot", 2, 2, ["Stage"], ["Region"], {"y": ["m0"], "size": ["m1"]}),
        ("heatmap", 2, 1, ["Stage", "Region"], [], {"x": ["Stage"], "y": ["Region"], "color": ["m0"]}),
        ("matrix", 3, 1, [*GROUPS], [], {"x": ["Stage", "Region"], "y": ["Kind"], "color": ["m0"]}),
        ("choropleth", 1, 1, ["Stage"], [], {"color": ["m0"], "size": ["m0"]}),
        ("geomap", 1, 3, ["Stage"], [], {"latitude": ["m0"], "longitude": ["m1"], "color": ["m2"], "size": ["m2"]}),
        ("sankey", 2, 1, ["Stage", "Region"], [], {}),
        ("metricsradar", 1, 3, ["Stage"], [], {}),
    ],
)
def test_columns_without_a_map_go_where_their_places_say(
    view: Any, kind: str, groups: int, measures: int, dimensions: list[str], split: list[str], roles: dict[str, Any]
) -> None:
    found = view(kind, groups, measures)
    assert (found["chart"], found["note"]) == (kind, None)
    assert (found["dimensions"], found["split"]) == (dimensions, split)
    assert {role: names for role, names in found["roles"].items() if names} == roles


@pytest.mark.parametrize(
    ("kind", "column_map", "dimensions", "measures", "roles"),
    [
        (
            "scatter",
            {"plots": ["Region"], "x": ["m1"], "y": ["m0"], "r": []},
            ["Region"],
            ["m1", "m0"],
            {"x": ["m1"], "y": ["m0"]},
        ),
        (
            "heatmap",
            {"x": ["Region"], "y": ["Stage"], "color": ["m1"]},
            ["Region", "Stage"],
            ["m1"],
            {"x": ["Region"], "y": ["Stage"], "color": ["m1"]},
        ),
        (
            "bubblemap",
            {"plots": ["Region"], "r": ["m1"], "color": ["m0"]},
            ["Region"],
            ["m1", "m0"],
            {"size": ["m1"], "color": ["m0"]},
        ),
        (
            "pyramid",
            {"dimensionAxis": ["Stage"], "measureAxis1": ["m1"], "measureAxis2": ["m0"]},
            ["Stage"],
            ["m1", "m0"],
            {},
        ),
        ("metricsradar", {"dimension": ["Region"], "measureAxes": ["m1", "m0"]}, ["Region"], ["m1", "m0"], {}),
        ("polargauge", {"plots": ["m1"]}, ["Stage", "Region"], ["m1"], {}),
    ],
)
def test_a_map_says_which_columns_go_where(
    view: Any, kind: str, column_map: Any, dimensions: list[str], measures: list[str], roles: dict[str, Any]
) -> None:
    found = view(kind, 2, 2, columnMap=column_map)
    assert (found["dimensions"], found["measures"]) == (dimensions, measures)
    assert {role: names for role, names in found["roles"].items() if names} == roles


@pytest.mark.parametrize(
    ("column_map", "dimensions", "trellis"),
    [(None, ["Stage"], ["Region"]), ({"dimensionAxis": ["Region"], "trellis": ["Stage"]}, ["Region"], ["Stage"])],
)
def test_the_last_group_or_that_of_the_map_makes_small_charts(
    view: Any, column_map: Any, dimensions: list[str], trellis: list[str]
) -> None:
    found = view("vbar", 2, 1, columnMap=column_map, trellis={"enable": True, "type": "wrap", "chartsPerLine": "3"})
    assert (found["dimensions"], found["trellis"]) == (dimensions, trellis)
    assert (found["settings"]["trellisType"], found["settings"]["perLine"]) == ("wrap", 3)
    assert view("vbar", 2, 1, columnMap=column_map)["trellis"] == []


def test_settings_are_read_whatever_their_case_and_spelling(view: Any) -> None:
    found = view(
        "flatgauge",
        0,
        axisMode="Dual",
        valueType="compactnumber",
        min="0",
        max=200,
        medium="many",
        high=None,
        colors={"lowColor1": "#111111", "lowColor2": "#222222"},
        angle=1000,
    )["settings"]
    assert (found["axisMode"], found["valueType"]) == ("dual", "compactNumber")
    assert found["range"] == {"min": 0, "max": 200, "medium": None, "high": None}
    assert found["bands"][0] == {"from": "#111111", "to": "#222222", "label": ""}
    assert found["angle"] == 360


@pytest.mark.parametrize(
    ("kind", "parameters", "bar"),
    [
        ("hbar", {"totalValue": "computeTotal"}, "none"),
        ("hbar", {"totalValue": "computeTotal", "computeTotal": True}, "sum"),
        ("waterfall", {}, "sum"),
        ("waterfall", {"computeTotal": False}, "none"),
        ("waterfall", {"totalValue": "useLastBucket"}, "last"),
    ],
)
def test_only_waterfalls_have_a_total_unless_it_is_asked_for(
    view: Any, kind: str, parameters: dict[str, Any], bar: str
) -> None:
    assert view(kind, **parameters)["settings"]["total"] == {"bar": bar, "label": "Total", "stack": "none"}


def test_an_axis_has_its_range_and_its_scale(view: Any) -> None:
    axis = {"customDomain": {"showDomain": True, "low": "5", "high": None}, "sqrtScale": True}
    measure = view("vbar", measureAxis1=axis)["axes"]["measure"]
    assert (measure["domain"], measure["root"]) == ([5, None], True)
    assert (
        "domain" not in view("vbar", measureAxis1={"customDomain": {"showDomain": False, "low": 5}})["axes"]["measure"]
    )


def test_bands_of_values_are_there_where_they_are_switched_on(view: Any) -> None:
    bins = {"breakpoints": {"low": 5, "high": "15"}, "bands": {"low": {"label": "few", "color": "#123456"}}}
    assert view("vbar", bins=bins)["settings"]["bins"] is None
    found = view("vbar", bins=bins, binValues=True)["settings"]["bins"]
    assert (found["low"], found["high"], found["bands"][0]) == (5, 15, {"label": "few", "color": "#123456"})
    assert [each["color"] for each in found["bands"][1:]] == ["#ffa500", "#008000"]


def test_lines_are_numbers_texts_bindings_and_results_of_steps(view: Any) -> None:
    def line(value: Any, label: Any = None) -> dict[str, Any]:
        return {"value": value, "label": label, "color": "#9271E8"}

    first = {"step": "s", "field": "m0", "sourceType": "result"}
    lines = [
        line({"type": "static", "data": 12}, {"type": "static", "data": "Goal"}),
        line({"type": "static", "data": "{{cell(s.result, 1, 'm0').asString()}}"}),
        line({"type": "dynamic", "data": first}, "First"),
        line({"type": "dynamic", "data": {**first, "field": "gone"}}),
        line({"type": "dynamic", "data": {**first, "step": "gone"}}),
        line({"type": "static", "data": "soon"}),
    ]
    found = view("hbar", measureAxis1={"referenceLines": lines})["settings"]["lines"]
    assert [(each["value"], each["label"], each["axis"]) for each in found] == [
        (12, "Goal", 1),
        (10, "", 1),
        (0, "First", 1),
    ]
    old = view("flatgauge", 0, referenceLine={"value": "7", "label": "Old", "color": "red"})["settings"]["lines"]
    assert old == [{"value": 7, "label": "Old", "color": "red", "axis": 1}]


def test_moments_and_the_begin_of_a_forecast_are_lines_on_the_axis_of_time(view: Any) -> None:
    axis = {
        "referenceLines": [{"time": {"type": "static", "data": "2026/1"}}, {"color": "red"}],
        "predictiveLine": {"time": "2026/2", "label": "Forecast", "color": "#8932ED"},
    }
    assert view("time", timeAxis=axis)["settings"]["times"] == [
        {"time": "2026/1", "label": "", "color": None, "forecast": False},
        {"time": "2026/2", "label": "Forecast", "color": "#8932ED", "forecast": True},
    ]


def test_a_chart_that_lacks_columns_is_a_table_that_says_what_it_lacks(view: Any) -> None:
    found = view("scatter", 1, 1)
    assert (found["chart"], found["requested"]) == ("table", "scatter")
    assert found["note"] == "A chart of the type scatter needs 2 measures, and its step has 1; this is the data."


def test_a_tooltip_that_the_dashboard_changed_has_its_measures_and_its_text(view: Any) -> None:
    said = {"customizeTooltip": True, "measures": ["m1"], "customText": "% [m0]"}
    assert view("hbar", 1, 2, tooltip=said)["settings"]["tooltip"] == {"measures": ["m1"], "text": "% [m0]"}
    newer = {"content": {"legend": {"customizeLegend": True, "measures": ["m0"]}}}
    assert view("hbar", 1, 2, tooltip=newer)["settings"]["tooltip"] == {"measures": ["m0"], "text": ""}
    assert view("hbar", 1, 2, tooltip={**said, "customizeTooltip": False})["settings"]["tooltip"] is None


@pytest.mark.parametrize(("name", "chart"), [("US States", "choropleth"), ("Custom: ns__map_offices", "table")])
def test_a_map_without_shapes_is_a_table(view: Any, name: str, chart: str) -> None:
    found = view("choropleth", map=name)
    assert found["chart"] == chart
    assert found["note"] == (
        None if chart == "choropleth" else f"There are no shapes for the map {name}; this is the data."
    )


def test_values_bring_the_colours_that_their_dataset_says(space: Any, show: Show) -> None:
    members = (Member("Won", None, "#00ff00"), Member("Lost", "Gone"))
    table = pa.table({"Stage": ["Won", "Lost"], "Amount": [1.0, 2.0]})
    space.write("coloured", table, fields=[FieldSpec(name="Stage", role="dimension", members=members)])
    query = {"measures": [["sum", "Amount"]], "groups": ["Stage"]}
    steps = {"s": {"type": "aggregateflex", "datasets": [{"name": "coloured"}], "query": query}}
    found = show(steps, {"w": ("chart", {"step": "s", "visualizationType": "pie"})})["w"].view
    assert found is not None
    assert [each.get("colors") for each in found["columns"]] == [{"Won": "#00ff00"}, None]  # type: ignore[union-attr, index]
