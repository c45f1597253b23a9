"""Reading a piece by Bulk 2.0: a query job, its result page by page as CSV, each page by a locator that stays good.

Source: Salesforce's Bulk API 2.0 and Bulk API Developer Guide, query jobs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import requests

from connectors.errors import AnswerError, ConnectorError, ObjectRefusedError, SchemaChangedError
from connectors.protocol import Pace
from connectors.salesforce.csv_page import BrokenPageError, read_csv_page
from connectors.salesforce.errors import CursorLostError, Failure, error_of
from connectors.salesforce.exchange import UnfitAnswerError
from connectors.salesforce.pieces import Piece, Question
from connectors.salesforce.rest import Slice
from connectors.salesforce.rows import Rows
from connectors.salesforce.transport import Transport, json_body, nothing

FIRST_POLL = 0.2
SLOWEST_POLL = 30.0
CHUNK = 1 << 20
LARGEST_PAGE = 96 << 20
"""Bytes of a page; a larger one is asked for again with fewer rows, so that memory stays bounded."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BulkPage:
    """Rows, and the locator of the next page; empty at the end."""

    rows: Rows
    locator: str


class BulkQueries:
    """Query jobs of one org."""

    def __init__(self, transport: Transport, pace: Pace, page_rows: int) -> None:
        self._transport = transport
        self._pace = pace
        self._page_rows = page_rows

    def read(self, question: Question, piece: Piece) -> Iterator[Slice]:
        """Yield the rows of a piece; the job goes once all are read, and stays where the caller stops before.

        Raises:
            BulkRefusedError: Bulk 2.0 does not have the object.
            QueryTooSlowError: the job failed for its size.
            CursorLostError: the job is gone, or brought fewer rows than it announced.
        """
        job, total = self._finished_job(question, piece)
        brought = piece.rows
        for page in self._pages(question, job, piece.place):
            brought += page.rows.batch.num_rows
            if not page.locator and total is not None and brought != total:
                self._drop(job, question.name)
                raise CursorLostError(
                    f"{question.name}: Salesforce announced {total:,} rows and sent {brought:,}",
                    hint="Sync again later.",
                )
            after = replace(piece, way="bulk", job=job, place=page.locator, rows=brought) if page.locator else None
            yield Slice(rows=page.rows, after=after, total=total)
        self._drop(job, question.name)

    def _pages(self, question: Question, job: str, locator: str) -> Iterator[BulkPage]:
        """Yield the pages of a result; while one is at work outside, the next comes in."""
        ahead = ThreadPoolExecutor(1, thread_name_prefix="bulk-page")
        try:
            coming = ahead.submit(self._page, question, job, locator, self._page_rows)
            while True:
                page, size = coming.result()
                if not page.locator:
                    break
                coming = ahead.submit(self._page, question, job, page.locator, size)
                yield page
            yield page
        finally:
            ahead.shutdown(wait=False, cancel_futures=True)

    def _finished_job(self, question: Question, piece: Piece) -> tuple[str, int | None]:
        """Return a job whose result is there, and its rows."""
        if piece.job:
            return piece.job, self._wait(piece.job, question.name)
        asked = {"operation": question.way, "query": question.soql(piece)}
        made = self._transport.call("POST", "jobs/query", question.name, json_body, json=asked)
        job = str(made.get("id") or "")
        if not re.fullmatch(r"\w+", job):
            raise AnswerError(f"{question.name}: Salesforce made a bulk query job and does not name it")
        try:
            return job, self._wait(job, question.name)
        except (AnswerError, ObjectRefusedError, SchemaChangedError):
            self._drop(job, question.name)
            raise

    def _wait(self, job: str, about: str) -> int | None:
        """Return the number of rows of a job once it is complete."""
        wait = FIRST_POLL
        while True:
            told = self._transport.call("GET", f"jobs/query/{job}", about, json_body, lost=True)
            state = told.get("state")
            if state == "JobComplete":
                rows = told.get("numberRecordsProcessed")
                return rows if isinstance(rows, int) else None
            if state in ("Failed", "Aborted"):
                raise _failed(told, about)
            self._pace.sleep(wait)
            wait = min(wait * 2, SLOWEST_POLL)

    def _page(self, question: Question, job: str, locator: str, size: int) -> tuple[BulkPage, int]:
        """Return a page, and how many rows the next may have."""

        def take(answer: requests.Response) -> BulkPage | None:
            body = _body(answer, bounded=size > 1)
            return None if body is None else _checked(answer, body, question)

        while True:
            query = {"maxRecords": str(size), **({"locator": locator} if locator else {})}
            page = self._transport.call(
                "GET",
                f"jobs/query/{job}/results",
                question.name,
                take,
                lost=True,
                params=query,
                headers={"Accept": "text/csv"},
                stream=True,
            )
            if page is not None:
                return page, size
            size = max(size // 4, 1)

    def _drop(self, job: str, about: str) -> None:
        """Delete a job, stopped before where it runs; what fails does not matter, as jobs end in 7 days."""
        path = f"jobs/query/{job}"
        with suppress(ConnectorError):
            try:
                self._transport.call("DELETE", path, about, nothing, lost=True)
            except AnswerError:
                self._transport.call("PATCH", path, about, nothing, lost=True, json={"state": "Aborted"})
                self._transport.call("DELETE", path, about, nothing, lost=True)


def _body(answer: requests.Response, bounded: bool) -> bytearray | None:
    """Return the body without NUL bytes, which values can hold and CSV can't; None where it is too large."""
    body = bytearray()
    for chunk in answer.iter_content(CHUNK):
        body += chunk.replace(b"\0", b"")
        if bounded and len(body) > LARGEST_PAGE:
            return None
    return body


def _checked(answer: requests.Response, body: bytearray, question: Question) -> BulkPage:
    """Return the rows of a page that has as many as it announces."""
    try:
        rows = read_csv_page(body, question.fields)
    except BrokenPageError:
        rows = None
    announced = answer.headers.get("Sforce-NumberOfRecords", "")
    if rows is None or (announced.isdigit() and int(announced) != rows.batch.num_rows):
        error = AnswerError(
            f"{question.name}: a page of a bulk query does not hold the rows that it announces",
            hint="Sync again later.",
        )
        raise UnfitAnswerError(error)
    locator = answer.headers.get("Sforce-Locator", "")
    return BulkPage(rows=rows, locator="" if locator == "null" else locator)


def _failed(told: Mapping[str, Any], about: str) -> ConnectorError:
    """Return what a job that did not end well is raised as."""
    if told.get("state") == "Aborted":
        return CursorLostError(f"{about}: somebody stopped the bulk query job", hint="Sync again.")
    message = str(told.get("errorMessage") or "")
    code = re.match(r"\s*([A-Z][A-Z_]+)\b", message)
    return error_of(Failure(status=400, code=code[1] if code else "", message=message), about)
