"""Which records went, as the replication call getDeleted tells: also those that no query brings any more.

Source: Salesforce's REST API guide, sObject Get Deleted: 15 days back, at most 600,000 ids, seconds are dropped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from connectors.errors import AnswerError, DeletionsUnknownError
from connectors.protocol import Gone, ObjectSchema
from connectors.salesforce.clock import literal, moment
from connectors.salesforce.errors import TooManyDeletionsError
from connectors.salesforce.identifiers import whole_id
from connectors.salesforce.transport import Transport

KEPT = dt.timedelta(days=15)
LONGEST = dt.timedelta(days=15)
SHORTEST = dt.timedelta(minutes=2)
"""More than the minute that Salesforce asks for, as seconds are dropped."""


def deletions(
    transport: Transport, schema: ObjectSchema, since: dt.datetime, until: dt.datetime
) -> Iterator[Sequence[Gone]]:
    """Yield the records that went, as `Connector.deletions` says."""
    if not schema.reports_deletions or until - since > KEPT:
        raise _unknown(schema)
    start, length = since, LONGEST
    while start < until:
        end = max(min(start + length, until), start + SHORTEST)
        try:
            answer = _asked(transport, schema, start, end)
        except TooManyDeletionsError:
            if end - start <= SHORTEST:
                raise _unknown(schema) from None
            length = max((end - start) / 2, SHORTEST)
            continue
        earliest, covered = moment(answer.get("earliestDateAvailable")), moment(answer.get("latestDateCovered"))
        if earliest is None or covered is None:
            raise AnswerError(f"{schema.name}: Salesforce tells deletions without their time")
        if earliest > since:
            raise _unknown(schema)
        yield [_gone(each) for each in answer.get("deletedRecords") or ()]
        if covered >= end:
            start = end
        elif covered > start:
            start = covered
        else:
            break
    # Transactions that run hold the log back; the next sync asks from that much earlier on.
    if until - start > schema.overlap:
        raise _unknown(schema)


def _asked(transport: Transport, schema: ObjectSchema, start: dt.datetime, end: dt.datetime) -> dict[str, Any]:
    path = f"sobjects/{schema.name}/deleted/"
    return transport.get(path, schema.name, start=literal(start), end=literal(end))


def _gone(told: Any) -> Gone:
    return Gone(key=whole_id(str(told["id"])), reason="deleted", at=moment(told.get("deletedDate")))


def _unknown(schema: ObjectSchema) -> DeletionsUnknownError:
    return DeletionsUnknownError(
        f"{schema.name}: Salesforce can't tell what was deleted in that time",
        hint="The keys have to be compared.",
    )
