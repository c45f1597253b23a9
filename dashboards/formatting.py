"""Conditional formatting: colours of values by rules.

Rules stand in the dashboard's own XMD (`xmd` beside its `state`), by field and property, as CRM Analytics has them; of
their types `categories` is documented, the others are left alone. Bands of numbers (`binValues`, `bins`), which charts
have, hold for the columns of tables (in their `columnProperties`) and for numbers, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dashboards.bindings.scalar import scalar_text
from dashboards.compact import quote
from dashboards.model.json import Json, JsonObject, as_flag, as_list, as_object, as_text, decoded, field

Place: TypeAlias = Literal["background", "ink"]
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


Rule: TypeAlias = Categories | Bands


def field_rules(xmd: Json, name: str) -> tuple[Rule, ...]:
    """Return the rules that a dashboard's XMD has for a field or a column."""
    whole = as_object(decoded(xmd))
    entries = [as_object(each) for part in _PARTS for each in as_list(field(whole, part))]
    rules = [
        _categories(name, key, as_object(value))
        for each in entries
        if as_text(field(each, "field")) == name
        for key, value in as_object(field(each, "conditionalFormatting")).items()
    ]
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
    for place in ("background", "ink"):
        here = [(each, names.index(each.column)) for each in rules if each.place == place and each.column in names]
        if here:
            found[place] = [next(filter(None, (rule.color(row[at]) for rule, at in here)), None) for row in rows]
    return found


def _categories(name: str, key: str, rule: JsonObject) -> Rule | None:
    lower = key.lower()
    place: Place | None = "background" if "background" in lower else "ink" if _is_ink(lower) else None
    if place is None or as_text(rule.get("type")).lower() != "categories":
        return None
    values = map(as_object, as_list(as_object(rule.get("parameters")).get("values")))
    colors = {scalar_text(each.get("value")): as_text(each.get("formatValue")) for each in values}
    known = {value: color for value, color in colors.items() if color}
    return Categories(place, as_text(rule.get("referenceField")) or name, known) if known else None


def _is_ink(key: str) -> bool:
    """Whether a property is the colour of a text: `fontColor`, `textColor`, `numberColor`; not that of a chart."""
    return "color" in key and any(word in key for word in ("font", "text", "number", "label"))
