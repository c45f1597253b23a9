"""What a read will cost, from a count and the widths of its fields."""

from __future__ import annotations

import math

from connectors.errors import AnswerError
from connectors.protocol import Estimate, ObjectSchema, Read
from connectors.salesforce import soql
from connectors.salesforce.pieces import BEGINNING, Question, question_of, whole
from connectors.salesforce.transport import Transport
from connectors.salesforce.types import OTHER_WIDTH, WIDTHS

REST_PAGE = 2000
POLLS = 10
"""Calls that ask whether a bulk job is done, about."""


def live_count(transport: Transport, schema: ObjectSchema) -> int:
    """Return the number of live records, counted by the same conditions as a full read has."""
    question = question_of(_all_of(schema))
    return _counted(transport, question, soql.count(schema.name, question.conditions))


def estimate(transport: Transport, read: Read, bulk_rows: int, page_rows: int) -> Estimate:
    """Return what a read costs: counted where it is of a time, else by Salesforce's own record counts."""
    question = question_of(read)
    if read.since is None:
        rows, exact = _recorded(transport, read.schema), False
    else:
        conditions = whole(read).conditions(read.schema.cursor)
        rows, exact = _counted(transport, question, soql.count(read.schema.name, conditions)), True
    if rows is None:
        return Estimate(rows=None, calls=1, exact=False)
    width = sum(WIDTHS.get(each.source_type, OTHER_WIDTH) for each in question.fields)
    calls = max(math.ceil(rows / REST_PAGE), 1)
    if rows > bulk_rows:
        calls = 3 + POLLS + math.ceil(rows / page_rows)
    return Estimate(rows=rows, calls=calls, bytes=rows * width, exact=exact)


def _all_of(schema: ObjectSchema) -> Read:
    return Read(schema=schema, fields=(schema.key,), since=None, until=BEGINNING)


def _counted(transport: Transport, question: Question, query: str) -> int:
    total = transport.query(query, question.name, question.way).get("totalSize")
    if not isinstance(total, int):
        raise AnswerError(f"{question.name}: Salesforce answered a count without a number")
    return total


def _recorded(transport: Transport, schema: ObjectSchema) -> int | None:
    """Return how many records Salesforce last counted; None where it has not."""
    answer = transport.get("limits/recordCount", schema.name, sObjects=schema.name)
    counts = {each.get("name"): each.get("count") for each in answer.get("sObjects") or ()}
    return counts.get(schema.name)
