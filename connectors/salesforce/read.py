"""Reading an object: by the way that its size asks for, in smaller pieces where Salesforce gives up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.errors import AnswerError, ConnectorError, ResumeLostError
from connectors.protocol import Gone, Page, Read
from connectors.salesforce.bulk import BulkQueries
from connectors.salesforce.errors import BulkJobsUsedUpError, BulkRefusedError, CursorLostError, QueryTooSlowError
from connectors.salesforce.identifiers import whole_id
from connectors.salesforce.pieces import DELETED, SURVIVOR, Piece, Question, Way, checkpoint, pieces_of, question_of
from connectors.salesforce.rest import Slice, first_page, read_by_keys, read_by_rest
from connectors.salesforce.rows import notes_of
from connectors.salesforce.skipped import NOT_IN_BULK, NOT_IN_BULK_ENDINGS
from connectors.salesforce.transport import Transport

RESTARTS = 2
FEWEST_KEYS = 100
REST_INSTEAD = 10
"""By REST go up to so many times the rows of `bulk_rows`, where no bulk job is left."""


class Reader:
    """Reads objects of one org. Threads share it."""

    def __init__(self, transport: Transport, bulk: BulkQueries, bulk_rows: int) -> None:
        self._transport = transport
        self._bulk = bulk
        self._bulk_rows = bulk_rows
        self._refused: set[str] = set()

    def read(self, read: Read) -> Iterator[Page]:
        """Yield the pages of a read, as `Connector.read` says."""
        question = question_of(read)
        pieces = pieces_of(question, self._transport.version)
        restarts = 0
        while pieces:
            piece, *others = pieces
            first = None
            try:
                if piece.way == "any":
                    first = first_page(self._transport, question, piece)
                    piece = piece.anew(self._way(question, first["totalSize"]))
                for each in self._slices(question, piece, first):
                    left = [each.after, *others] if each.after else others
                    yield self._page(question, each, left)
                pieces = others
            except (QueryTooSlowError, BulkRefusedError, BulkJobsUsedUpError) as error:
                rows = first["totalSize"] if first else None
                pieces = [*self._instead(question, piece, rows, error), *others]
            except CursorLostError as error:
                restarts += 1
                if piece.is_begun:
                    raise ResumeLostError(error.message, hint=error.hint) from None
                if restarts > RESTARTS:
                    raise AnswerError(error.message, hint=error.hint) from None

    def _instead(self, question: Question, piece: Piece, rows: int | None, error: ConnectorError) -> Sequence[Piece]:
        """Return what to read in place of a piece that is refused."""
        if isinstance(error, QueryTooSlowError):
            return self._smaller(question, piece, error)
        if isinstance(error, BulkRefusedError):
            self._refused.add(question.name)
        elif rows is None or rows > self._bulk_rows * REST_INSTEAD:
            raise error
        return [piece.anew("rest")]

    def _way(self, question: Question, rows: int) -> Way:
        return "bulk" if rows > self._bulk_rows and self._has_bulk(question.name) else "rest"

    def _slices(self, question: Question, piece: Piece, first: Any) -> Iterator[Slice]:
        if piece.way == "keys":
            return read_by_keys(self._transport, question, piece)
        if piece.way == "bulk":
            return self._bulk.read(question, piece)
        return read_by_rest(self._transport, question, piece, first)

    def _has_bulk(self, name: str) -> bool:
        return name not in self._refused | NOT_IN_BULK and not name.endswith(NOT_IN_BULK_ENDINGS)

    def _smaller(self, question: Question, piece: Piece, error: QueryTooSlowError) -> Sequence[Piece]:
        """Return pieces that ask for less than one that Salesforce gave up on."""
        if piece.way == "any" and self._has_bulk(question.name):
            return [piece.anew("bulk")]
        if piece.way == "keys":
            if piece.step // 2 < FEWEST_KEYS:
                raise error
            return [replace(piece, step=piece.step // 2)]
        halves = piece.halves(question.read.until) if question.read.schema.cursor else ()
        return halves or [piece.anew("keys")]

    def _page(self, question: Question, piece: Slice, left: Sequence[Piece]) -> Page:
        live, gone = sifted(question, piece.rows.batch)
        return Page(
            rows=live,
            gone=gone,
            checkpoint=checkpoint(question, left, self._transport.version),
            total=piece.total,
            notes=notes_of(piece.rows, question.name),
        )


def sifted(question: Question, rows: pa.RecordBatch) -> tuple[pa.RecordBatch, tuple[Gone, ...]]:
    """Return the live rows, with the columns of the read, and the records among them that are gone."""
    wanted = list(question.read.fields)
    if question.read.since is None or DELETED not in rows.schema.names:
        return rows.select(wanted), ()
    deleted = pc.fill_null(rows.column(DELETED), False)
    if not pc.any(deleted).as_py():
        return rows.select(wanted), ()
    return rows.filter(pc.invert(deleted)).select(wanted), tuple(_gone(question, rows.filter(deleted)))


def _gone(question: Question, rows: pa.RecordBatch) -> Iterator[Gone]:
    schema = question.read.schema
    names = [schema.key, *(each for each in (SURVIVOR, schema.cursor) if each in rows.schema.names)]
    for row in rows.select(names).to_pylist():
        survivor = row.get(SURVIVOR)
        yield Gone(
            key=row[schema.key],
            reason="merged" if survivor else "deleted",
            at=row.get(schema.cursor) if schema.cursor else None,
            merged_into=whole_id(survivor) if survivor else None,
        )
