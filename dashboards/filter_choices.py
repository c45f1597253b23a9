"""What viewers set global filters to: `{"opportunities.StageName": {"operator": "in", "values": ["Won"]}}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from dashboards.model import GlobalFilter, Json, JsonObject
from dashboards.model.json import as_list, as_text

FilterChoices: TypeAlias = Mapping[str, JsonObject]

LISTS = ("in", "not in", "matches")
RANGE = ">=<="


def chosen_filters(filters: Iterable[GlobalFilter], choices: FilterChoices) -> tuple[GlobalFilter, ...]:
    """Return the filters with what a viewer has set; those that are locked stay, and so do those of a wrong form.

    Args:
        filters: those of the dashboard.
        choices: by a filter's id an `operator` and `values`: a list for `in`, `not in` and `matches`, the two ends for
            `>=<=`. No values restrict nothing.
    """
    return tuple(_chosen(each, choices[each.id]) if each.id in choices else each for each in filters)


def _chosen(known: GlobalFilter, choice: JsonObject) -> GlobalFilter:
    operator, values = as_text(choice.get("operator")).lower(), choice.get("values")
    if known.locked or operator not in (*LISTS, RANGE) or not isinstance(values, list):
        return known
    if operator != RANGE:
        return replace(known, operator=operator, values=values, changed=True)
    ends: Json = [values] if len(values) == 2 and values != [None, None] else []
    return replace(known, operator=operator, values=ends, changed=True)


def listed_values(known: GlobalFilter) -> list[Json]:
    """Return the values of a filter that lists some; texts stand alone in some exports."""
    values = known.values
    if isinstance(values, list):
        return [inner for each in values for inner in (as_list(each) if isinstance(each, list) else [each])]
    return [] if values is None or values == "" else [values]


def range_ends(known: GlobalFilter) -> tuple[Json, Json]:
    """Return the two ends of a filter that is a range or a comparison; None for an end that is open."""
    bounds = as_list(known.values)
    if len(bounds) == 1 and isinstance(bounds[0], list):
        bounds = bounds[0]
    if not bounds:
        return None, None
    if len(bounds) >= 2:
        return bounds[0], bounds[1]
    if known.operator in (">", ">="):
        return bounds[0], None
    return (None, bounds[0]) if known.operator in ("<", "<=") else (bounds[0], bounds[0])
