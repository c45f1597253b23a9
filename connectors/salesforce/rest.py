"""Reading a piece by REST: up to 2,000 rows a call, each page naming the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from connectors.errors import AnswerError
from connectors.salesforce.errors import CursorLostError
from connectors.salesforce.pieces import Piece, Question
from connectors.salesforce.rows import Rows, rows_of_records
from connectors.salesforce.transport import Transport, json_body


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slice:
    """Rows of a piece, the piece as it goes on after them (None at its end), and its rows in all where known."""

    rows: Rows
    after: Piece | None
    total: int | None = None


def first_page(transport: Transport, question: Question, piece: Piece) -> dict[str, Any]:
    """Return the first page of a piece, as JSON; its `totalSize` is how many rows there are."""
    return _page(transport.query(question.soql(piece), question.name, question.way))


def read_by_rest(transport: Transport, question: Question, piece: Piece, first: Any = None) -> Iterator[Slice]:
    """Yield the rows of a piece.

    Args:
        transport: the line.
        question: what is asked.
        piece: which rows, from its place on.
        first: the page at its place, where that was asked for before.

    Raises:
        CursorLostError: the result is gone, or it brought fewer rows than it announced.
    """
    page = first
    if page is None:
        page = _next(transport, question, piece.place) if piece.place else first_page(transport, question, piece)
    brought = piece.rows
    while True:
        rows = rows_of_records(page["records"], question.fields)
        brought += rows.batch.num_rows
        place = page.get("nextRecordsUrl")
        total = page["totalSize"]
        if page.get("done", True) or not place:
            if brought != total:
                raise CursorLostError(
                    f"{question.name}: Salesforce announced {total:,} rows and sent {brought:,}",
                    hint="Sync again later.",
                )
            yield Slice(rows=rows, after=None, total=total)
            return
        yield Slice(rows=rows, after=replace(piece, way="rest", place=place, rows=brought), total=total)
        page = _next(transport, question, place)


def read_by_keys(transport: Transport, question: Question, piece: Piece) -> Iterator[Slice]:
    """Yield the rows of a piece in the order of their keys, a few at a time: slow, but no query is large."""
    key = question.read.schema.key
    place, brought = piece.place, piece.rows
    while True:
        soql = question.soql(piece, after=place, limit=piece.step)
        page = _page(transport.query(soql, question.name, question.way))
        records = page["records"]
        brought += len(records)
        is_last = len(records) < piece.step and page.get("done", True)
        if records:
            place = records[-1][key]
        after = None if is_last else replace(piece, place=place, rows=brought)
        yield Slice(rows=rows_of_records(records, question.fields), after=after)
        if is_last or not records:
            return


def _next(transport: Transport, question: Question, place: str) -> dict[str, Any]:
    if not place.startswith("/services/data/"):
        raise AnswerError(f"{question.name}: Salesforce names a next page that is none of its own")
    return _page(transport.call("GET", place, question.name, json_body, lost=True))


def _page(answer: dict[str, Any]) -> dict[str, Any]:
    if isinstance(answer.get("records"), list) and isinstance(answer.get("totalSize"), int):
        return answer
    raise AnswerError("Salesforce answered a query without its rows", hint="A proxy may be in the way.")
