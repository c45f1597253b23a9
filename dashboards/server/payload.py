"""Bodies of requests read, and results written, as JSON."""

from __future__ import annotations

import json
import math

from starlette.requests import Request

from dashboards.cells import table_rows
from dashboards.columns import result_columns, told
from dashboards.datasets import Datasets
from dashboards.model.json import Json, JsonObject
from dashboards.server.errors import RequestError
from engine.session import QueryResult

LARGEST_BODY = 1_000_000
"""In bytes. Queries and selections are far smaller."""


async def read_object(request: Request, largest: int = LARGEST_BODY) -> JsonObject:
    """Return the JSON object that a request holds.

    Args:
        request: the request.
        largest: how many bytes it may have.

    Raises:
        RequestError: it holds none, or is too large.
    """
    content = await read_body(request, largest)
    try:
        value = _decoded(content)
    except (ValueError, RecursionError):
        raise RequestError(400, "The request is not JSON.") from None
    if not isinstance(value, dict):
        raise RequestError(400, "The request is not a JSON object.")
    return value


def _decoded(content: bytes) -> Json:
    """Return the value of JSON that can be written as JSON again: with numbers that end, and texts that are Unicode.

    Raises:
        ValueError: it is none.
    """
    value: Json = json.loads(content.decode("utf-8-sig"), parse_float=_finite, parse_constant=_finite)
    if b"\\ud" in content.lower():  # halves of a character, which Python takes one by one
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


async def read_body(request: Request, largest: int) -> bytes:
    """Return what a request holds.

    Raises:
        RequestError: it is larger than `largest` bytes.
    """
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > largest:
            raise RequestError(413, f"The request is larger than {largest:,} bytes.")
    return bytes(received)


def query_text(body: JsonObject) -> str:
    """Return the query in a request's body.

    Raises:
        RequestError: there is none.
    """
    text = body.get("query")
    if not isinstance(text, str):
        raise RequestError(400, 'The request has no query: {"query": "q = load ..."}.')
    return text


def result_json(found: QueryResult, datasets: Datasets) -> JsonObject:
    """Return the columns and rows of a result."""
    read = [name for name, _ in found.datasets]
    rows = table_rows(found.table)
    columns = told(result_columns(found.schema, datasets, read), rows)
    return {"columns": [each.to_json() for each in columns], "rows": [*rows]}
