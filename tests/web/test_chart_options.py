"""What each kind of chart gives ECharts to draw, and its numbers."""

import json
from typing import Any

import pytest

from .chart_views import AMOUNT, CITIES, COUNT, MONTH, PAIRS, STAGE, STAGES, TWO, VIEWS, text

pytestmark = pytest.mark.browser

Build = Any

DRAWN = """async ([view, drawing]) => {
  const { buildOption } = await import('/static/0/src/options.js');
  const { Palette } = await import('/static/0/src/palette.js');
  return JSON.parse(JSON.stringify(buildOption(view, { ...drawing, palette: new Palette() })));
}"""
SAID = """async ([view, drawing, marks]) => {
  const { buildOption } = await import('/static/0/src/options.js');
  const { Palette } = await import('/static/0/src/palette.js');
  return buildOption(view, { ...drawing, palette: new Palette() }).tooltip.formatter(marks);
}"""
DRAWING = {"width": 480, "height": 320, "scheme": "light", "keys": ["Stage", "Region", "Country", "City"]}


@pytest.fixture(scope="module")
def opened(chromium: Any, address: str) -> Any:
    page = chromium.new_page()
    page.goto(address + "/datasets")
    return page


@pytest.fixture(scope="module")
def option(opened: Any) -> Build:
    """The option of the view of a kind, with some changes."""
    return lambda kind, **changes: opened.evaluate(DRAWN, [{**VIEWS[kind], **changes}, DRAWING])


def values(series: dict[str, Any]) -> list[Any]:
    return [each["value"] if isinstance(each, dict) else each for each in series["data"]]


@pytest.mark.parametrize("kind", VIEWS)
def test_every_kind_is_drawn_without_html_and_describes_itself(option: Build, kind: str) -> None:
    made = option(kind)
    assert made["tooltip"]["renderMode"] == "richText"
    assert made["aria"]["label"]["description"].startswith("Deals. ")
    assert not made["aria"]["label"]["description"].startswith("Deals. Chart")


@pytest.mark.parametrize("kind", VIEWS)
def test_no_rows_are_drawn_as_nothing(option: Build, kind: str) -> None:
    assert option(kind, rows=[])["series"] is not None


@pytest.mark.parametrize("kind", sorted(set(VIEWS) - {"boxplot", "histogram", "sunburst", "treemap", "sankey"}))
def test_marks_that_are_not_selected_fade_in_every_kind(option: Build, kind: str) -> None:
    view = VIEWS[kind]
    key = view["columns"][0]["name"]
    plain = option(kind)
    chosen = option(kind, selected=[{key: view["rows"][0][0]}])
    if key in DRAWING["keys"] and kind not in ("line", "gauge"):
        assert plain["series"] != chosen["series"]


def test_a_total_follows_the_bars_and_belongs_to_no_row(option: Build) -> None:
    made = option("hbar", settings={"total": {"bar": "sum", "label": "All", "stack": "none"}})
    assert made["yAxis"]["data"][-1] == "All"
    assert values(made["series"][0]) == [400, 300, 100, 800]
    assert "row" not in made["series"][0]["data"][-1]


@pytest.mark.parametrize("stack", ["net", "absolute"])
def test_totals_stand_over_stacks_unless_those_are_shares(option: Build, stack: str) -> None:
    settings = {"total": {"bar": "none", "label": "", "stack": stack}}
    assert len(option("stackvbar", settings=settings)["series"]) == 3
    assert len(option("stackvbar", settings=settings, normalize=True)["series"]) == 2


def test_a_line_across_the_bars_is_on_the_axis(option: Build) -> None:
    line = {"value": 900, "label": "Goal", "color": "#123456", "axis": 1}
    made = option("vbar", settings={"lines": [line]})
    (mark,) = made["series"][0]["markLine"]["data"]
    assert (mark["yAxis"], mark["label"]["formatter"], mark["lineStyle"]["color"]) == (900, "Goal", "#123456")
    assert made["yAxis"]["max"] >= 900
    assert option("hbar", settings={"lines": [line]})["series"][0]["markLine"]["data"][0]["xAxis"] == 900


