"""The modules without a screen, run in chromium."""

import itertools
import math
from typing import Any

import pytest

from dashboards.compact.dates import UNITS
from dashboards.filter_words import listed_text
from dashboards.formats import compact_text, number_text
from dashboards.ranges import date_range_text, number_range_text
from dashboards.steps.result import Column
from dashboards.texts import column_texts

pytestmark = pytest.mark.browser

COLUMNS = [
    {"name": "Stage", "label": "Stage", "type": "text", "format": None},
    {"name": "Region", "label": "Region", "type": "text", "format": None},
    {"name": "Amount", "label": "Amount", "type": "number", "format": "$#,##0"},
    {"name": "Count", "label": "Count", "type": "number", "format": None},
]
NOTHING = "\N{EN DASH}"
ROWS = [["Won", "EMEA", 300, 3], ["Won", "APAC", 100, 1], ["Lost", "EMEA", 50, 2]]


def view(**changes: Any) -> dict[str, Any]:
    base = {
        "chart": "hbar",
        "title": "Pipeline",
        "subtitle": "",
        "note": None,
        "columns": COLUMNS,
        "rows": ROWS,
        "dimensions": ["Stage"],
        "split": [],
        "measures": ["Amount"],
        "legend": {"show": True, "position": "right-top"},
        "axes": {"dimension": {"show": True, "title": None}, "measure": {"show": True, "title": "Money"}},
        "inner": 0,
        "fill": False,
        "normalize": False,
        "showValues": True,
        "showZero": True,
        "theme": "wave",
        "selectable": True,
        "selectMode": "single",
        "step": "s",
        "selected": [],
        "truncated": None,
    }
    return {**base, **changes}


@pytest.mark.parametrize(
    ("pattern", "value", "text"),
    [
        (None, 1234.567, "1,234.57"),
        (None, 0.012345, "0.01235"),
        (None, 1e7, "10,000,000"),
        ("$#,##0", 1234.5, "$1,235"),
        ("$#,##0.00", -1234.5, "-$1,234.50"),
        ("0.0%", 0.1234, "12.3%"),
        ("#,##0.##", 2.5, "2.5"),
        ("#0", 12345, "12345"),
        ('#,##0 "units"', 7, "7 units"),
        ("$#,##0", -0.2, "$0"),
        ("no pattern at all", 3, "3"),
    ],
)
def test_numbers_follow_their_pattern(module: Any, pattern: str | None, value: float, text: str) -> None:
    column = {"name": "n", "label": "n", "type": "number", "format": pattern}
    assert module("format.js", "formatCell", value, column) == text


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("2026~~~03", "CloseDate_Year~~~CloseDate_Month", "Mar 2026"),
        ("2026~~~1", "CloseDate_Year~~~CloseDate_Quarter", "2026-Q1"),
        ("2026~~~05", "CloseDate_Year~~~CloseDate_Week", "2026-W05"),
        ("2026~~~03~~~09", "D_Year~~~D_Month~~~D_Day", "Mar 9, 2026"),
    ],
)
def test_composite_dates_read_as_dates(module: Any, text: str, name: str, shown: str) -> None:
    assert module("format.js", "cellText", text, name) == shown


@pytest.mark.parametrize("sign", [*"=+-@\t", *"\uff1d\uff0b\uff0d\uff20"])
def test_no_spreadsheet_takes_a_text_for_a_formula(module: Any, sign: str) -> None:
    assert module("format.js", "toCsv", [{"name": "a", "label": ""}], [[f"{sign}1"]]) == f"a\r\n'{sign}1\r\n"


def test_csv_quotes_what_needs_it_and_disarms_formulas(module: Any) -> None:
    rows = [['say "hi", you', 1.5, None, "=1+1"]]
    text = module("format.js", "toCsv", [{"name": name, "label": ""} for name in "abcd"], rows)
    assert text == 'a,b,c,d\r\n"say ""hi"", you",1.5,,\'=1+1\r\n'


