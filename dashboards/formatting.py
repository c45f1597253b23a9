"""Conditional formatting: colours of values by rules.

Rules stand in the dashboard's own XMD (`xmd` beside its `state`) and in that of a dataset, by field and property, as
CRM Analytics has them; those of the dashboard come first. Of their types `categories` is documented. Of `gradient` the
parameters are not: it takes stops as `values`, like categories; or `minColor`, `midColor` and `maxColor`, at `min`,
`mid` and `max` or else at the least, middle and greatest value that is there; or a list of `colors`. Other types are
left alone. Bands of numbers (`binValues`, `bins`), which charts have, hold for the columns of tables (in their
`columnProperties`) and for numbers, too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from dashboards.bindings.scalar import scalar_text
from dashboards.compact import quote
from dashboards.model.json import Json, JsonObject, as_flag, as_list, as_number, as_object, as_text, decoded, field
from dashboards.steps.result import Column

Place: TypeAlias = Literal["background", "ink", "mark"]
"""What takes the colour: a cell, its text, or the mark of a chart."""

_PARTS = ("dimensions", "derivedDimensions", "measures", "derivedMeasures")


@dataclass(frozen=True, slots=True)
class Categories:
    """Colours of the values of a column, which may be another one than that which is coloured."""

    place: Place
    column: str
    colors: Mapping[str, str]

    def color(self, value: Json) -> str | None:
        """Return the colour of a value."""
        return self.colors.get(scalar_text(value))


@dataclass(frozen=True, slots=True)
class Bands:
    """Colours of numbers below `low`, from there to `high`, and above; None has no colour."""

    place: Place
    column: str
    low: float
    high: float
    colors: tuple[str | None, str | None, str | None]

    def color(self, value: Json) -> str | None:
        """Return the colour of a value; what is no number has none."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return self.colors[0 if value < self.low else 1 if value <= self.high else 2]


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours that run from one to the next.

    A stop without a value stands at its place between the least and the greatest value that is coloured.
    """

    place: Place
    column: str
    stops: tuple[tuple[float | None, str], ...]

    def among(self, values: Sequence[Json]) -> Gradient:
        """Return the gradient with a value for each stop, by the values that are coloured."""
        numbers = [each for each in values if isinstance(each, int | float) and not isinstance(each, bool)]
        least, most = min(numbers, default=0), max(numbers, default=0)
        last = max(1, len(self.stops) - 1)
        placed: list[tuple[float, str]] = [
            (least + (most - least) * at / last if value is None else value, color)
            for at, (value, color) in enumerate(self.stops)
        ]
        return Gradient(self.place, self.column, tuple(sorted(placed)))

    def color(self, value: Json) -> str | None:
        """Return the colour of a value; what is no number has none."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        stops = [(stop or 0.0, color) for stop, color in self.stops]
        for (low, first), (high, second) in itertools.pairwise(stops):
            if value <= high:
                return mixed(first, second, 0 if high <= low else max(0.0, (value - low) / (high - low)))
        return stops[-1][1]


Rule: TypeAlias = Categories | Bands | Gradient


def column_rules(xmd: Json, column: Column | None) -> tuple[Rule, ...]:
    """Return the rules for a column: those of the dashboard's XMD, then those of its dataset."""
    if column is None:
        return ()
    own = as_object(decoded(column.formatting)) if column.formatting else {}
    return (*field_rules(xmd, column.name), *_rules(column.name, own))


def field_rules(xmd: Json, name: str) -> tuple[Rule, ...]:
    """Return the rules that a dashboard's XMD has for a field or a column."""
    whole = as_object(decoded(xmd))
    entries = [as_object(each) for part in _PARTS for each in as_list(field(whole, part))]
    named = [each for each in entries if as_text(field(each, "field")) == name]
    return tuple(rule for each in named for rule in _rules(name, as_object(field(each, "conditionalFormatting"))))


def _rules(name: str, properties: JsonObject) -> tuple[Rule, ...]:
    rules = (_rule(name, key, as_object(value)) for key, value in properties.items())
    return tuple(each for each in rules if each is not None)


def band_rule(parameters: JsonObject, name: str, place: Place) -> tuple[Rule, ...]:
    """Return the rule of the bands among some parameters, or nothing where there are none."""
    bins = as_object(parameters.get("bins"))
    points, bands = as_object(bins.get("breakpoints")), as_object(bins.get("bands"))
    low, high = quote.number(points.get("low")), quote.number(points.get("high"))
    if not as_flag(parameters.get("binValues"), False) or low is None or high is None:
        return ()
    colors = [as_text(as_object(bands.get(each)).get("color")) or None for each in ("low", "medium", "high")]
    return (Bands(place, name, float(low), float(high), (colors[0], colors[1], colors[2])),)


def painted(rules: Sequence[Rule], names: Sequence[str], rows: Sequence[Sequence[Json]]) -> JsonObject:
    """Return the colours of a column's cells, row by row, by where they go; the first rule that has one counts."""
    found: JsonObject = {}
    known = [(each, names.index(each.column)) for each in rules if each.column in names]
    known = [(each.among([row[at] for row in rows]) if isinstance(each, Gradient) else each, at) for each, at in known]
    for place in get_args(Place):
        here = [(each, at) for each, at in known if each.place == place]
        if here:
            found[place] = [next(filter(None, (rule.color(row[at]) for rule, at in here)), None) for row in rows]
    return found


def _rule(name: str, key: str, rule: JsonObject) -> Rule | None:
    place, kind = _place(key.lower()), as_text(rule.get("type")).lower()
    column, parameters = as_text(rule.get("referenceField")) or name, as_object(rule.get("parameters"))
    if place is None:
        return None
    if kind == "gradient":
        stops = _stops(parameters)
        return Gradient(place, column, stops) if len(stops) > 1 else None
    if kind != "categories":
        return None
    values = map(as_object, as_list(parameters.get("values")))
    colors = {scalar_text(each.get("value")): as_text(each.get("formatValue")) for each in values}
    known = {value: color for value, color in colors.items() if color}
    return Categories(place, column, known) if known else None


def _stops(parameters: JsonObject) -> tuple[tuple[float | None, str], ...]:
    values = [as_object(each) for each in as_list(parameters.get("values"))]
    listed = [(as_number(each.get("value")), as_text(each.get("formatValue"))) for each in values]
    named = [
        (as_number(parameters.get(each)), as_text(parameters.get(f"{each}Color"))) for each in ("min", "mid", "max")
    ]
    plain = [(None, as_text(each)) for each in as_list(parameters.get("colors"))]
    return next((tuple(found) for each in (listed, named, plain) if (found := [one for one in each if one[1]])), ())


def mixed(first: str, second: str, part: float) -> str:
    """Return a colour between two (`#rgb` or `#rrggbb`), the nearer one where one is written in another way."""
    ends = (_channels(first), _channels(second))
    if ends[0] is None or ends[1] is None:
        return first if part < 0.5 else second
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(ends[0], ends[1], strict=True))


def _channels(color: str) -> tuple[int, ...] | None:
    found = re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", color.strip(), re.IGNORECASE)
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(each * 2 for each in found[1])
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))


def _place(key: str) -> Place | None:
    if "background" in key:
        return "background"
    return "mark" if "chart" in key else "ink" if _is_ink(key) else None


def _is_ink(key: str) -> bool:
    """Whether a property is the colour of a text: `fontColor`, `textColor`, `numberColor`; not that of a chart."""
    return "color" in key and any(word in key for word in ("font", "text", "number", "label"))