@pytest.mark.parametrize("kind", ["vbar", "hbar", "pie", "treemap"])
def test_conditional_formatting_colors_marks_row_by_row(option: Build, kind: str) -> None:
    rows = len(VIEWS[kind]["rows"])
    made = json.dumps(option(kind, paints=["#123456", *[None] * (rows - 1)])["series"])
    assert made.count("#123456") == 1
    assert "#123456" not in json.dumps(option(kind)["series"])


def test_an_axis_has_the_range_and_the_scale_that_it_is_given(option: Build) -> None:
    measure = {"show": True, "title": None, "domain": [0, 1000], "root": False}
    made = option("vbar", axes={"dimension": measure, "measure": measure})
    assert (made["yAxis"]["min"], made["yAxis"]["max"]) == (0, 1000)
    rooted = option("vbar", axes={"dimension": measure, "measure": {"show": True, "title": None, "root": True}})
    assert values(rooted["series"][0]) == [20, pytest.approx(300**0.5), 10]


def test_values_have_the_colour_of_their_band(option: Build) -> None:
    bands = [{"label": "", "color": color} for color in ("#aa0000", "#aaaa00", "#00aa00")]
    made = option("vbar", settings={"bins": {"low": 200, "high": 400, "bands": bands}})
    assert [each["itemStyle"]["color"] for each in made["series"][0]["data"]] == ["#00aa00", "#aaaa00", "#aa0000"]


def test_two_measures_have_two_axes_or_a_panel_each(option: Build) -> None:
    both = {"columns": [STAGE, AMOUNT, COUNT], "rows": STAGES, "measures": ["Amount", "Count"]}
    dual = option("vbar", settings={"axisMode": "dual"}, **both)
    assert [each.get("yAxisIndex", 0) for each in dual["series"]] == [0, 1]
    assert len(dual["yAxis"]) == 2
    for kind, along in (("hbar", "left"), ("vbar", "top"), ("line", "top")):
        panels = option(kind, settings={"axisMode": "multi"}, **both)
        first, second = panels["grid"]
        assert first[along] < second[along], kind
        assert [each["xAxisIndex"] for each in panels["series"]] == [0, 1]
        assert panels["series"][0]["color"] != panels["series"][1]["color"]


def test_small_charts_share_a_scale_and_know_their_rows(option: Build) -> None:
    made = option("vbar", columns=TWO, rows=PAIRS, dimensions=["Stage"], measures=["Amount"], trellis=["Region"])
    assert [each["style"]["text"] for each in made["graphic"]] == ["EMEA", "APAC"]
    assert len({(each["min"], each["max"]) for each in made["yAxis"]}) == 1
    assert [[mark["row"] for mark in each["data"]] for each in made["series"]] == [[0, 2], [1, 3]]
    rings = option("polargauge", trellis=["Stage"], dimensions=[])
    assert [each["data"][0]["value"] for each in rings["series"]] == [400, 300, 100]


def test_colours_of_the_dataset_win_over_those_of_the_page(option: Build) -> None:
    columns = [text("Stage", colors={"Won": "#00ff00"}), AMOUNT]
    slices = option("pie", columns=columns)["series"][0]["data"]
    assert [each["itemStyle"]["color"] == "#00ff00" for each in slices] == [False, True, False]


def test_months_without_rows_are_gaps_or_bridged(option: Build) -> None:
    made = option("time", settings={"missing": "disconnect"})
    assert made["xAxis"]["data"] == ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"]
    assert values(made["series"][0]) == [100, 120, "-", 90]
    assert made["series"][0]["connectNulls"] is False
    assert option("time", settings={"missing": "connect"})["series"][0]["connectNulls"] is True
    assert values(option("time-bar")["series"][0]) == [100, 120, "-", 90]


