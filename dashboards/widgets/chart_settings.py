"""What a chart's parameters say beyond its columns, read with their defaults; the page knows only these names."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_count, as_flag, as_list, as_number, as_object, as_text

_BANDS = ("low", "medium", "high")
_BAND_COLORS = ("#B22222", "#ffa500", "#008000")
_MISSING = {"disconnect": "disconnect", "cumulativeuntillastdata": "cumulate"}
_VALUES = ("compactNumber", "number", "percent", "none")


def settings(parameters: JsonObject, kind: str) -> JsonObject:
    """Return the settings of a chart of some kind; `None` stands for what the chart chooses itself."""
    usual = "dual" if "combo" in kind else "multi"
    return {
        "axisMode": _one_of(parameters.get("axisMode"), ("multi", "sync", "dual"), usual),
        "valueType": _one_of(parameters.get("valueType"), _VALUES, None),
        "decimals": max(-1, as_count(parameters.get("compactDecimalDigits"), -1)),
        "bins": _bins(parameters) if as_flag(parameters.get("binValues"), False) else None,
        "lowColor": as_text(parameters.get("lowColor")) or None,
        "highColor": as_text(parameters.get("highColor")) or None,
        "radius": as_number(parameters.get("radiusRatio")),
        "total": _total(parameters, kind),
        "legendDescending": as_flag(as_object(parameters.get("legend")).get("descOrder"), False),
        "perLine": max(1, as_count(as_object(parameters.get("trellis")).get("chartsPerLine"), 4)),
        "trellisType": _one_of(as_object(parameters.get("trellis")).get("type"), ("x", "y", "xy", "wrap"), "x"),
        "tooltip": _tooltip(as_object(parameters.get("tooltip"))),
        **_lines(parameters),
        **_parts(parameters),
        **_gauge(parameters, kind),
        **_map(parameters),
    }


def _tooltip(tooltip: JsonObject) -> Json:
    """Return the measures or the text of a tooltip that the dashboard changed; None for the usual one.

    Newer dashboards have its parameters one level deeper.
    """
    said = as_object(as_object(tooltip.get("content")).get("legend")) or tooltip
    if not (as_flag(said.get("customizeTooltip"), False) or as_flag(said.get("customizeLegend"), False)):
        return None
    return {"measures": _texts(said.get("measures")), "text": as_text(said.get("customText"))}


def _lines(parameters: JsonObject) -> JsonObject:
    """Return what lines and combinations have."""
    dash, band = as_object(parameters.get("dashLine")), as_object(parameters.get("drawArea"))
    marks = as_object(parameters.get("plots"))
    return {
        "showPoints": as_flag(parameters.get("showPoints"), True),
        "missing": _MISSING.get(as_text(parameters.get("missingValue")).lower(), "connect"),
        "dashed": _texts(dash.get("measures")) if as_flag(dash.get("showDashLine"), False) else [],
        "band": {name: as_text(band.get(each)) for name, each in _BAND_MEMBERS} if _has_band(band) else None,
        "marks": {name: as_text(as_object(each).get("mark")).lower() for name, each in marks.items()},
        "stack": as_flag(parameters.get("stack"), False),
        "showValuesOnLine": as_flag(parameters.get("showValuesOnLine"), False),
        "valueTypeOnLine": _one_of(parameters.get("valueTypeOnLine"), _VALUES, None),
    }


_BAND_MEMBERS = (("measure", "measure"), ("low", "bounding1"), ("high", "bounding2"))


def _has_band(band: JsonObject) -> bool:
    return as_flag(band.get("showDrawArea"), False) and all(as_text(band.get(each)) for _, each in _BAND_MEMBERS)


def _parts(parameters: JsonObject) -> JsonObject:
    """Return what pies, funnels, pyramids and waterfalls have."""
    return {
        "center": {
            "type": _one_of(parameters.get("centerValueType"), ("number", "text", "none"), "number"),
            "text": as_text(parameters.get("centerText")),
        },
        "showTotal": as_flag(parameters.get("showTotal"), True),
        "showMeasureTitle": as_flag(parameters.get("showMeasureTitle"), False),
        "stem": max(0, as_count(parameters.get("stemSegments"), 0)),
        "colors": {
            name: as_text(parameters.get(f"{name}Color")) or None
            for name in ("positive", "negative", "start", "total", "left", "right")
        },
    }


def _gauge(parameters: JsonObject, kind: str) -> JsonObject:
    """Return range, bands and marks of gauges. A range that is none becomes one that the page makes from the values."""
    colors, bands = as_object(parameters.get("colors")), as_object(parameters.get("bands"))
    numbers = {name: as_number(parameters.get(name)) for name in ("min", "medium", "high", "max")}
    return {
        "range": dict(numbers) if kind in ("flatgauge", "polargauge", "gauge", "rating", "bullet") else None,
        "bands": [_band(name, colors, as_object(bands.get(name))) for name in _BANDS],
        "angle": min(360, max(90, as_count(parameters.get("angle"), 240))),
        "showRange": as_flag(parameters.get("showRange"), True),
        "showValue": as_flag(parameters.get("showValue"), True),
        "showLabel": as_flag(parameters.get("showLabel"), True),
        "showPercentage": as_flag(parameters.get("showPercentage"), False),
        "icon": as_text(parameters.get("icon")) or "star",
        "icons": min(20, max(1, as_count(parameters.get("numberOfIcons"), 5))),
        "iconRounding": as_text(parameters.get("iconRounding")) or "none",
        "showMax": as_flag(parameters.get("showMax"), False),
    }


def _band(name: str, colors: JsonObject, band: JsonObject) -> JsonObject:
    """Return the colours between which a band runs, and its label: two kinds of gauges write them differently."""
    start = as_text(colors.get(f"{name}Color1")) or as_text(band.get("color"))
    end = as_text(colors.get(f"{name}Color2"))
    return {"from": start or None, "to": end or None, "label": as_text(band.get("label"))}


def _map(parameters: JsonObject) -> JsonObject:
    return {
        "map": as_text(parameters.get("map")) or "World Countries",
        "projection": as_text(parameters.get("projectionType")) or None,
        "autoZoom": as_flag(parameters.get("autoZoom"), False),
    }


def _bins(parameters: JsonObject) -> JsonObject:
    """Return the two breakpoints and the three bands between them."""
    bins = as_object(parameters.get("bins"))
    points, bands = as_object(bins.get("breakpoints")), as_object(bins.get("bands"))
    low, high = as_number(points.get("low")), as_number(points.get("high"))
    return {
        "low": 0.0 if low is None else low,
        "high": 100.0 if high is None else high,
        "bands": [
            {
                "label": as_text(as_object(bands.get(name)).get("label")),
                "color": as_text(as_object(bands.get(name)).get("color")) or color,
            }
            for name, color in zip(_BANDS, _BAND_COLORS, strict=True)
        ],
    }


def _total(parameters: JsonObject, kind: str) -> JsonObject:
    """Return whether a total is appended or is the last row, what it is called, and what stands over stacks.

    Bars have a total only where `computeTotal` is on: `totalValue` stays behind in charts that were waterfalls before.
    """
    is_waterfall = "waterfall" in kind
    wanted = as_flag(parameters.get("computeTotal"), is_waterfall)
    last = is_waterfall and as_text(parameters.get("totalValue")).lower() == "uselastbucket"
    return {
        "bar": "last" if last else "sum" if wanted else "none",
        "label": as_text(parameters.get("totalLabel")) or "Total",
        "stack": _one_of(parameters.get("totalSumMode"), ("none", "net", "absolute"), "none"),
    }


def _texts(value: Json) -> list[Json]:
    return [each for each in as_list(value) if isinstance(each, str)]


def _one_of(value: Json, choices: Sequence[str], otherwise: str | None) -> str | None:
    """Return the choice that a text is, whatever its case."""
    wanted = as_text(value).lower()
    return next((each for each in choices if each.lower() == wanted), otherwise)
