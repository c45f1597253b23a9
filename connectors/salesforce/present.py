"""Records asked for by their ids: what stands in their fields now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.salesforce import soql
from connectors.salesforce.identifiers import whole_id
from connectors.salesforce.transport import Transport, json_body

A_QUERY = 100
"""Ids in one query; more make its address too long."""


def present(
    transport: Transport, name: str, keys: Sequence[str], fields: Sequence[str]
) -> dict[str, Mapping[str, str]]:
    """Return what stands in fields of live records, as texts without what is empty, by their ids as they are given."""
    columns = tuple(dict.fromkeys(("Id", *fields)))
    found = {
        whole_id(str(row["Id"])): {each: _text(row[each]) for each in fields if row.get(each) is not None}
        for row in rows_among(transport, name, columns, "Id", keys, "query")
    }
    return {each: found[whole_id(each)] for each in keys if whole_id(each) in found}


def rows_among(
    transport: Transport, name: str, fields: Sequence[str], field: str, keys: Sequence[str], way: str
) -> Iterator[dict[str, Any]]:
    """Yield the records whose `field` holds one of some ids; `way` is `query`, or `queryAll` for deleted ones too."""
    for start in range(0, len(keys), A_QUERY):
        among = soql.among(field, keys[start : start + A_QUERY])
        page = transport.query(soql.select(fields, name, [among]), name, way)
        yield from page.get("records") or ()
        while (place := str(page.get("nextRecordsUrl") or "")).startswith("/services/data/"):
            page = transport.call("GET", place, name, json_body)
            yield from page.get("records") or ()


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