def test_a_forecast_has_a_band_a_dashed_line_and_a_beginning(option: Build) -> None:
    rows = [["2026~~~01", 100, 90, 110], ["2026~~~02", 120, 95, 150]]
    columns = [text(MONTH), AMOUNT, {**COUNT, "name": "low"}, {**COUNT, "name": "high"}]
    settings = {
        "band": {"measure": "Amount", "low": "low", "high": "high"},
        "dashed": ["Amount"],
        "times": [{"time": "2026/2", "label": "now", "color": "#8932ED", "forecast": True}],
    }
    made = option("time", columns=columns, rows=rows, measures=["Amount", "low", "high"], settings=settings)
    line, foot, band = made["series"]
    assert (values(line), foot["data"], band["data"]) == ([100, 120], [90, 95], [20, 55])
    assert line["lineStyle"]["type"] == "dashed"
    assert [each["xAxis"] for each in line["markLine"]["data"]] == [1]
    assert line["markArea"]["data"] == [[{"xAxis": 1}, {"xAxis": 1}]]


def test_many_points_are_sampled_and_are_no_marks(option: Build) -> None:
    rows = [[f"p{at:05d}", at] for at in range(4000)]
    made = option("line", rows=rows)["series"][0]
    assert made["sampling"] == "lttb"
    assert made["data"][17] == 17


def test_a_combination_has_columns_first_and_lines_on_their_own_axis(option: Build) -> None:
    made = option("combo")
    assert [(each["type"], each.get("yAxisIndex", 0)) for each in made["series"]] == [("bar", 0), ("line", 1)]
    assert [values(each) for each in made["series"]] == [[400, 300, 100], [40, 10, 20]]
    swapped = option("combo", settings={"marks": {"Amount": "line", "Count": "bar"}})
    assert [each["type"] for each in swapped["series"]] == ["line", "bar"]


def test_what_stands_in_a_donut_is_what_the_dashboard_says(option: Build) -> None:
    def centre(**center: str) -> list[str]:
        made = option("pie", inner=60, settings={"center": {"text": "", **center}})
        return [each["style"]["text"] for each in made["graphic"]]

    assert centre(type="number") == ["800"]
    assert centre(type="text", text="Deals") == ["Deals"]
    assert centre(type="none") == []


def test_flat_gauges_are_bars_on_their_range_in_the_colour_of_their_band(option: Build) -> None:
    made = option("flatgauge")
    bars, *bands = made["series"]
    assert values(bars) == [400, 300, 100]
    assert (made["xAxis"]["min"], made["xAxis"]["max"]) == (0, 500)
    assert [each["data"][0] for each in bands] == [100, 200, 200]
    assert len({each["itemStyle"]["color"] for each in bars["data"]}) == 2


def test_a_bullet_has_its_target(option: Build) -> None:
    assert option("bullet")["series"][-1]["data"] == [[40, 0], [10, 1], [20, 2]]


@pytest.mark.parametrize("kind", ["polargauge", "gauge"])
def test_gauges_do_not_leave_their_range_but_say_their_value(option: Build, kind: str) -> None:
    made = option(kind, rows=[["Open", 900]])["series"][0]
    assert made["data"][0]["value"] == 500
    assert made["detail"]["formatter"] == "900"


def test_a_gauge_has_its_bands_and_its_angle(option: Build) -> None:
    made = option("gauge", settings={"range": {"min": 0, "medium": 50, "high": 75, "max": 100}, "angle": 180})
    assert (made["series"][0]["startAngle"], made["series"][0]["endAngle"]) == (180, 0)
    assert [each[0] for each in made["series"][0]["axisLine"]["lineStyle"]["color"]] == [0.5, 0.75, 1]


def test_a_rating_counts_icons(option: Build) -> None:
    assert values(option("rating")["series"][1]) == [4, 3, 1]


def test_parts_inside_parts_add_up(option: Build) -> None:
    tree = option("treemap", columns=TWO, rows=PAIRS, dimensions=["Region", "Stage"])["series"][0]["data"]
    assert {each["name"]: each["value"] for each in tree} == {"EMEA": 550, "APAC": 250}
    assert {each["name"]: each["value"] for each in tree[0]["children"]} == {"Open": 250, "Won": 300}
    assert option("sunburst")["series"][0]["type"] == "sunburst"


def test_a_funnel_keeps_the_order_of_its_stages(option: Build) -> None:
    made = option("funnel", rows=[["Open", 100], ["Won", 300]])["series"][0]
    assert (made["sort"], [(each["name"], each["value"]) for each in made["data"]]) == (
        "none",
        [("Open", 100), ("Won", 300)],
    )