@pytest.mark.parametrize(
    ("mode", "before", "clicked", "after"),
    [
        ("none", [], "a", []),
        ("single", [], "a", ["a"]),
        ("single", ["a"], "b", ["b"]),
        ("single", ["a"], "a", []),
        ("multi", ["a"], "b", ["a", "b"]),
        ("multi", ["a", "b"], "a", ["b"]),
        ("singlerequired", ["a"], "a", ["a"]),
        ("singlerequired", ["a"], "b", ["b"]),
        ("multirequired", ["a"], "a", ["a"]),
        ("multirequired", ["a", "b"], "a", ["b"]),
    ],
)
def test_a_click_changes_the_selection_as_its_mode_says(
    module: Any, mode: str, before: list[str], clicked: str, after: list[str]
) -> None:
    made = module("state.js", "toggle", [{"x": one} for one in before], {"x": clicked}, mode)
    assert made == [{"x": one} for one in after]


@pytest.mark.parametrize(("label", "shown"), [("Stages", "Stages"), ("Stage_3", "Stage"), ("", "Stage")])
def test_a_chip_names_its_step_or_else_its_field(module: Any, label: str, shown: str) -> None:
    steps = {"Stage_3": {"label": label, "selectMode": "single", "groups": ["StageName"]}}
    columns = [{"name": "StageName", "label": "Stage", "type": "text", "format": None}]
    data = {"widgets": {"text": {"view": None}, "chart": {"view": {"columns": columns}}}}
    (chip,) = module("state.js", "chips", {"steps": steps}, {"Stage_3": [{"StageName": "Won"}]}, data)
    assert (chip["label"], chip["text"]) == (shown, "Won")


def test_an_address_restores_the_selections_that_made_it(module: Any) -> None:
    filters = {"deals.Stage": {"operator": "not in", "values": ["Won & lost #1", None]}}
    selections = {"by_stage": [{"Stage": "Won & lost #1"}], "none": [], "d": [{"min": ["year", -1], "max": None}]}
    state = {"page": "p 1", "selections": selections, "filters": filters}
    assert module("state.js", "decodeState", "#" + module("state.js", "encodeState", state)) == state


@pytest.mark.parametrize(
    "fragment",
    ["", "#s=%7Bnot json", "#s=[1,2]", '#s={"a":5}', "#other=1", "#f=[1]", '#f={"a":{"operator":"in"}}', "#f=5"],
)
def test_an_address_that_makes_no_sense_selects_nothing(module: Any, fragment: str) -> None:
    found = module("state.js", "decodeState", fragment)
    assert (found["selections"], found["filters"]) == ({}, {})


ENDS = [None, 1772323200000, 1773014400000, *([unit, offset] for unit in UNITS for offset in (-7, -1, 0, 1, 3))]


def test_ranges_of_dates_read_as_the_server_writes_them(module: Any) -> None:
    for lower, upper in itertools.product(ENDS, ENDS[::3]):
        assert module("ranges.js", "dateRangeText", lower, upper) == date_range_text(lower, upper)


@pytest.mark.parametrize(("lower", "upper"), [(None, None), (1, None), (None, 0.25), (5, 5), (-1.5, 1e6)])
def test_ranges_of_numbers_read_as_the_server_writes_them(module: Any, lower: Any, upper: Any) -> None:
    for pattern in (None, "$#,##0.00"):
        assert module("ranges.js", "numberRangeText", lower, upper, pattern) == number_range_text(lower, upper, pattern)


@pytest.mark.parametrize(
    ("operator", "values"),
    [("in", []), ("in", ["a"]), ("not in", ["a", None, "c"]), ("matches", ["x"]), ("in", [None, "b", "c", "d"])],
)
def test_listed_values_read_as_the_server_writes_them(module: Any, operator: str, values: Any) -> None:
    assert module("ranges.js", "listedText", operator, values) == listed_text(operator, values)


def test_a_filter_that_is_put_back_is_no_choice_any_more(module: Any) -> None:
    won, range_ = {"operator": "in", "values": ["Won"]}, {"operator": ">=<=", "values": [1, 2]}
    assert module("state.js", "withFilters", {"a": won}, {"b": range_}) == {"a": won, "b": range_}
    assert module("state.js", "withFilters", {"a": won, "b": range_}, {"a": None}) == {"b": range_}


