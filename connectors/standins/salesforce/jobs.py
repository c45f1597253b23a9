"""The routes of `jobs/query`: Bulk API 2.0, from the job that is made to the last page of its result."""

from __future__ import annotations

import base64
import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.standins.messages import Handler, Request, Response, json_response
from connectors.standins.salesforce.identifiers import identifier
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.prepared import PreparedFound
from connectors.standins.salesforce.queries import Found, run_query
from connectors.standins.salesforce.refusals import Refusal, not_found
from connectors.standins.salesforce.soql import Query, read_query
from connectors.standins.salesforce.values import csv_maker, moment_text
from connectors.standins.salesforce.world import USER_ID, Row, World

JOB_SPECIALS = ("job failed", "job gone")
"""What `Fault(kind="special", code=...)` can do to a job: Salesforce gives it up, or has it no more."""

_ROWS_A_PIECE = 1_000
_PAGES_AT_A_TIME = 5
_TEXTS = ("string", "textarea", "picklist", "multipicklist", "combobox", "encryptedstring")


@dataclass(slots=True, kw_only=True)
class _Job:
    id: str
    operation: str
    query: Query
    version: str
    crlf: bool
    made: str
    found: Found
    polls: int = 0
    state: str = "UploadComplete"
    error: str | None = None


class Jobs:
    """Bulk query jobs. The rows of a result are those of the moment when the job was made."""

    def __init__(self, world: World, org: Org) -> None:
        self._world = world
        self._org = org
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._jobs: dict[str, _Job] = {}

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return its part of the table of routes."""
        root = "/services/data/v{version}/jobs/query"
        return [
            ("POST", root, self.create),
            ("POST", f"{root}/", self.create),
            ("GET", root, self.all),
            ("GET", f"{root}/", self.all),
            ("GET", f"{root}/{{id}}", self.info),
            ("PATCH", f"{root}/{{id}}", self.abort),
            ("DELETE", f"{root}/{{id}}", self.delete),
            ("GET", f"{root}/{{id}}/results", self.results),
            ("GET", f"{root}/{{id}}/resultPages", self.result_pages),
        ]

    def forget(self) -> None:
        """Forget all jobs, as Salesforce does after seven days."""
        with self._lock:
            self._jobs.clear()

    def create(self, request: Request) -> Response:
        """Make a job."""
        try:
            asked = request.json()
            operation, text = asked["operation"], asked["query"]
        except (ValueError, KeyError, TypeError):
            raise Refusal("INVALIDJOB", "The body names no operation or no query") from None
        if operation not in ("query", "queryAll"):
            raise Refusal("INVALIDJOB", f"Unsupported operation '{operation}'")
        query = read_query(text)
        found = run_query(self._world, query, deleted=operation == "queryAll")
        self._refuse_for_bulk(query, found)
        with self._lock:
            job = _Job(
                id=identifier("750", next(self._numbers)),
                operation=operation,
                query=query,
                version=request.named["version"],
                crlf=asked.get("lineEnding") == "CRLF" or self._org.crlf,
                made=moment_text(self._world.clock.now()),
                found=found,
            )
            self._jobs[job.id] = job
            return json_response(self._told(job))

    def all(self, _: Request) -> Response:
        """Answer which jobs there are."""
        with self._lock:
            jobs = [self._told(each) for each in self._jobs.values()]
        return json_response({"done": True, "records": jobs, "nextRecordsUrl": None})

    def info(self, request: Request) -> Response:
        """Answer how far a job is; each call is a poll."""
        fault = request.fault
        with self._lock:
            job = self._job(request)
            if fault is not None and fault.code == "job failed":
                job.state, job.error = "Failed", fault.body or "InternalServerError : Retried more than 15 times"
            elif job.state in ("UploadComplete", "InProgress"):
                job.polls += 1
                job.state = "InProgress" if job.polls <= self._org.polls else "JobComplete"
            return json_response(self._told(job))

    def abort(self, request: Request) -> Response:
        """Abort a job."""
        with self._lock:
            job = self._job(request)
            if request.json() != {"state": "Aborted"}:
                raise Refusal("INVALIDJOBSTATE", "A query job can only be aborted")
            if job.state in ("JobComplete", "Failed"):
                raise Refusal("INVALIDJOBSTATE", f"The job is {job.state}: it can't be aborted")
            job.state = "Aborted"
            return json_response(self._told(job))

    def delete(self, request: Request) -> Response:
        """Delete a job that has ended, with its result."""
        with self._lock:
            job = self._job(request)
            if job.state in ("UploadComplete", "InProgress"):
                raise Refusal("INVALIDJOBSTATE", f"The job is {job.state}: it can't be deleted")
            del self._jobs[job.id]
        return Response(status=204)

    def results(self, request: Request) -> Response:
        """Answer a page of a job's result, as CSV."""
        job = self._complete(request)
        start = _place(request.parameter("locator"))
        asked = request.parameter("maxRecords")
        size = int(asked) if asked.isdigit() else 0 if asked else self._org.bulk_page_size
        if start > len(job.found.rows) or size < 1:
            raise Refusal("INVALIDREQUEST", "The locator or maxRecords makes no sense")
        end = min(start + size, len(job.found.rows))
        headers = {
            "Content-Type": "text/csv",
            "Sforce-Locator": _locator(end) if end < len(job.found.rows) else "null",
            "Sforce-NumberOfRecords": str(end - start),
        }
        if request.fault is not None and request.fault.kind == "short":
            end = max(start, end - request.fault.rows)
        return Response(headers=headers, body=self._csv(job, start, end))

    def result_pages(self, request: Request) -> Response:
        """Answer where up to five pages of a result are, to be read side by side."""
        job = self._complete(request)
        start = _place(request.parameter("locator"))
        root = f"/services/data/v{job.version}/jobs/query/{job.id}"
        size = self._org.bulk_page_size
        starts = list(range(start, max(len(job.found.rows), 1), size))
        pages = [{"resultUrl": f"{root}/results?locator={_locator(each)}"} for each in starts[:_PAGES_AT_A_TIME]]
        body: dict[str, Any] = {"resultPages": pages, "done": len(starts) <= _PAGES_AT_A_TIME}
        if not body["done"]:
            body["nextRecordsUrl"] = f"{root}/resultPages?locator={_locator(starts[_PAGES_AT_A_TIME])}"
        return json_response(body)

    def _complete(self, request: Request) -> _Job:
        with self._lock:
            job = self._job(request)
            if job.version != request.named["version"]:
                raise Refusal("VERSIONMISMATCH", f"The job was made with API version {job.version}", 409)
            if job.state != "JobComplete":
                raise Refusal("INVALIDJOBSTATE", f"The job is {job.state}: it has no results")
            return job

    def _job(self, request: Request) -> _Job:
        job = self._jobs.get(request.named["id"])
        if request.fault is not None and request.fault.code == "job gone" and job is not None:
            del self._jobs[job.id]
            job = None
        if job is None:
            raise not_found()
        return job

    def _refuse_for_bulk(self, query: Query, found: Found) -> None:
        """Refuse what the Bulk API does not have, in the words that it has for it."""
        kinds = {field["type"] for field in found.fields}
        if found.object in self._org.not_in_bulk:
            raise Refusal("INVALIDENTITY", f"Entity '{found.object}' is not supported by the Bulk API.")
        if kinds & {"address", "location"}:
            raise Refusal("FEATURENOTENABLED", "Selecting compound data not supported in Bulk Query")
        if "base64" in kinds:
            raise Refusal("FEATURENOTENABLED", "Binary fields cannot be selected in bulk queries")
        if found.counted is not None:
            raise Refusal("FEATURENOTENABLED", "Aggregate functions not supported in Bulk V2 Query")
        if query.offset:
            raise Refusal("FEATURENOTENABLED", "OFFSET clause not supported in Bulk V2 Query")

    def _told(self, job: _Job) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": job.id,
            "operation": job.operation,
            "object": job.found.object,
            "createdById": USER_ID,
            "createdDate": job.made,
            "systemModstamp": job.made,
            "state": job.state,
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": float(job.version),
            "jobType": "V2Query",
            "lineEnding": "CRLF" if job.crlf else "LF",
            "columnDelimiter": "COMMA",
            "numberRecordsProcessed": len(job.found.rows) if job.state == "JobComplete" else 0,
            "retries": 0,
            "totalProcessingTime": 100 * job.polls,
            "isPkChunkingSupported": not job.query.order and job.query.limit is None,
        }
        return told if job.error is None else {**told, "errorMessage": job.error}

    def _csv(self, job: _Job, start: int, stop: int) -> Iterator[bytes]:
        end = '"\r\n' if job.crlf else '"\n'
        names = [field["name"] for field in job.found.fields]
        columns = [(field["name"], self._text(field["type"])) for field in job.found.fields]
        yield ('"' + '","'.join(names) + end).encode()
        rows: Sequence[Row] = job.found.rows
        if isinstance(rows, PreparedFound) and rows.prepared.columns == tuple(names) and end == '"\n':
            yield from rows.pieces(start, stop)
            rows = rows.others(start, stop)
            start, stop = 0, len(rows)
        for first in range(start, stop, _ROWS_A_PIECE):
            piece = rows[first : min(first + _ROWS_A_PIECE, stop)]
            lines = ['"' + '","'.join([text(row[name]) for name, text in columns]) + end for row in piece]
            yield "".join(lines).encode()

    def _text(self, type: str) -> Callable[[Any], str]:
        make = csv_maker(type)
        if not self._org.nul_bytes or type not in _TEXTS:
            return make
        return lambda value: make(value) + "\0" if value else ""


def _locator(place: int) -> str:
    return base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def _place(locator: str) -> int:
    if locator in ("", "null"):
        return 0
    try:
        return int(base64.urlsafe_b64decode(locator + "=" * (-len(locator) % 4)))
    except ValueError:
        raise Refusal("INVALIDLOCATOR", f"Invalid locator '{locator}'") from None
