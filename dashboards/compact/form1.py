"""Form 1.0 without compare columns: groups and measures, or the plain values of a grain query."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.compact import quote
from dashboards.compact.draft import AggregateDraft, Branch, GrainDraft
from dashboards.compact.fields import Fields
from dashboards.compact.filters import condition, one
from dashboards.compact.groups import read_groups
from dashboards.compact.measures import Measure, default_name, read_measure
from dashboards.compact.order import OrderKey, read_order
from dashboards.errors import CompactError
from dashboards.model.json import Json, JsonObject, as_list, as_text


def read_form1(query: JsonObject, dataset: str, fields: Fields) -> AggregateDraft | GrainDraft:
    """Read a query of form 1.0 that has no compare columns."""
    where = condition(query.get("filters"), fields, as_text(query.get("booleanFilterLogic")) or None)
    values = [str(each) for each in as_list(query.get("values")) if each]
    if values and not query.get("measures"):
        order = read_order(query.get("order"), (), (), query.get("nullsOrder"))
        return GrainDraft(
            dataset, where, tuple((each, each) for each in dict.fromkeys(values)), tuple(order), limit_of(query)
        )
    keys = read_groups(query.get("groups"))
    measures = unique(read_measure(each) for each in measure_list(query.get("measures")))
    having, hidden = read_having(query.get("aggregateFilters"), measures)
    groups, names = [each.name for each in keys], [each.name for each in measures]
    return AggregateDraft(
        branches=(Branch(dataset, where, keys, (*measures, *hidden)),),
        formulas=(),
        shown=tuple(names),
        having=having,
        order=by_alias(read_order(query.get("order"), groups, names, query.get("nullsOrder")), measures),
        limit=limit_of(query),
    )


def measure_list(value: Json) -> list[Json]:
    """Return the measures as a list; a binding without a value yet stands for one."""
    return [value] if isinstance(value, str) else as_list(value)


def unique(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Return measures without those whose column is there already."""
    return tuple({each.name: each for each in reversed(list(measures))}.values())[::-1]


def by_alias(order: list[OrderKey], measures: tuple[Measure, ...]) -> tuple[OrderKey, ...]:
    """Return the order with `sum_Amount` replaced by the alias that the measure bears."""
    names = {each.name for each in measures}
    aliases = {default_name(each.function, each.field): each.name for each in reversed(measures)}
    return tuple(
        key
        if key.column in names
        else OrderKey(aliases.get(key.column, key.column), key.ascending, key.nulls, key.inner)
        for key in order
    )


def read_having(filters: Json, measures: tuple[Measure, ...]) -> tuple[str | None, tuple[Measure, ...]]:
    """Read `aggregateFilters`.

    Returns:
        The condition on the columns, and the measures that only it needs.
    """
    conditions: list[str] = []
    hidden: list[Measure] = []
    for each in map(as_list, as_list(filters)):
        target = each[0] if each else None
        if isinstance(target, list):
            wanted = read_measure(target)
            same = [known for known in (*measures, *hidden) if _same(known, wanted)]
            if not same:
                hidden.append(wanted)
            target = (same or [wanted])[0].name
        if not isinstance(target, str):
            raise CompactError("A filter on aggregates names no measure.")
        found = one([target, *each[1:]], Fields())
        if found is not None:
            conditions.append(found)
    return " && ".join(conditions) or None, tuple(hidden)


def limit_of(query: JsonObject) -> int | None:
    """Return the limit, or None where there is none, or none that is a number."""
    limit = quote.number(query.get("limit"))
    return None if limit is None or limit < 0 else int(limit)


def _same(one: Measure, other: Measure) -> bool:
    return (one.function, one.field) == (other.function, other.field)
