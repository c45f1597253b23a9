"""The routes of `sobjects`: which objects there are, their describes, what was deleted or changed in a time."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from connectors.standins.messages import Handler, Request, Response, json_response
from connectors.standins.salesforce.describes import summary
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.refusals import Refusal, not_found
from connectors.standins.salesforce.values import moment_text
from connectors.standins.salesforce.world import Table, World

_LOG_LIFE = dt.timedelta(days=15)
_LONGEST = dt.timedelta(days=30)
_MINUTE = dt.timedelta(minutes=1)


class Sobjects:
    """Answers of `sobjects`, from a world."""

    def __init__(self, world: World, org: Org) -> None:
        self._world = world
        self._org = org

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return its part of the table of routes."""
        root = "/services/data/v{version}/sobjects"
        return [
            ("GET", root, self.all),
            ("GET", f"{root}/", self.all),
            ("GET", f"{root}/{{name}}/describe", self.describe),
            ("GET", f"{root}/{{name}}/describe/", self.describe),
            ("GET", f"{root}/{{name}}/deleted", self.deleted),
            ("GET", f"{root}/{{name}}/deleted/", self.deleted),
            ("GET", f"{root}/{{name}}/updated", self.updated),
            ("GET", f"{root}/{{name}}/updated/", self.updated),
        ]

    def all(self, _: Request) -> Response:
        """Answer which objects there are (describeGlobal)."""
        with self._world.lock:
            seen = [summary(table.describe) for table in self._world.tables.values() if not table.hidden]
        return json_response({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": seen})

    def describe(self, request: Request) -> Response:
        """Answer what an object looks like to the login; 304 where nothing changed since If-Modified-Since."""
        with self._world.lock:
            table = self._table(request)
            described: dict[str, Any] = {**table.describe, "fields": list(table.fields().values())}
            changed = table.changed
        headers = {"Last-Modified": format_datetime(changed, usegmt=True)}
        since = request.headers.get("if-modified-since")
        if since is not None and parsedate_to_datetime(since) >= changed:
            return Response(status=304, headers=headers)
        return json_response(described, headers=headers)

    def deleted(self, request: Request) -> Response:
        """Answer which records went in a time (getDeleted)."""
        with self._world.lock:
            table, start, end = self._window(request)
            earliest = max(table.purged_before or start.min.replace(tzinfo=dt.UTC), self._world.now() - _LOG_LIFE)
            found = [each for each in table.deletions if start <= each.at < end and each.at >= earliest]
        if len(found) > self._org.deleted_ids:
            raise Refusal("EXCEEDED_ID_LIMIT", f"exceeded id limit: {len(found)}", 400)
        return json_response(
            {
                "deletedRecords": [{"deletedDate": moment_text(each.at), "id": each.id} for each in found],
                "earliestDateAvailable": moment_text(earliest),
                "latestDateCovered": moment_text(min(end, self._world.now())),
            }
        )

    def updated(self, request: Request) -> Response:
        """Answer which live records changed in a time (getUpdated)."""
        with self._world.lock:
            table, start, end = self._window(request)
            live = [row for row in table.rows.values() if not row.get("IsDeleted")]
            found = [row["Id"] for row in live if start <= row["SystemModstamp"] < end]
        return json_response({"ids": found, "latestDateCovered": moment_text(min(end, self._world.now()))})

    def _table(self, request: Request) -> Table:
        try:
            return self._world.visible(request.named["name"])
        except Refusal:
            raise not_found() from None

    def _window(self, request: Request) -> tuple[Table, dt.datetime, dt.datetime]:
        """Return the object and the time that a request asks about; the times in whole minutes are as good."""
        table = self._table(request)
        if not table.describe["replicateable"]:
            raise Refusal("INVALID_TYPE", f"object type {table.describe['name']} is not replicable")
        start, end = (_moment(request, name) for name in ("start", "end"))
        if start < self._world.now() - _LONGEST:
            raise Refusal("INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago")
        if end - start <= _MINUTE:
            raise Refusal("INVALID_REPLICATION_DATE", "endDate must be at least one minute greater than startDate")
        return table, start, end


def _moment(request: Request, name: str) -> dt.datetime:
    """Return a moment of the query string; a plus sign that was not escaped has come as a space."""
    try:
        return dt.datetime.fromisoformat(request.parameter(name).replace(" ", "+")).astimezone(dt.UTC)
    except ValueError:
        raise Refusal("MALFORMED_QUERY", f"{name} is missing or no date and time") from None
