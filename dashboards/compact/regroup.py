"""A compact query by fewer of its groups: what its totals and subtotals are.

A total is asked of the data again and not made of the rows, since an average or a count of different values can't be
told from those of parts, and a limit leaves rows out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboards.compact.compare import compare_columns
from dashboards.compact.form2 import source_columns
from dashboards.compact.formula import Formula
from dashboards.compact.groups import read_groups
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text

_LEFT_OUT = ("order", "orders", "limit")
_WINDOW = re.compile(r"\bover\s*\(", re.IGNORECASE)


def regrouped(query: JsonObject, kept: Sequence[str]) -> JsonObject | None:
    """Return a query that groups by fewer columns, with the same measures.

    Args:
        query: a compact query of either form, its bindings replaced.
        kept: the names of the groups that stay.

    Returns:
        The query, without order and limit; None where it has no such totals: it is plain rows or SAQL already, or
        leaves out groups by their aggregates.
    """
    if query.get("pigql") or query.get("values") or query.get("aggregateFilters"):
        return None
    fewer: JsonObject = {name: each for name, each in query.items() if name not in _LEFT_OUT}
    if "sources" in query:
        fewer["sources"] = [_source(as_object(each), kept) for each in as_list(query["sources"])]
        return fewer
    columns = [as_object(each) for each in as_list(query.get("columns"))]
    if any(as_object(each.get("query")).get("aggregateFilters") for each in columns):
        return None
    fewer["groups"] = _cut(query.get("groups"), kept)
    if columns:
        fewer["columns"] = [{**each, "query": _column(as_object(each.get("query")), kept)} for each in columns]
    return fewer


def windowed(query: JsonObject) -> frozenset[str]:
    """Return the columns that have no total since they look at other rows: ranks, running sums, and what needs them."""
    formulas = [Formula(each.name, each.formula) for each in compare_columns(query) if each.formula]
    formulas += [
        Formula(as_text(each.get("name")), as_text(each.get("formula")))
        for each in source_columns(query)
        if each.get("formula")
    ]
    found = {each.name for each in formulas if _WINDOW.search(each.text)}
    while more := {each.name for each in formulas if each.names & found} - found:
        found |= more
    return frozenset(found)


def _cut(groups: Json, kept: Sequence[str]) -> list[Json]:
    return [[*each.parts] if len(each.parts) > 1 else each.name for each in read_groups(groups) if each.name in kept]


def _column(query: JsonObject, kept: Sequence[str]) -> JsonObject:
    fewer: JsonObject = {name: each for name, each in query.items() if name not in _LEFT_OUT}
    return {**fewer, "groups": _cut(query.get("groups"), kept)}


def _source(source: JsonObject, kept: Sequence[str]) -> JsonObject:
    return {**source, "groups": _cut(source.get("groups"), kept) or ["all"]} if source.get("name") else source
