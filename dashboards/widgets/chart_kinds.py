"""The kinds of charts: which slots of a `columnMap` they have, and how much they need to be drawn."""

from __future__ import annotations

from saql.record import record


@record(kw_only=True)
class Kind:
    """A kind of chart.

    Args:
        form: how its columns are laid out where no map says so (see `auto_map`).
        dimensions: how many columns to tell marks apart by it needs.
        measures: how many measures it needs.
        splits: whether a second group splits it into series.
    """

    form: str = "axis"
    dimensions: int = 0
    measures: int = 1
    splits: bool = False


_AXIS, _SPLIT, _PARTS, _GAUGE = Kind(), Kind(splits=True), Kind(form="parts"), Kind(form="gauge")

KINDS: dict[str, Kind] = {
    "hbar": _AXIS,
    "vbar": _AXIS,
    "stackhbar": _SPLIT,
    "stackvbar": _SPLIT,
    "time-bar": Kind(dimensions=1),
    "line": _SPLIT,
    "time": _SPLIT,
    "combo": _AXIS,
    "time-combo": _AXIS,
    "pie": _PARTS,
    "treemap": _PARTS,
    "sunburst": _PARTS,
    "origami": _PARTS,
    "funnel": _PARTS,
    "flatgauge": _GAUGE,
    "polargauge": _GAUGE,
    "gauge": _GAUGE,
    "rating": _GAUGE,
    "bullet": _GAUGE,
    "comet": Kind(measures=2),
    "waterfall": _AXIS,
    "stackwaterfall": _SPLIT,
    "pyramid": _SPLIT,
    "stackpyramid": _SPLIT,
    "hdot": Kind(form="dots", splits=True),
    "vdot": Kind(form="dots", splits=True),
    "scatter": Kind(form="scatter", measures=2),
    "heatmap": Kind(form="cells", dimensions=1),
    "matrix": Kind(form="cells", dimensions=1),
    "calheatmap": Kind(form="calendar", dimensions=1),
    "sankey": Kind(form="flow", dimensions=2),
    "metricsradar": Kind(form="profile", measures=2),
    "parallelcoords": Kind(form="profile", measures=2),
    "choropleth": Kind(form="places", dimensions=1),
    "bubblemap": Kind(form="places", dimensions=1),
    "geomap": Kind(form="points"),
    "boxplot": Kind(form="box"),
    "histogram": Kind(form="histogram"),
}
"""What the page draws (web/src/options.js); the names are those of `visualizationType`."""

TABLES = ("table", "pivottable", "comparisontable", "valuestable")
"""Kinds that are tables by themselves."""


def shortage(kind: Kind, dimensions: int, measures: int) -> str | None:
    """Return what is missing to draw a chart, or None."""
    for needed, there, noun in ((kind.dimensions, dimensions, "grouping"), (kind.measures, measures, "measure")):
        if there < needed:
            many = f"{needed} {noun}s" if needed > 1 else f"a {noun}"
            return f"{many}, and its step has {there or 'none'}"
    return None