@pytest.mark.parametrize(
    ("total", "spans"),
    [
        ("none", [[0, 0, 400], [1, 400, 100], [2, 100, 200]]),
        ("sum", [[0, 0, 400], [1, 400, 100], [2, 100, 200], [3, 0, 200]]),
        ("last", [[0, 0, 400], [1, 400, 100], [2, 0, 100]]),
    ],
)
def test_a_waterfall_goes_on_where_it_was(option: Build, total: str, spans: list[Any]) -> None:
    made = option("waterfall", settings={"total": {"bar": total, "label": "End", "stack": "none"}})
    assert values(made["series"][0]) == spans


def test_members_of_a_waterfall_stand_on_each_other(option: Build) -> None:
    made = option("stackwaterfall", settings={"total": {"bar": "sum", "label": "End", "stack": "none"}})
    ends = {each["name"]: values(each)[-1] for each in made["series"]}
    assert ends == {"APAC": [3, 0, 250], "EMEA": [3, 250, 800]}


def test_a_pyramid_has_two_sides_with_one_axis_of_groups(option: Build) -> None:
    made = option("pyramid")
    assert [values(each) for each in made["series"]] == [[400, 300, 100], [40, 10, 20]]
    assert [each["inverse"] for each in made["xAxis"]] == [True, False]
    assert [each["axisLabel"]["show"] for each in made["yAxis"]] == [False, True]
    two = option("stackpyramid")
    assert [each["name"] for each in two["series"]] == ["APAC", "EMEA"]


def test_dots_lie_on_their_groups(option: Build) -> None:
    made = option("hdot")
    assert {each["name"]: values(each) for each in made["series"]} == {
        "APAC": [[150, 0], [100, 2]],
        "EMEA": [[250, 0], [300, 1]],
    }
    sizes = [each["symbolSize"] for each in option("vdot")["series"][0]["data"]]
    assert sizes[0] > sizes[2] > sizes[1]


def test_a_comet_leads_from_one_measure_to_the_other(option: Build) -> None:
    tails, heads = option("comet")["series"]
    assert tails["data"][0]["coords"] == [[400, 0], [40, 0]]
    assert values(heads)[0] == [40, 0]


def test_dots_of_a_plot_are_at_both_measures(option: Build) -> None:
    made = option("scatter")
    assert [value[:2] for value in values(made["series"][0])] == [[400, 40], [300, 10], [100, 20]]
    assert made["xAxis"]["min"] == 0


@pytest.mark.parametrize("kind", ["heatmap", "matrix"])
def test_cells_are_shaded_from_low_to_high(option: Build, kind: str) -> None:
    made = option(kind, settings={"lowColor": "#000000", "highColor": "#ffffff"})
    assert values(made["series"][0]) == [[0, 0, 250], [0, 1, 150], [1, 0, 300], [2, 1, 100]]
    shades = [each["itemStyle"]["color"] for each in made["series"][0]["data"]]
    assert (shades[2], shades[3]) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


def test_days_are_in_their_year(option: Build) -> None:
    made = option("calheatmap")
    assert made["calendar"][0]["range"] == "2026"
    assert values(made["series"][0]) == [["2026-03-01", 3], ["2026-03-02", 9]]


@pytest.mark.parametrize(
    ("last", "ranges"),
    [("2026-11-20", [["2025-11-21", "2026-11-20"]]), ("2026-12-31", [["2025-11-21", "2026-12-31"]]), ("2027-01-01", 3)],
)
def test_days_of_about_a_year_are_one_strip(option: Build, last: str, ranges: Any) -> None:
    days = ["2025-11-21", "2026-03-02", last]
    made = option("calheatmap", rows=[[day, 5] for day in days])
    if isinstance(ranges, int):
        assert [each["range"] for each in made["calendar"]] == ["2025", "2026", "2027"]
    else:
        assert [each["range"] for each in made["calendar"]] == ranges
        assert values(made["series"][0]) == [[day, 5] for day in days]


