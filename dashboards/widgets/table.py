"""`table` and its forerunners `valuestable` and `comparetable`: the rows of a step, plain or pivoted, with totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.formatting import band_rule, column_rules, painted
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_count, as_flag, as_list, as_object, as_text
from dashboards.steps.result import StepResult
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.pivot import pivot_shape, pivoted, query_of
from dashboards.widgets.selectable import rows_part, selection_part
from dashboards.widgets.totals import totals_by

_STYLE = (
    "header",
    "cell",
    "borderColor",
    "borderWidth",
    "innerMajorBorderColor",
    "innerMinorBorderColor",
    "evenRowColor",
    "oddRowColor",
    "verticalPadding",
    "numberOfLines",
    "mode",
    "minColumnWidth",
    "maxColumnWidth",
    "fixedColumnWidth",
    "showRowIndexColumn",
)


class TableWidget:
    """A table."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the rows, their totals and subtotals, and how the columns look."""
        parameters = context.parameters
        result = context.result
        names = _shown(parameters, result)
        shape = pivot_shape(context, names, wanted=as_flag(parameters.get("pivoted"), False))
        row_totals, column_totals, depth = _wanted(context)
        if shape is not None:
            part = pivoted(context, shape, row_totals=row_totals, column_totals=column_totals)
        else:
            part = {
                "heads": None,
                "totals": _totals(context, names) if column_totals else None,
                "subtotals": _subtotals(context, names, depth),
            }
        return {
            **rows_part(result, names),
            "subtotals": [],
            "folds": None if shape is not None else _folds(context, names),
            "leftOut": 0,
            **part,
            **selection_part(context),
            "groups": [each for each in names if each in result.groups],
            "looks": _looks(parameters),
            "paints": {} if shape is not None else _paints(context, names),
            "frozen": min(5, max(0, as_count(parameters.get("numberOfFrozenColumns"), 0))),
            "style": {each: parameters[each] for each in _STYLE if each in parameters},
        }


def _shown(parameters: JsonObject, result: StepResult) -> Sequence[str]:
    """Return the columns to show: those that are listed and there, in that order, else all."""
    listed = [as_text(as_object(each).get("name")) or as_text(each) for each in as_list(parameters.get("columns"))]
    return [each for each in dict.fromkeys(listed) if each in result.names] or result.names


def _wanted(context: WidgetContext) -> tuple[bool, bool, int]:
    """Return whether rows and columns have totals, and by how many groups there are subtotals.

    The widget says so, or a query of form 2.0: its first column total is the one over all, the others are subtotals.
    """
    parameters, query = context.parameters, query_of(context)
    by_query = len(as_list(query.get("columnTotals")))
    rows = as_flag(parameters.get("rowTotals"), bool(as_list(query.get("rowTotals"))))
    both = as_flag(parameters.get("totals"), by_query > 0)
    columns = as_flag(parameters.get("columnTotals"), both)
    groups = sum(each in context.result.names for each in context.result.groups)
    subtotals = as_flag(parameters.get("subtotals"), False) or as_flag(parameters.get("columnSubtotals"), False)
    depth = groups - 1 if subtotals else by_query - 1
    return rows or (both and parameters.get("rowTotals") is None), columns, max(0, min(groups - 1, depth))


def _totals(context: WidgetContext, names: Sequence[str]) -> list[Json] | None:
    """Return the totals of the columns, null for those that have none; None where no column has one."""
    if len(context.result.rows) == 0 or not (context.result.groups or context.result.plain_rows):
        return None
    found = totals_by(context, ()).get((), {})
    values = [found.get(each) if each in context.result.measures else None for each in names]
    return values if any(each is not None for each in values) else None


def _subtotals(context: WidgetContext, names: Sequence[str], depth: int) -> list[Json]:
    """Return the totals by the first group, by the first two, .. as cells of the table's columns."""
    result = context.result
    groups = [each for each in names if each in result.groups]
    found: list[Json] = []
    for level in range(1, min(depth, len(groups) - 1) + 1):
        kept = groups[:level]
        for key, values in totals_by(context, kept).items():
            known = {**{name: values.get(name) for name in result.measures}, **dict(zip(kept, key, strict=True))}
            found.append({"depth": level, "cells": [known.get(each) for each in names]})
    return found


def _folds(context: WidgetContext, names: Sequence[str]) -> Json:
    """Return the totals by the first group, which stand for its rows when they are folded; None where they can't be."""
    groups = sum(each in context.result.groups for each in names)
    return (
        _subtotals(context, names, 1) if as_flag(context.parameters.get("collapsible"), False) and groups > 1 else None
    )


def _paints(context: WidgetContext, names: Sequence[str]) -> JsonObject:
    """Return the colours of cells by column, of those that have conditional formatting."""
    result, properties = context.result, context.object("columnProperties")
    xmd = context.resolver.dashboard.xmd
    paints: JsonObject = {}
    for name in names:
        own = as_object(as_object(properties.get(name)).get("parameters"))
        rules = (*band_rule(own, name, "background"), *column_rules(xmd, result.column(name)))
        found = painted(rules, result.names, result.rows)
        found.pop("mark", None)
        if found:
            paints[name] = found
    return paints


def _looks(parameters: JsonObject) -> JsonObject:
    """Return how single columns look: `type` text, bar or image, their width, alignment and weight."""
    looks: JsonObject = {}
    for name, each in as_object(parameters.get("columnProperties")).items():
        one = as_object(each)
        inner = as_object(one.get("parameters"))
        width = as_count(inner.get("width"), 0)
        alignment = as_text(inner.get("alignment")).lower()
        looks[name] = {
            "type": as_text(one.get("type")).lower() or "text",
            "width": min(800, width) if width > 0 else None,
            "alignment": alignment if alignment in ("left", "center", "right") else None,
            "bold": as_flag(as_object(inner.get("styles")).get("bold"), False),
        }
    return looks