def test_global_filters_that_were_set_and_selected_ranges_have_chips(module: Any) -> None:
    filters = [
        {"id": "d.Stage", "label": "Stage"},
        {"id": "d.Date", "label": "Closed"},
        {"id": "d.Size", "label": "Size"},
        {"id": "d.Hidden", "label": "Hidden", "hidden": True},
    ]
    choices = {
        "d.Date": {"operator": ">=<=", "values": [["quarter", 0], ["day", 0]]},
        "d.Size": {"operator": ">=<=", "values": [10, None]},
        "d.Hidden": {"operator": "in", "values": ["x"]},
    }
    found = module("state.js", "filterChips", {"filters": filters, "steps": {}}, choices)
    assert [(chip["filter"], chip["label"], chip["text"]) for chip in found] == [
        ("d.Date", "Closed", "Current quarter to date"),
        ("d.Size", "Size", "\N{GREATER-THAN OR EQUAL TO} 10"),
    ]
    known = {
        "widgets": {
            "p": {"type": "filterpanel", "view": {"filters": [{"id": "d.Size", "label": "Pages", "kind": "number"}]}}
        }
    }
    large = {"d.Size": {"operator": ">=<=", "values": [2e11, None]}}
    (chip,) = module("state.js", "filterChips", {"filters": filters}, large, known)
    assert (chip["label"], chip["text"]) == ("Pages", "\N{GREATER-THAN OR EQUAL TO} 200,000,000,000")
    steps = {"dates": {"type": "aggregateflex", "label": "dates", "selectMode": "single", "groups": ["D"]}}
    steps["what_if"] = {**steps["dates"], "type": "input"}
    data = {"widgets": {"w": {"view": {"step": "dates", "domain": {}, "label": "Close Date"}}}}
    selections = {"dates": [{"min": None, "max": ["day", 0]}], "what_if": [{"input": 5}]}
    (chip,) = module("state.js", "chips", {"steps": steps}, selections, data)
    assert (chip["step"], chip["label"], chip["text"]) == ("dates", "Close Date", "Until today")


@pytest.mark.parametrize(
    ("path", "page", "name"),
    [
        ("/", "home", ""),
        ("/dashboards", "dashboards", ""),
        ("/explore", "explore", ""),
        ("/explore/a%2Fb", "explore", "a/b"),
        ("/connections", "connections", ""),
        ("/jobs", "jobs", ""),
        ("/alerts", "alerts", ""),
        ("/actions", "actions", ""),
        ("/duplicates", "duplicates", ""),
        ("/models", "models", ""),
        ("/pipeline", "pipeline", ""),
        ("/next", "next", ""),
        ("/apps", "apps", ""),
        ("/models/churn", "model", "churn"),
        ("/account", "account", ""),
        ("/people", "people", ""),
        ("/people/x", "missing", ""),
        ("/dashboards/a%20b", "dashboard", "a b"),
        ("/query", "query", ""),
        ("/datasets/", "datasets", ""),
        ("/datasets/opportunity", "dataset", "opportunity"),
        ("/query/more", "missing", ""),
        ("/dashboards/%E0%A4%A", "dashboard", "%E0%A4%A"),
    ],
)
def test_paths_name_pages(module: Any, path: str, page: str, name: str) -> None:
    assert module("router.js", "match", path) == {"page": page, "name": name}


@pytest.mark.parametrize(("width", "chosen"), [(390, "phone"), (599, "phone"), (600, "wide"), (1400, "wide")])
def test_the_layout_is_the_one_made_for_the_width(module: Any, width: int, chosen: str) -> None:
    layouts = [{"name": "wide", "selectors": []}, {"name": "phone", "selectors": ["maxWidth(599)"]}]
    assert module("layout.js", "chooseLayout", layouts, width)["name"] == chosen


def test_widgets_on_a_phone_follow_each_other_without_containers(module: Any, address: str, chromium: Any) -> None:
    opened = chromium.new_page(viewport={"width": 390, "height": 800})
    opened.goto(address + "/dashboards/pipeline")
    opened.wait_for_selector("[data-widget=stage] canvas")
    boxes = [one.bounding_box() for one in opened.locator("[data-widget]").all()]
    assert opened.locator("[data-widget=head]").count() == 0
    assert all(after["y"] >= before["y"] + before["height"] for before, after in itertools.pairwise(boxes))
    assert opened.evaluate("document.documentElement.scrollWidth") == 390
    opened.close()


DRAWN = """async ([view, drawing]) => {
  const { buildOption } = await import('/static/0/src/options.js');
  const { Palette } = await import('/static/0/src/palette.js');
  return JSON.parse(JSON.stringify(buildOption(view, { ...drawing, palette: new Palette() })));
}"""


