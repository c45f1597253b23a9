"""Records that were archived: HubSpot keeps them for 90 days in a list of their own, which is read whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from connectors.errors import DeletionsUnknownError
from connectors.hubspot.answers import next_after, results, whole_page
from connectors.hubspot.calls import Caller
from connectors.hubspot.objects import KEY
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
        query = {"limit": str(A_CALL), "archived": "true", "properties": KEY}
        if after is not None:
            query["after"] = after
        ask = partial(caller.get, "list", schema.label.lower(), query, type=schema.name)
        answer = whole_page(ask, A_CALL)
        gone = [each for each in map(_gone, results(answer, "id")) if each.at is None or each.at >= since]
        if gone:
            yield gone
        after = next_after(answer)
        if after is None:
            return


def _gone(record: Mapping[str, Any]) -> Gone:
    at = record.get("archivedAt")
    return Gone(key=str(record["id"]), reason="archived", at=moment(at) if isinstance(at, str) else None)
