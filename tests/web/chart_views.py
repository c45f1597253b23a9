"""A small view of every kind of chart, with numbers that tests know."""

from __future__ import annotations

from typing import Any

View = dict[str, Any]


def text(name: str, **more: Any) -> View:
    return {"name": name, "label": name, "type": "text", "format": None, **more}


def number(name: str, pattern: str | None = "#,##0") -> View:
    return {"name": name, "label": name, "type": "number", "format": pattern}


def chart_view(chart: str, columns: list[View], rows: list[list[Any]], **more: Any) -> View:
    texts = [each["name"] for each in columns if each["type"] != "number"]
    numbers = [each["name"] for each in columns if each["type"] == "number"]
    base = {
        "chart": chart,
        "requested": chart,
        "note": None,
        "title": "Deals",
        "subtitle": "",
        "columns": columns,
        "rows": rows,
        "dimensions": texts,
        "split": [],
        "measures": numbers,
        "legend": {"show": True, "position": "right-top"},
        "axes": {"dimension": {"show": True, "title": None}, "measure": {"show": True, "title": None}},
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
    return {**base, **more}


STAGE, REGION, AMOUNT, COUNT = text("Stage"), text("Region"), number("Amount"), number("Count")
STAGES = [["Open", 400, 40], ["Won", 300, 10], ["Lost", 100, 20]]
ONE = [STAGE, AMOUNT]
ROWS_1 = [row[:2] for row in STAGES]
PAIRS = [
    ["Open", "EMEA", 250],
    ["Open", "APAC", 150],
    ["Won", "EMEA", 300],
    ["Lost", "APAC", 100],
]
TWO = [STAGE, REGION, AMOUNT]
MONTH = "Closed_Year~~~Closed_Month"
MONTHS = [["2026~~~01", 100, 10], ["2026~~~02", 120, 30], ["2026~~~04", 90, 20]]
TIME = [text(MONTH), AMOUNT, COUNT]
PROFILE = [STAGE, number("Size"), number("Speed"), number("Cost")]
PROFILES = [["Open", 10, 20, 30], ["Won", 30, 10, 20]]
RANGE = {"min": 0, "medium": 100, "high": 300, "max": 500}
CELLS = {"x": ["Stage"], "y": ["Region"], "color": ["Amount"], "size": ["Amount"]}
SPLIT = {"dimensions": ["Stage"], "split": ["Region"]}
COUNTRIES = [["Germany", 400], ["US", 300], ["Nowhere", 1]]
CITIES = [["Denver", 39.7, -105, 400], ["Honolulu", 21.3, -157.8, 300]]
PLACE = {"latitude": ["Latitude"], "longitude": ["Longitude"], "color": ["Amount"], "size": ["Amount"]}
FIVE = [number(name) for name in ("Low", "Q1", "Median", "Q3", "High")]

VIEWS: dict[str, View] = {
    "hbar": chart_view("hbar", ONE, ROWS_1),
    "vbar": chart_view("vbar", ONE, ROWS_1),
    "stackhbar": chart_view("stackhbar", TWO, PAIRS, **SPLIT),
    "stackvbar": chart_view("stackvbar", TWO, PAIRS, **SPLIT),
    "time-bar": chart_view("time-bar", TIME, MONTHS, measures=["Amount"]),
    "line": chart_view("line", ONE, ROWS_1),
    "time": chart_view("time", TIME, MONTHS, measures=["Amount"]),
    "combo": chart_view("combo", [STAGE, AMOUNT, COUNT], STAGES, settings={"axisMode": "dual"}),
    "time-combo": chart_view("time-combo", TIME, MONTHS, settings={"axisMode": "dual"}),
    "pie": chart_view("pie", ONE, ROWS_1),
    "treemap": chart_view("treemap", ONE, ROWS_1),
    "sunburst": chart_view("sunburst", TWO, PAIRS),
    "origami": chart_view("origami", ONE, ROWS_1),
    "funnel": chart_view("funnel", ONE, ROWS_1),
    "flatgauge": chart_view("flatgauge", ONE, ROWS_1, settings={"range": RANGE}),
    "polargauge": chart_view("polargauge", ONE, ROWS_1, settings={"range": RANGE}),
    "gauge": chart_view("gauge", ONE, ROWS_1, settings={"range": RANGE}),
    "rating": chart_view("rating", ONE, ROWS_1, settings={"range": RANGE, "icons": 5}),
    "bullet": chart_view("bullet", [STAGE, AMOUNT, COUNT], STAGES),
    "comet": chart_view("comet", [STAGE, AMOUNT, COUNT], STAGES),
    "waterfall": chart_view(
        "waterfall",
        ONE,
        [["Open", 400], ["Won", -300], ["Lost", 100]],
        settings={"total": {"bar": "sum", "label": "End", "stack": "none"}},
    ),
    "stackwaterfall": chart_view("stackwaterfall", TWO, PAIRS, **SPLIT),
    "pyramid": chart_view("pyramid", [STAGE, AMOUNT, COUNT], STAGES),
    "stackpyramid": chart_view("stackpyramid", TWO, PAIRS, **SPLIT),
    "hdot": chart_view("hdot", TWO, PAIRS, roles={"y": ["Amount"]}, **SPLIT),
    "vdot": chart_view("vdot", [STAGE, AMOUNT, COUNT], STAGES, roles={"y": ["Amount"], "size": ["Count"]}),
    "scatter": chart_view("scatter", [STAGE, AMOUNT, COUNT], STAGES, roles={"x": ["Amount"], "y": ["Count"]}),
    "heatmap": chart_view("heatmap", TWO, PAIRS, roles=CELLS),
    "matrix": chart_view("matrix", TWO, PAIRS, roles=CELLS),
    "calheatmap": chart_view(
        "calheatmap",
        [text("D_Year~~~D_Month~~~D_Day"), COUNT],
        [["2026~~~03~~~01", 3], ["2026~~~03~~~02", 9]],
        roles={"color": ["Count"]},
    ),
    "sankey": chart_view("sankey", TWO, PAIRS),
    "metricsradar": chart_view("metricsradar", PROFILE, PROFILES),
    "parallelcoords": chart_view("parallelcoords", PROFILE, PROFILES),
    "choropleth": chart_view("choropleth", [text("Country"), AMOUNT], COUNTRIES, roles={"color": ["Amount"]}),
    "bubblemap": chart_view(
        "bubblemap", [text("Country"), AMOUNT], COUNTRIES, roles={"color": ["Amount"], "size": ["Amount"]}
    ),
    "geomap": chart_view(
        "geomap",
        [text("City"), number("Latitude", None), number("Longitude", None), AMOUNT],
        CITIES,
        measures=["Amount"],
        roles=PLACE,
        settings={"map": "US States"},
    ),
    "boxplot": chart_view("boxplot", [STAGE, *FIVE], [["Open", 1, 2, 3, 4, 5], ["Won", 2, 3, 5, 8, 9]]),
    "histogram": chart_view("histogram", [text("Id"), AMOUNT], [["a", 1], ["b", 2], ["c", 9]]),
}