@pytest.fixture(scope="module")
def option(chromium: Any, address: str) -> Any:
    opened = chromium.new_page()
    opened.goto(address + "/datasets")
    drawing = {"width": 480, "height": 320, "scheme": "light", "keys": ["Stage", "Region"]}
    return lambda **changes: opened.evaluate(DRAWN, [view(**changes), drawing])


@pytest.mark.parametrize("chart", ["hbar", "vbar", "stackhbar", "stackvbar", "line", "time", "pie"])
def test_every_chart_draws_on_the_canvas_and_describes_itself(option: Any, chart: str) -> None:
    made = option(chart=chart)
    assert made["tooltip"]["renderMode"] == "richText"
    assert made["aria"]["label"]["description"].startswith("Pipeline. ")
    assert "Highest: Won $300" in made["aria"]["label"]["description"]


def test_several_measures_are_grouped_bars(option: Any) -> None:
    made = option(chart="vbar", measures=["Amount", "Count"], rows=ROWS[1:])
    assert [one["name"] for one in made["series"]] == ["Amount", "Count"]
    assert [one["value"] for one in made["series"][1]["data"]] == [1, 2]
    assert all("stack" not in one for one in made["series"])


def test_a_split_makes_one_series_a_member_and_leaves_gaps(option: Any) -> None:
    made = option(chart="stackvbar", split=["Region"])
    assert made["xAxis"]["data"] == ["Won", "Lost"]
    assert {one["name"]: [point["value"] for point in one["data"]] for one in made["series"]} == {
        "APAC": [100, "-"],
        "EMEA": [300, 50],
    }


def test_shares_of_a_category_sum_to_one(option: Any) -> None:
    made = option(chart="stackhbar", split=["Region"], normalize=True)
    assert {one["name"]: one["data"][0]["value"] for one in made["series"]} == {"APAC": 0.25, "EMEA": 0.75}


def test_marks_that_are_not_selected_fade(option: Any) -> None:
    made = option(chart="stackvbar", split=["Region"], selected=[{"Stage": "Won", "Region": "EMEA"}])
    opacity = {
        (one["name"], p["row"]): p["itemStyle"]["opacity"] for one in made["series"] for p in one["data"] if "row" in p
    }
    assert opacity[("EMEA", 0)] == 1
    assert max(opacity[("EMEA", 2)], opacity[("APAC", 1)]) < 0.5


def test_lying_bars_read_from_the_top(option: Any) -> None:
    made = option(chart="hbar", rows=ROWS[1:])
    assert made["yAxis"]["inverse"] is True
    assert made["yAxis"]["data"] == ["Won", "Lost"]


def test_time_runs_forward_whatever_the_order_of_the_rows(option: Any) -> None:
    rows = [["2026~~~02", "x", 2, 1], ["2025~~~11", "x", 1, 1]]
    made = option(chart="time", rows=rows)
    assert made["xAxis"]["data"] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [point["value"] for point in made["series"][0]["data"]] == [1, "-", "-", 2]


def test_a_donut_has_its_hole_and_its_total(option: Any) -> None:
    made = option(chart="pie", inner=60, rows=ROWS[1:])
    hole, outer = made["series"][0]["radius"]
    assert hole == pytest.approx(outer * 0.6)
    assert made["graphic"][0]["style"]["text"] == "$150"


def test_null_has_no_colour_of_a_member_and_comes_last(option: Any, module: Any) -> None:
    first = module("palette.js", "colorAt", 0, "light")
    made = option(chart="stackvbar", split=["Region"], rows=[["Won", None, 5, 1], ["Won", "EMEA", 3, 1]])
    assert [one["name"] for one in made["series"]] == ["EMEA", NOTHING]
    assert made["series"][0]["color"] == first != made["series"][1]["color"]
    slices = option(chart="pie", rows=[[None, "x", 5, 1], ["Won", "x", 3, 1]])["series"][0]["data"]
    assert slices[0]["itemStyle"]["color"] == made["series"][1]["color"]


@pytest.mark.parametrize("chart", ["pie", "stackvbar"])
def test_many_members_have_as_many_colours(option: Any, chart: str) -> None:
    rows = [[f"member {at:02d}", f"member {at:02d}", at + 1, 1] for at in range(40)]
    made = option(chart=chart, rows=rows, split=[] if chart == "pie" else ["Region"])
    marks = made["series"][0]["data"] if chart == "pie" else made["series"]
    assert len({mark["itemStyle"]["color"] if chart == "pie" else mark["color"] for mark in marks}) == 40


