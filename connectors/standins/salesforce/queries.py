"""Queries answered: from the parts of a query and the world to rows, all of one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.standins.salesforce.describes import Describe
from connectors.standins.salesforce.filters import find_field, make_test
from connectors.standins.salesforce.prepared import PreparedFound, PreparedRows
from connectors.standins.salesforce.refusals import Refusal, special
from connectors.standins.salesforce.soql import Order, Query, pointed
from connectors.standins.salesforce.world import Row, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a query found.

    Args:
        object: the object's own spelling of its name.
        all_fields: the object's fields that the login sees, by name.
        fields: the fields that are selected.
        rows: whole rows; nobody changes them.
        counted: what COUNT says; None where rows are selected.
    """

    object: str
    all_fields: Mapping[str, Describe]
    fields: tuple[Describe, ...]
    rows: Sequence[Row]
    counted: int | None = None


def run_query(world: World, query: Query, *, deleted: bool) -> Found:
    """Return what a query finds.

    Args:
        world: the records.
        query: the query.
        deleted: whether records of the recycle bin are found too, as `queryAll` does.

    Raises:
        Refusal: INVALID_TYPE, INVALID_FIELD, MALFORMED_QUERY; the object, a field, or the order makes no sense.
    """
    with world.lock:
        table = world.visible(query.object.text)
        if not table.describe["queryable"]:
            raise Refusal("INVALID_TYPE_FOR_OPERATION", f"entity type {query.object.text} does not support query")
        fields = table.fields()
        selected = tuple(find_field(query, fields, each) for each in query.fields)
        _refuse_twice(query, selected)
        keep = None if query.where is None else make_test(query, fields, query.where)
        rows: Sequence[Row] = [
            row for row in table.rows.values() if (deleted or not row.get("IsDeleted")) and (keep is None or keep(row))
        ]
        if table.prepared is not None:
            rows = _with_prepared(query, table.prepared, list(rows))
    for order in reversed(query.order):
        rows = _sorted(rows, _sortable(query, find_field(query, fields, order.field), order), order)
    if query.offset or query.limit is not None:
        rows = rows[query.offset : None if query.limit is None else query.offset + query.limit]
    return Found(
        object=table.describe["name"],
        all_fields=fields,
        fields=selected,
        rows=rows if query.counted is None else [],
        counted=None if query.counted is None else _count(fields, query, rows),
    )


def _with_prepared(query: Query, prepared: PreparedRows, rows: list[Row]) -> Sequence[Row]:
    window = prepared.window(query.where)
    if not window:
        return rows
    if query.order:
        raise special("QUERY_TIMEOUT")
    return PreparedFound(prepared, window, rows)


def _count(fields: Mapping[str, Describe], query: Query, rows: Sequence[Row]) -> int:
    if not query.counted or query.counted.lower() == "id":
        return len(rows)
    named = {name.lower(): name for name in fields}.get(query.counted.lower())
    if named is None:
        raise Refusal("INVALID_FIELD", f"No such column '{query.counted}' on entity '{query.object.text}'.")
    return sum(row.get(named) is not None for row in rows)


def _refuse_twice(query: Query, fields: tuple[Describe, ...]) -> None:
    seen: set[str] = set()
    for name, field in zip(query.fields, fields, strict=True):
        if field["name"] in seen:
            message = f"duplicate field selected: {field['name']}"
            raise Refusal("INVALID_FIELD", pointed(query.text, name.at, message))
        seen.add(field["name"])


def _sortable(query: Query, field: Describe, order: Order) -> str:
    if not field["sortable"] or field["type"] in ("address", "location"):
        message = f"field '{field['name']}' can not be sorted in a query call"
        raise Refusal("MALFORMED_QUERY", pointed(query.text, order.field.at, message))
    name: str = field["name"]
    return name


def _sorted(rows: Sequence[Row], name: str, order: Order) -> list[Row]:
    nulls = [row for row in rows if row[name] is None]
    others = sorted((row for row in rows if row[name] is not None), key=_key(name), reverse=order.descending)
    return [*others, *nulls] if order.nulls_last else [*nulls, *others]


def _key(name: str) -> Any:
    def key(row: Row) -> Any:
        value = row[name]
        return value.casefold() if isinstance(value, str) and not name.endswith("Id") else value

    return key
