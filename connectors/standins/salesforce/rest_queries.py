"""The routes of `query` and `queryAll`: the first page of a query, and the next ones out of the moment of the first."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.standins.messages import Handler, Request, Response, json_response
from connectors.standins.salesforce.identifiers import identifier
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.queries import Found, run_query
from connectors.standins.salesforce.refusals import special
from connectors.standins.salesforce.soql import read_query
from connectors.standins.salesforce.values import json_maker
from connectors.standins.salesforce.world import Row, World

_LARGEST_PAGE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    found: Found
    size: int


class RestQueries:
    """Answers of `query` and `queryAll`."""

    def __init__(self, world: World, org: Org) -> None:
        self._world = world
        self._org = org
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._cursors: dict[str, _Cursor] = {}

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return its part of the table of routes."""
        root = "/services/data/v{version}"
        first = [
            ("GET", f"{root}/{resource}{end}", self.first) for resource in ("query", "queryAll") for end in ("", "/")
        ]
        more = [("GET", f"{root}/{resource}/{{locator}}", self.next) for resource in ("query", "queryAll")]
        return [*first, *more]

    def forget_cursors(self) -> None:
        """Forget all cursors: each next page is INVALID_QUERY_LOCATOR."""
        with self._lock:
            self._cursors.clear()

    def first(self, request: Request) -> Response:
        """Answer the first page of a query."""
        query = read_query(request.parameter("q"))
        found = run_query(self._world, query, deleted="/queryAll" in request.path)
        if found.counted is not None and not query.counted:
            return json_response({"totalSize": found.counted, "done": True, "records": []})
        if found.counted is not None:
            counted = {"attributes": {"type": "AggregateResult"}, "expr0": found.counted}
            return json_response({"totalSize": 1, "done": True, "records": [counted]})
        return self._page(request, _Cursor(found=found, size=self._size(request)), None, 0)

    def next(self, request: Request) -> Response:
        """Answer the page of a cursor."""
        name, _, start = request.named["locator"].rpartition("-")
        with self._lock:
            cursor = self._cursors.get(name)
        if cursor is None or not start.isdigit() or int(start) >= len(cursor.found.rows):
            raise special("INVALID_QUERY_LOCATOR")
        return self._page(request, cursor, name, int(start))

    def _size(self, request: Request) -> int:
        """Return the records of a page: the organisation's, or fewer where the client asks for fewer."""
        asked = re.search(r"batchSize=(\d+)", request.headers.get("sforce-query-options", ""))
        return min(self._org.page_size, _LARGEST_PAGE, max(int(asked[1]), 200) if asked else _LARGEST_PAGE)

    def _page(self, request: Request, cursor: _Cursor, name: str | None, start: int) -> Response:
        found, end = cursor.found, start + cursor.size
        version = f"v{request.named['version']}"
        body: dict[str, Any] = {"totalSize": len(found.rows), "done": end >= len(found.rows)}
        if not body["done"]:
            if name is None:
                name = self._keep(cursor)
            resource = "queryAll" if "/queryAll" in request.path else "query"
            body["nextRecordsUrl"] = f"/services/data/{version}/{resource}/{name}-{end}"
        rows = found.rows[start:end]
        if request.fault is not None and request.fault.kind == "short":
            rows = rows[: max(0, len(rows) - request.fault.rows)]
        make = record_maker(found, version)
        return json_response({**body, "records": [make(row) for row in rows]})

    def _keep(self, cursor: _Cursor) -> str:
        with self._lock:
            name = identifier("01g", next(self._numbers))
            self._cursors[name] = cursor
        return name


def record_maker(found: Found, version: str) -> Callable[[Row], dict[str, Any]]:
    """Return a function from a row to the record that JSON has."""
    makers = [(field["name"], json_maker(found.all_fields, field, version)) for field in found.fields]
    url = f"/services/data/{version}/sobjects/{found.object}/"

    def make(row: Row) -> dict[str, Any]:
        record: dict[str, Any] = {"attributes": {"type": found.object, "url": url + row["Id"]}}
        for name, maker in makers:
            record[name] = maker(row)
        return record

    return make