def test_charts_of_one_measure_have_one_colour_whatever_the_measure(option: Any) -> None:
    colors = [option(chart="vbar", measures=[each])["series"][0]["color"] for each in ("Amount", "Count")]
    assert colors[0] == colors[1]


@pytest.mark.parametrize("position", ["right-top", "left-top", "top-center", "bottom-center"])
@pytest.mark.parametrize("chart", ["stackhbar", "line", "pie"])
def test_a_long_legend_keeps_clear_of_the_plot(option: Any, chart: str, position: str) -> None:
    rows = [["Won", f"a region with a long name {at}", at + 1, 1] for at in range(30)]
    split = {"split": ["Region"]} if chart != "pie" else {"dimensions": ["Region"]}
    made = option(chart=chart, rows=rows, legend={"show": True, "position": position}, **split)
    legend, side = made["legend"], position.split("-")[0]
    assert legend["type"] == "scroll"
    upright = side in ("right", "left")
    taken = legend[side] + (legend["itemWidth"] + 5 + legend["textStyle"]["width"] if upright else legend["itemHeight"])
    if chart == "pie":
        (x, y), (_, radius) = made["series"][0]["center"], made["series"][0]["radius"]
        room = {"left": x, "right": 480 - x, "top": y, "bottom": 320 - y}[side] - radius
    else:
        room = made["grid"][side]
    assert room >= taken


@pytest.mark.parametrize("chart", ["hbar", "vbar"])
def test_long_names_on_an_axis_take_a_third_at_most(option: Any, chart: str) -> None:
    rows = [[f"a stage with a name that does not end {at}", "x", at, 1] for at in range(12)]
    made = option(chart=chart, rows=rows)
    label = made["yAxis" if chart == "hbar" else "xAxis"]["axisLabel"]
    rise = 1 if chart == "hbar" else math.sin(math.radians(label["rotate"]))
    assert label["overflow"] == "truncate"
    assert label["width"] * rise <= (480 if chart == "hbar" else 320) / 3 + 1e-9


@pytest.mark.parametrize(
    ("chart", "more", "free"),
    [
        ("time", {}, True),
        ("line", {"fill": True}, True),
        ("line", {"fill": True, "split": ["Region"]}, False),
        ("line", {"normalize": True, "split": ["Region"]}, False),
        ("vbar", {}, False),
    ],
)
def test_only_lines_may_begin_above_zero(option: Any, chart: str, more: dict[str, Any], free: bool) -> None:
    assert option(chart=chart, showZero=False, **more)["yAxis"]["scale"] is free
    assert option(chart=chart, showZero=True, **more)["yAxis"]["scale"] is False


@pytest.mark.parametrize(("months", "shown"), [(24, True), (60, False)])
def test_a_line_has_a_symbol_at_each_point_or_at_none(option: Any, months: int, shown: bool) -> None:
    rows = [[f"{2020 + at // 12}-{at % 12 + 1:02d}", "x", at, 1] for at in range(months)]
    made = option(chart="time", rows=rows)["series"][0]
    assert (made["showSymbol"], made["showAllSymbol"]) == (shown, True)


def test_values_over_columns_are_all_there_or_none(option: Any) -> None:
    rows = [[f"s{at}", "x", 123_456 + at, 1] for at in range(16)]
    assert option(chart="vbar", rows=rows[:4])["series"][0]["label"]["show"] is True
    assert option(chart="vbar", rows=rows)["series"][0]["label"]["show"] is False


def test_a_pie_with_a_legend_prefers_its_size_to_labels(chromium: Any, address: str) -> None:
    opened = chromium.new_page()
    opened.goto(address + "/datasets")
    below = view(chart="pie", rows=ROWS[1:], legend={"show": True, "position": "bottom-center"})
    drawing = {"width": 210, "height": 260, "scheme": "light", "keys": ["Stage"]}
    narrow = opened.evaluate(DRAWN, [below, drawing])["series"][0]
    wide = opened.evaluate(DRAWN, [below, {**drawing, "width": 420}])["series"][0]
    assert (narrow["label"]["show"], wide["label"]["show"]) == (False, True)
    assert narrow["radius"][1] > 80
    opened.close()


