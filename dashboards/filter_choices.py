"""What viewers set global filters to: `{"opportunities.StageName": {"operator": "in", "values": ["Won"]}}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from dashboards.model import Dashboard, GlobalFilter, Json, JsonObject
from dashboards.model.json import as_list, as_text

FilterChoices: TypeAlias = Mapping[str, JsonObject]

LISTS = ("in", "not in", "matches")
RANGE = ">=<="
_ENDS = (RANGE, "between", ">=", "<=")
"""Operators whose two ends are those of a range."""


def filtered(dashboard: Dashboard, choices: FilterChoices) -> Dashboard:
    """Return a dashboard with its global filters as a viewer has set them.

    Those that are locked stay, and so do those of a wrong form. A choice for a field that the dashboard has no filter
    on is one that a link has brought along: it holds where the dashboard reads the dataset.

    Args:
        dashboard: the dashboard.
        choices: by a filter's id an `operator` and `values`: a list for `in`, `not in` and `matches`, the two ends for
            `>=<=`. No values restrict nothing.
    """
    own = tuple(_chosen(each, choices[each.id]) if each.id in choices else each for each in dashboard.filters)
    known = {each.id for each in own}
    brought = [_brought(name, choice, dashboard) for name, choice in choices.items() if name not in known]
    return replace(dashboard, filters=(*own, *(each for each in brought if each is not None)))


def as_choice(known: GlobalFilter) -> JsonObject | None:
    """Return what a filter is set to as a viewer would set it; None where it restricts nothing, or in another way."""
    if known.operator in LISTS:
        listed = listed_values(known)
        return {"operator": known.operator, "values": listed} if listed else None
    lower, upper = range_ends(known)
    if known.operator not in _ENDS or (lower is None and upper is None):
        return None
    return {"operator": RANGE, "values": [lower, upper]}


def _brought(name: str, choice: JsonObject, dashboard: Dashboard) -> GlobalFilter | None:
    datasets = {dataset for step in dashboard.steps.values() for dataset in step.datasets}
    # The longest name: a dataset `crm` must not take the fields of one that is called `crm.deals`.
    dataset = max((each for each in datasets if name.startswith(f"{each}.")), key=len, default=None)
    if dataset is None:
        return None
    field = name.removeprefix(f"{dataset}.")
    made = _chosen(GlobalFilter(label=field, field=field, operator="in", values=[], dataset=dataset), choice)
    return made if made.changed else None


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
