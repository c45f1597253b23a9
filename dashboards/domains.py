"""What values a field has: its members with their counts, its least and greatest value, how its numbers are spread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.compact import quote
from dashboards.field_kinds import field_kind
from dashboards.model import Json
from dashboards.resolve import Resolver
from engine.session import Session
from saql.schema import Schema
from saql.syntax.expressions import Expression
from saql.types import Type

BINS = 24
_MILLISECONDS = 86_400_000
_BETWEEN = "\N{SYMBOL FOR UNIT SEPARATOR}"


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and the greatest value of a field: numbers, or days in epoch milliseconds; None where it has none."""

    least: float | None
    greatest: float | None


def extent(resolver: Resolver, dataset: str, field: str) -> Extent:
    """Return the extent of a field of numbers or dates over all rows."""
    schema = resolver.datasets.schema(dataset)
    kind = field_kind(schema, field)
    read = f"{field}_day_epoch" if kind == "date" else field
    if kind not in ("number", "date") or schema is None or read not in schema:
        return Extent(None, None)
    column = quote.name(read)
    rows = resolver.unfiltered(
        f"q = load {quote.text(dataset)}; q = group q by all;"
        f" q = foreach q generate min({column}) as 'least', max({column}) as 'greatest';",
        f"the extent of {dataset}.{field}",
    )
    scale = _MILLISECONDS if kind == "date" else 1
    least, greatest = (each * scale if isinstance(each, int | float) else None for each in (rows or [[None, None]])[0])
    return Extent(least, greatest)


def histogram(resolver: Resolver, dataset: str, field: str, limits: Extent) -> list[int]:
    """Return how many rows are in each of `BINS` equal parts of a field's extent; nothing where it has no width."""
    if limits.least is None or limits.greatest is None or limits.greatest <= limits.least:
        return []
    width = (limits.greatest - limits.least) / BINS
    column, start = quote.name(field), quote.decimal(limits.least)
    rows = resolver.unfiltered(
        f"q = load {quote.text(dataset)}; q = filter q by {column} is not null;"
        f" q = foreach q generate floor(({column} - ({start})) / {quote.decimal(width)}) as 'bin';"
        " q = group q by 'bin'; q = foreach q generate 'bin' as 'bin', count() as 'count';",
        f"the spread of {dataset}.{field}",
    )
    counts = [0] * BINS
    for place, count in rows:
        if isinstance(place, int | float) and isinstance(count, int | float):
            counts[min(BINS - 1, max(0, int(place)))] += int(count)
    return counts


def members(
    session: Session,
    now: dt.datetime,
    schema: Schema | None,
    dataset: str,
    field: str,
    *,
    search: str = "",
    limit: int,
    conditions: Sequence[Expression] = (),
) -> list[tuple[str | None, int]]:
    """Return the commonest members of a field, each with its number of rows; of a multivalue field its single values.

    Args:
        session: runs the query.
        now: what relative dates in conditions are reckoned from.
        schema: the fields of the dataset, None where it is not known.
        dataset: the dataset.
        field: a field of texts.
        search: a text that the members contain; an empty one for all.
        limit: how many, at most; of a multivalue field there may be more.
        conditions: conditions on the rows.
    """
    known = None if schema is None else schema.get(field)
    several = known is not None and known.type is Type.MULTIVALUE
    query = combinations_query(dataset, field) if several else members_query(dataset, field, search, limit)
    found = session.query(query, now=now, filters={dataset: [*conditions]} if conditions else None, name="choices")
    rows = [(each["member"], each["count"]) for each in found.table.to_pylist()]
    return single_members(rows, search) if several else rows


def has_member(session: Session, now: dt.datetime, dataset: str, field: str, value: str) -> bool:
    """Whether a row of a dataset has a value in a field of texts."""
    query = (
        f"q = load {quote.text(dataset)}; q = filter q by {quote.name(field)} in [{quote.text(value)}];"
        " q = group q by all; q = foreach q generate count() as 'count';"
    )
    return any(each["count"] for each in session.query(query, now=now, name="choices").table.to_pylist())


def members_query(dataset: str, field: str, search: str, limit: int) -> str:
    """Return the query for the commonest members of a field, each with its number of rows.

    Args:
        dataset: the dataset.
        field: a field of texts.
        search: a text that the members contain; an empty one for all.
        limit: how many, at most.
    """
    column = quote.name(field)
    matching = f" q = filter q by {column} matches {quote.text(search)};" if search else ""
    return (
        f"q = load {quote.text(dataset)};{matching} q = group q by {column};"
        f" q = foreach q generate {column} as 'member', count() as 'count';"
        f" q = order q by ('count' desc, 'member' asc); q = limit q {limit};"
    )


def combinations_query(dataset: str, field: str) -> str:
    """Return the query for the combinations of values that a multivalue field has, each with its number of rows."""
    return (
        f"q = load {quote.text(dataset)};"
        f" q = foreach q generate mv_to_string({quote.name(field)}, {quote.text(_BETWEEN)}) as 'member';"
        " q = group q by 'member'; q = foreach q generate 'member' as 'member', count() as 'count';"
    )


def single_members(combinations: Iterable[tuple[str | None, int]], search: str) -> list[tuple[str | None, int]]:
    """Return the single values in combinations with the rows that have each, commonest first; searched as above."""
    counts: dict[str | None, int] = {}
    for values, count in combinations:
        for each in (None,) if values is None else values.split(_BETWEEN):
            counts[each] = counts.get(each, 0) + count
    wanted = search.casefold()
    found = [(each, count) for each, count in counts.items() if wanted in (each or "").casefold()]
    return sorted(found, key=lambda one: (-one[1], one[0] is None, one[0] or ""))


def ends(limits: Extent) -> dict[str, Json]:
    """Return an extent as the page gets it."""
    return {"min": limits.least, "max": limits.greatest}