WRITTEN = """async ([columns, rows]) => {
  const { columnTexts } = await import('/static/0/src/format.js');
  const texts = columnTexts(columns, rows);
  return rows.map((cells) => cells.map((cell, at) => texts[at](cell)));
}"""


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        (["2026-01-02T00:00:00.000Z", "2026-01-03"], ["Jan 2, 2026", "Jan 3, 2026"]),
        (["2026-01-02T10:59:00.000Z", "2026-01-02T00:00:00Z"], ["Jan 2, 2026, 10:59 AM", "Jan 2, 2026, 12:00 AM"]),
        (
            ["2026-01-02T10:59:00Z", "2026-01-02T11:59:18Z", None],
            ["Jan 2, 2026, 10:59:00 AM", "Jan 2, 2026, 11:59:18 AM", NOTHING],
        ),
    ],
)
def test_dates_of_a_column_have_one_form(chromium: Any, address: str, dates: list[Any], written: list[str]) -> None:
    opened = chromium.new_page()
    opened.goto(address + "/datasets")
    columns = [{"name": "d", "label": "d", "type": "date", "format": None}]
    assert opened.evaluate(WRITTEN, [columns, [[each] for each in dates]]) == [[each] for each in written]
    opened.close()


@pytest.mark.parametrize(
    ("text", "field", "typed"),
    [
        ("", None, 'q = load "opps";\n'),
        ("q = filter q by ", "Amount", "'Amount'"),
        ("  \n", "Amount", "q = load \"opps\";\nq = foreach q generate 'Amount' as 'Amount';\n"),
    ],
)
def test_a_click_on_a_field_types_what_fits(module: Any, text: str, field: str | None, typed: str) -> None:
    assert module("starter.js", "insertion", text, "opps", field) == typed


def test_a_member_keeps_its_colour_when_others_leave(chromium: Any, address: str) -> None:
    opened = chromium.new_page()
    opened.goto(address + "/datasets")
    script = """async () => {
      const { Palette } = await import('/static/0/src/palette.js');
      const palette = new Palette();
      palette.learn('Region', ['EMEA', 'APAC', 'Americas']);
      const before = palette.color('Region', 'EMEA', 'light');
      palette.learn('Region', ['EMEA']);
      palette.learn('Region', ['Africa', 'EMEA']);
      return [before, palette.color('Region', 'EMEA', 'light'), palette.color('Region', 'Africa', 'light')];
    }"""
    before, after, newcomer = opened.evaluate(script)
    assert before == after != newcomer
    opened.close()


def test_what_the_server_offers_becomes_completions_of_the_editor(module: Any) -> None:
    fields = [{"name": "Amount", "kind": "field", "insert": "'Amount'", "detail": "number", "summary": ""}]
    text = "q = filter q by 'Am"
    offered = module("saql_language.js", "offered", {"start": 16, "end": 19, "items": fields}, text)
    assert (offered["from"], offered["to"]) == (16, 19)
    assert [(one["label"], one["apply"]) for one in offered["options"]] == [("'Amount'", "'Amount'")]
    sums = [{"name": "sum", "kind": "aggregate", "insert": "sum(", "detail": "sum(number)", "summary": "The sum."}]
    offered = module("saql_language.js", "offered", {"start": 0, "end": 1, "items": sums}, "s")["options"][0]
    assert (offered["label"], offered["apply"], offered["detail"], offered["info"]) == (
        "sum",
        "sum(",
        "(number)",
        "The sum.",
    )
    assert module("saql_language.js", "offered", {"start": 0, "end": 1, "items": []}, "s") is None


@pytest.mark.parametrize(
    ("before", "asks"),
    [
        ("q = fil", True),
        ("q.", True),
        ("a[", True),
        ("in ['", True),
        ('load "', True),
        ("q = ", False),
        ("x > 3", False),
    ],
)
def test_completion_comes_up_by_itself_where_a_word_begins(module: Any, before: str, asks: bool) -> None:
    assert module("saql_language.js", "invites", before) is asks


