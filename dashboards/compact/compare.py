"""Compare tables of form 1.0: each column has filters of its own, or a formula over the other columns.

Column number i is called A, B, C, .. unless it has a name. `measures` lists the columns that are shown, in the order in
which they are, by these names. Columns with the same filters are computed together; those with different ones meet at
their groups.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards.compact.draft import AggregateDraft, Branch
from dashboards.compact.fields import Fields
from dashboards.compact.filters import condition
from dashboards.compact.form1 import by_alias, limit_of, measure_list, read_having, unique
from dashboards.compact.formula import Formula, read_formula
from dashboards.compact.groups import GroupKey, read_groups
from dashboards.compact.measures import Measure, read_measure
from dashboards.compact.order import OrderKey, read_order
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text


@dataclass(frozen=True, slots=True)
class CompareColumn:
    """A column of a compare table: its name, its own query, and what the table calls it."""

    name: str
    query: JsonObject
    header: str | None
    format: str | None

    @property
    def formula(self) -> str | None:
        """The formula, or None where the column has a measure."""
        return as_text(self.query.get("formula")).strip() or None

    def measure(self) -> Measure | None:
        """Return the measure, or None where there is none."""
        measures = measure_list(self.query.get("measures"))
        return read_measure(measures[0], self.name) if measures else None


def letter(place: int) -> str:
    """Return the name of a column by its place: A to Z, AA, .."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def compare_columns(query: JsonObject) -> tuple[CompareColumn, ...]:
    """Return the columns of a compare table."""
    columns = [as_object(each) for each in as_list(query.get("columns"))]
    aliases = _aliases(query)
    given = [as_text(each.get("name")) for each in columns]
    names = [name or letter(place) for place, name in enumerate(given)]
    for place, alias in enumerate(aliases[: len(names)]):
        # An alias that no column bears belongs to the column in its place, if that has no name of its own.
        if alias and alias not in names and names[place] not in aliases and not given[place]:
            names[place] = alias
    return tuple(
        CompareColumn(name, as_object(each.get("query")), as_text(each.get("header")) or None, _format(each))
        for name, each in zip(names, columns, strict=True)
    )


def shown_columns(query: JsonObject, columns: tuple[CompareColumn, ...]) -> tuple[str, ...]:
    """Return the names of the columns that are shown, in order."""
    names = [each.name for each in columns]
    listed = [each for each in dict.fromkeys(_aliases(query)) if each in names]
    return tuple(listed or dict.fromkeys(names))


def read_compare(query: JsonObject, dataset: str, fields: Fields) -> AggregateDraft:
    """Read a compare table."""
    columns = compare_columns(query)
    common = condition(query.get("filters"), fields, as_text(query.get("booleanFilterLogic")) or None)
    keys = _keys(query, columns)
    formulas = _formulas(columns)
    # A formula may aggregate fields of the dataset itself, `max(Year) - 1`; then it is computed as a measure is.
    inner = {each.name: each for each in formulas if each.aggregates and not each.names & {one.name for one in columns}}
    branches = _branches(columns, inner, dataset, common, keys, fields)
    shown = shown_columns(query, columns)
    measures = tuple(each for branch in branches for each in branch.measures)
    having, hidden = read_having(_having(query, columns), measures)
    if hidden or not branches:
        first = branches[0] if branches else Branch(dataset, common, keys, (read_measure(["count", "*", "count"]),))
        branches = [replace(first, measures=(*first.measures, *hidden)), *branches[1:]]
    limits = [each for each in (limit_of(query), *(limit_of(each.query) for each in columns)) if each is not None]
    return AggregateDraft(
        branches=tuple(branches),
        formulas=tuple(each for each in formulas if each.name not in inner),
        shown=shown,
        having=having,
        order=by_alias(_order(query, columns, keys, shown), measures),
        limit=limits[0] if limits else None,
    )


def _aliases(query: JsonObject) -> list[str]:
    measures = map(as_list, as_list(query.get("measures")))
    return [as_text(each[2] if len(each) > 2 else None) for each in measures]


def _keys(query: JsonObject, columns: tuple[CompareColumn, ...]) -> tuple[GroupKey, ...]:
    inner = next((each.query.get("groups") for each in columns if each.query.get("groups")), None)
    return read_groups(query.get("groups") or inner)


def _formulas(columns: tuple[CompareColumn, ...]) -> tuple[Formula, ...]:
    return tuple(read_formula(each.name, each.formula) for each in columns if each.formula is not None)


def _branches(
    columns: tuple[CompareColumn, ...],
    inner: Mapping[str, Formula],
    dataset: str,
    common: str | None,
    keys: tuple[GroupKey, ...],
    fields: Fields,
) -> list[Branch]:
    """Return a branch for each set of filters, in the order in which the columns have them."""
    together: dict[str, list[CompareColumn]] = {}
    for each in columns:
        if each.formula is None or each.name in inner:
            own: Json = [each.query.get("filters") or [], each.query.get("booleanFilterLogic")]
            together.setdefault(json.dumps(own), []).append(each)
    branches = []
    for same in together.values():
        query = same[0].query
        own_condition = condition(query.get("filters"), fields, as_text(query.get("booleanFilterLogic")) or None)
        both = " && ".join(
            f"({each})" if " || " in each else each for each in (common, own_condition) if each is not None
        )
        plain = [each for each in same if each.formula is None]
        measures = unique(measure for each in plain if (measure := each.measure()) is not None)
        computed = tuple(inner[each.name] for each in same if each.name in inner)
        if measures or computed:
            branches.append(Branch(dataset, both or None, keys, measures, computed))
    return branches


def _having(query: JsonObject, columns: tuple[CompareColumn, ...]) -> list[Json]:
    """Return the filters on aggregates: those of the table, and those of a column on its own measure."""
    filters = list(as_list(query.get("aggregateFilters")))
    for each in columns:
        filters += [[each.name, *as_list(one)[1:]] for one in as_list(each.query.get("aggregateFilters"))]
    return filters


def _order(
    query: JsonObject, columns: tuple[CompareColumn, ...], keys: tuple[GroupKey, ...], shown: tuple[str, ...]
) -> list[OrderKey]:
    """Return the order; one that stands in a column is by that column."""
    groups, nulls = [each.name for each in keys], query.get("nullsOrder")
    order = read_order(query.get("order"), groups, shown, nulls)
    for each in columns:
        order += read_order(each.query.get("order"), groups, [each.name], nulls)
    return order


def _format(column: JsonObject) -> str | None:
    return as_text(column.get("format")) or None
