"""Records that were archived: HubSpot keeps them for 90 days in a list of their own, which is read whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from connectors.errors import DeletionsUnknownError
from connectors.hubspot.answers import next_after, results, whole_page
from connectors.hubspot.calls import Caller
from connectors.hubspot.objects import KEY, MERGED_IDS
from connectors.hubspot.records import A_CALL
from connectors.hubspot.types import moment
from connectors.protocol import Gone, ObjectSchema

KEPT = dt.timedelta(days=90)


def read_deletions(caller: Caller, schema: ObjectSchema, since: dt.datetime) -> Iterator[Sequence[Gone]]:
    """Yield the records that were archived at or after a time and still are.

    Raises:
        DeletionsUnknownError: HubSpot has forgotten some of them already.
    """
    if since < caller.clock() - KEPT:
        raise DeletionsUnknownError(
            f"HubSpot no longer knows all {schema.label.lower()} that were deleted since {since:%Y-%m-%d}.",
            hint=f"It keeps them for {KEPT.days} days: compare the keys.",
        )
    after: str | None = None
    while True:
        query = {"limit": str(A_CALL), "archived": "true", "properties": f"{KEY},{MERGED_IDS}"}
        if after is not None:
            query["after"] = after
        ask = partial(caller.get, "list", schema.label.lower(), query, type=schema.name)
        answer = whole_page(ask, A_CALL)
        found = (each for record in results(answer, "id") for each in _gone(record))
        gone = [each for each in found if each.at is None or each.at >= since]
        if gone:
            yield gone
        after = next_after(answer)
        if after is None:
            return


def _gone(record: Mapping[str, Any]) -> Iterator[Gone]:
    """Yield an archived record, and those that were merged into it before: it alone tells of them."""
    key, at = str(record["id"]), record.get("archivedAt")
    archived = moment(at) if isinstance(at, str) else None
    yield Gone(key=key, reason="archived", at=archived)
    properties = record.get("properties") or {}
    for merged in str(properties.get(MERGED_IDS) or "").split(";"):
        if merged and merged != key:
            yield Gone(key=merged, reason="merged", at=archived, merged_into=key)