def test_names_in_a_ring_are_whole_or_left_out(option: Build) -> None:
    rows = [
        ["North America", "Enterprise", 90],
        ["North America", "Small Business", 8],
        ["Latin America", "Mid-Market", 2],
    ]
    columns = [{**STAGE, "name": each} for each in ("a", "b")]
    made = option("sunburst", columns=[*columns, AMOUNT], rows=rows, dimensions=["a", "b"], measures=["Amount"])
    north, latin = made["series"][0]["data"]
    assert north["label"] == {**north["label"], "show": True, "rotate": "tangential", "formatter": "North America"}
    assert not latin["label"]["show"]
    assert north["children"][0]["label"]["show"]
    assert [each["label"]["rotate"] for each in north["children"]] == ["tangential", "radial"]


def test_names_beside_parallel_axes_stay_inside(option: Build) -> None:
    axes = option("parallelcoords")["parallelAxis"]
    assert [each["nameTextStyle"]["align"] for each in axes] == ["left", "center", "right"]


def test_flows_with_the_same_ends_are_one(option: Build) -> None:
    links = option("sankey", rows=[*PAIRS, ["Won", "EMEA", 50]])["series"][0]["links"]
    ends = {(each["source"][2:], each["target"][2:]): each["value"] for each in links}
    assert ends == {("Open", "EMEA"): 250, ("Open", "APAC"): 150, ("Won", "EMEA"): 350, ("Lost", "APAC"): 100}


def test_profiles_have_an_axis_a_measure(option: Build) -> None:
    radar = option("metricsradar")
    assert [each["name"] for each in radar["radar"]["indicator"]] == ["Size", "Speed", "Cost"]
    assert values(radar["series"][0]) == [[10, 20, 30], [30, 10, 20]]
    lines = option("parallelcoords")
    assert [each["name"] for each in lines["parallelAxis"]] == ["Size", "Speed", "Cost"]
    assert [values(each)[0] for each in lines["series"]] == [[10, 20, 30], [30, 10, 20]]


def test_boxes_are_five_measures_or_made_from_the_rows(option: Build) -> None:
    assert values(option("boxplot")["series"][0]) == [[1, 2, 3, 4, 5], [2, 3, 5, 8, 9]]
    rows = [["Open", value] for value in (4, 1, 3, 2, 5)]
    assert values(option("boxplot", columns=[STAGE, AMOUNT], rows=rows, measures=["Amount"])["series"][0]) == [
        [1, 2, 3, 4, 5]
    ]


def test_a_histogram_counts_rows(option: Build) -> None:
    made = option("histogram")
    assert sum(made["series"][0]["data"]) == 3
    assert made["series"][0]["data"][-1] == 1


def test_places_are_known_by_name_and_code(option: Build) -> None:
    made = option("choropleth")
    assert [(each["name"], each["row"]) for each in made["series"][0]["data"]] == [
        ("Germany", 0),
        ("United States of America", 1),
    ]
    assert made["graphic"][-1]["style"]["text"] == "Not on the map: Nowhere"
    bubbles = option("bubblemap")["series"][0]["data"]
    assert [each["value"][2] for each in bubbles] == [400, 300]
    assert 5 < bubbles[0]["value"][0] < 15
    assert 47 < bubbles[0]["value"][1] < 55
    assert [each["value"][:2] for each in option("geomap")["series"][0]["data"]] == [[row[2], row[1]] for row in CITIES]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("us", "United States of America"),
        ("DEU", "Germany"),
        ("cote d'ivoire", "Côte d'Ivoire"),
        ("UK", "United Kingdom"),
    ],
)
def test_names_of_countries_in_use_are_found(option: Build, name: str, place: str) -> None:
    assert option("choropleth", rows=[[name, 1]])["series"][0]["data"][0]["name"] == place


def test_states_are_projected_with_alaska_and_hawaii_beside_them(module: Any, option: Build) -> None:
    made = option("choropleth", rows=[["CA", 1], ["Alaska", 2]], settings={"map": "US States"})["series"][0]
    assert (made["map"], [each["name"] for each in made["data"]]) == ("us-states", ["California", "Alaska"])
    shapes = module("options/places.js", "mapOf", {**VIEWS["choropleth"], "settings": {"map": "US States"}})
    assert shapes == {"name": "us-states", "module": "map_us_states.js"}


