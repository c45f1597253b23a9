"""Records that were archived: HubSpot keeps them for 90 days in a list of their own, which is read whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from connectors.errors import DeletionsUnknownError
from connectors.hubspot.calls import Caller
from connectors.hubspot.objects import KEY
from connectors.hubspot.records import A_CALL, next_after
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
        answer = caller.get("list", schema.label.lower(), query, type=schema.name)
        gone = [
            Gone(key=str(each["id"]), reason="archived", at=at)
            for each in answer.get("results", [])
            if (at := moment(each["archivedAt"])) >= since
        ]
        if gone:
            yield gone
        after = next_after(answer)
        if after is None:
            return
