"""`POST /wave/query`: a SAQL query and its rows."""

from __future__ import annotations

import secrets
import time
import zoneinfo

import pyarrow as pa

from dashboards.cells import table_rows
from dashboards.model.json import Json, JsonObject, as_text
from dashboards.server.payload import query_text
from dashboards.server.wave.call import Call, route
from dashboards.server.wave.errors import WaveError, invalid
from dashboards.server.wave.lineage import lineage
from dashboards.server.wave.loads import with_names
from engine.queries import QueryResult
from saql.parser import parse

LARGEST_QUERY = 1_000_000
"""In bytes."""


def query(call: Call) -> Json:
    """Answer with the rows of a query, an object each, and with what is known of the columns."""
    text, zone = query_text(call.body), _zone(call)
    language = as_text(call.body.get("queryLanguage"), "SAQL")
    if language.upper() != "SAQL":
        raise WaveError(400, "INVALID_QUERY_LANGUAGE", f"Queries in {language[:20]} are not answered.", "Write SAQL.")
    start = time.perf_counter()
    parsed = parse(text)
    session = call.services.session
    found = session.query(with_names(parsed, session.store), now=call.services.now(), timezone=zone)
    answer: JsonObject = {
        "action": "query",
        "responseId": secrets.token_urlsafe(16),
        "results": {
            "metadata": [{"lineage": lineage(parsed, found.schema), "queryLanguage": "SAQL"}],
            "records": records(found.table),
        },
        "query": text,
        "responseTime": round((time.perf_counter() - start) * 1000),
    }
    warnings = _warnings(found)
    return {**answer, "warnings": warnings} if warnings else answer


def records(table: pa.Table) -> list[Json]:
    """Return the rows of a table as objects; a value that is missing is null."""
    return [dict(zip(table.column_names, row, strict=True)) for row in table_rows(table)]


def _zone(call: Call) -> zoneinfo.ZoneInfo | None:
    name = as_text(call.body.get("timezone"))
    if not name:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid(f"There is no time zone '{name[:50]}'.", "Write a name such as Europe/Vienna.") from None


def _warnings(found: QueryResult) -> list[Json]:
    said: list[Json] = [{"code": each.code, "message": each.message} for each in found.warnings]
    if found.truncated:
        rows = found.table.num_rows
        said.append({"code": "TRUNCATED", "message": f"There are more than {rows:,} rows; add a limit to the query."})
    return said


ROUTES = [route("/wave/query", query, "POST", largest=LARGEST_QUERY)]