@pytest.mark.parametrize(
    ("kind", "mark", "said"),
    [
        ("flatgauge", {"dataIndex": 0}, ["Open", "400", "0 \N{EN DASH} 500"]),
        ("waterfall", {"data": {"value": [1, 400, 100]}, "seriesIndex": 0, "marker": ""}, ["Won", "-300", "100"]),
        ("scatter", {"data": {"row": 1}}, ["Won", "300", "10"]),
        ("sankey", {"dataType": "node", "name": "0\u0000Open", "value": 400}, ["Open", "400"]),
        ("choropleth", {"data": {"row": 0}, "name": "Germany"}, ["Germany", "400"]),
        ("pyramid", {"seriesIndex": 1, "dataIndex": 0, "marker": ""}, ["Open", "Count", "40"]),
        ("heatmap", {"data": {"row": 2}}, ["Won · EMEA", "300"]),
    ],
)
def test_a_tooltip_says_the_numbers(opened: Any, kind: str, mark: dict[str, Any], said: list[str]) -> None:
    text = opened.evaluate(SAID, [VIEWS[kind], DRAWING, mark])
    assert all(each in text for each in said), text


@pytest.mark.parametrize(
    ("tooltip", "said"),
    [
        ({"measures": ["Count"], "text": ""}, "Won\nCount  10"),
        ({"measures": [], "text": "[Stage]: {[Amount]} [gone]"}, "Won: \uff5b300\uff5d [gone]"),
        ({"measures": ["Gone"], "text": ""}, "Won\nAmount  300"),
    ],
)
def test_a_tooltip_has_the_measures_or_the_text_that_the_dashboard_says(
    opened: Any, tooltip: dict[str, Any], said: str
) -> None:
    view = {**VIEWS["vbar"], "columns": [STAGE, AMOUNT, COUNT], "rows": STAGES, "settings": {"tooltip": tooltip}}
    mark = {"data": {"row": 1}, "dataIndex": 1, "seriesIndex": 0, "marker": "", "value": 300}
    assert opened.evaluate(SAID, [view, DRAWING, mark]) == said


def test_a_legend_may_run_downward(option: Build) -> None:
    names = [each["name"] for each in option("stackvbar", settings={"legendDescending": True})["legend"]["data"]]
    assert names == ["EMEA", "APAC"]


def test_a_view_without_settings_is_drawn_as_before(option: Build) -> None:
    made = option("vbar", columns=[STAGE, AMOUNT, COUNT], rows=STAGES, measures=["Amount", "Count"])
    assert "gridIndex" not in made["xAxis"]
    assert [values(each) for each in made["series"]] == [[400, 300, 100], [40, 10, 20]]


def test_measures_without_groups_are_bars_beside_each_other(option: Build) -> None:
    made = option("vbar", columns=[AMOUNT, COUNT], rows=[[5, 7]], dimensions=[], measures=["Amount", "Count"])
    assert made["xAxis"]["data"] == ["Amount", "Count"]
    assert values(made["series"][0]) == [5, 7]


def test_members_are_called_by_their_labels_and_keep_their_colours(option: Build) -> None:
    region = text("Region", colors={"EMEA": "#00ff00"}, labels={"EMEA": "Europe", "APAC": "Europe"})
    stage = text("Stage", labels={"Won": "We won"})
    made = option("stackhbar", columns=[stage, region, AMOUNT])
    assert made["yAxis"]["data"] == ["Open", "We won", "Lost"]
    bars = [each for each in made["series"] if each["type"] == "bar"]
    assert [each["name"] for each in bars[:2]] == ["Europe", "Europe"]
    assert sum(value for each in bars[:2] for value in values(each) if isinstance(value, int)) == 800
    pie = option("pie", columns=[text("Stage", colors={"Won": "#00ff00"}, labels={"Won": "We won"}), AMOUNT])
    slices = {each["name"]: each["itemStyle"]["color"] for each in pie["series"][0]["data"]}
    assert slices["We won"] == "#00ff00"