def test_a_result_is_drawn_with_its_text_as_axis_and_its_numbers_as_measures(module: Any) -> None:
    result = {"columns": COLUMNS, "rows": ROWS, "rowCount": 3, "truncated": False, "milliseconds": 1}
    drawn = module("query_chart.js", "chartOf", result)
    assert (drawn["chart"], drawn["dimensions"], drawn["split"], drawn["measures"]) == (
        "stackhbar",
        ["Stage"],
        ["Region"],
        ["Amount"],
    )
    assert module("query_chart.js", "chartOf", {**result, "columns": COLUMNS[2:]}) is None


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        (["2024", "2026"], ["2024", "2025", "2026"]),
        (["2025~~~3", "2026~~~1"], ["2025-Q3", "2025-Q4", "2026-Q1"]),
        (["2026-01-05", "2026-01-26"], ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]),
        (["2026-02-27", "2026-03-02"], ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]),
        (["2026-01-01", "2026-02-01"], ["2026-01-01", "2026-02-01"]),
        (["2026-13-45", "2026-14-01"], ["2026-13-45", "2026-14-01"]),
        (["early", "late"], ["early", "late"]),
    ],
)
def test_an_axis_of_time_has_the_periods_between_unless_most_are_empty(
    option: Any, periods: list[str], shown: list[str]
) -> None:
    name = "D_Year~~~D_Quarter" if "~" in periods[0] else "D"
    columns = [{"name": name, "label": "D", "type": "text", "format": None}, *COLUMNS[1:]]
    made = option(chart="time", columns=columns, dimensions=[name], rows=[[each, "x", 1, 1] for each in periods])
    assert made["xAxis"]["data"] == shown


@pytest.mark.parametrize("pattern", ["dd.MM.yyyy", "M/d/yy", "d MMM yyyy", "HH:mm:ss", "h:mm a", "'on' dd ''"])
def test_dates_follow_their_pattern_as_exports_write_them(module: Any, pattern: str) -> None:
    column = Column("d", "d", "date", pattern)
    for cell in ("2026-03-09T14:05:07Z", "1999-12-31", "2026-03-09T00:00:00.000Z"):
        assert module("format.js", "formatCell", cell, column.to_json()) == column_texts([column], [[cell]])[0](cell)


@pytest.mark.parametrize(
    ("pattern", "value"),
    [('["#,##0.0 k",0.001]', 12345.0), ('["0.0%",1]', 5.25), ('["0%",100]', 0.5), ("[red]0", 3.0), ('["0",-1]', 3.0)]
    + [("$#,##0;($#,##0);none", each) for each in (5.0, -5.0, -0.2, 0.0)]
    + [("0.0;;'zero'", each) for each in (5.25, -5.25, 0.01)],
)
def test_numbers_are_multiplied_as_exports_do(module: Any, pattern: str, value: float) -> None:
    column = {"name": "n", "label": "n", "type": "number", "format": pattern}
    assert module("format.js", "formatCell", value, column) == number_text(value, pattern)
    assert module("format.js", "compactNumber", value, pattern) == compact_text(value, pattern)


def test_values_are_read_by_their_labels(module: Any) -> None:
    column = {"name": "Stage", "label": "", "type": "text", "format": None, "labels": {"W": "Won"}}
    assert [module("format.js", "formatCell", cell, column) for cell in ("W", "L", "constructor", None)] == [
        "Won",
        "L",
        "constructor",
        NOTHING,
    ]
    assert module("ranges.js", "listedText", "not in", ["W", "L"], column["labels"]) == "Not Won, L"


@pytest.mark.parametrize(
    ("link", "cells", "leads_to"),
    [
        ("https://crm.example/{{Id}}", ["a/b?c", 1], "https://crm.example/a%2Fb%3Fc"),
        ("https://crm.example/{{Id}}/{{N}}", ["x", 1], "https://crm.example/x/1"),
        ("https://crm.example/{{Id}}", [None, 1], None),
        ("https://crm.example/{{Other}}", ["x", 1], None),
        ("javascript:alert('{{Id}}')", ["x", 1], None),
        (None, ["x", 1], None),
    ],
)
def test_values_lead_to_records_where_all_is_known(
    module: Any, link: str | None, cells: Any, leads_to: str | None
) -> None:
    columns = [{"name": "Id", "links": {"": link} if link else {}}, {"name": "N"}]
    assert module("record_link.js", "recordLink", columns[0], columns, cells) == leads_to


@pytest.mark.parametrize(("organization", "leads_to"), [("a", "https://a/x"), ("b", "https://b/x"), (None, None)])
def test_values_lead_to_the_crm_that_their_row_is_from(
    module: Any, organization: str | None, leads_to: str | None
) -> None:
    links = {"a": "https://a/{{Id}}", "b": "https://b/{{Id}}"}
    columns = [{"name": "Id", "links": links, "organization": "Org"}, {"name": "Org"}]
    assert module("record_link.js", "recordLink", columns[0], columns, ["x", organization]) == leads_to
