"""Requests and answers of a stand-in, as plain records, and the table that leads the one to the other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qs

from connectors.standins.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asks.

    Args:
        method: GET, POST ..
        target: path and query string as they came.
        path: the path, decoded.
        query: the parameters of the query string; each has its values in order.
        headers: by name in small letters.
        body: the body.
        named: the parts of the path that its route names.
        fault: what the script has for this request; the server sees to reset, cut, slow and status itself.
    """

    method: str
    target: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes = b""
    named: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None

    def parameter(self, name: str, default: str = "") -> str:
        """Return a parameter of the query string; of several of one name, the last."""
        return self.query.get(name, [default])[-1]

    def json(self) -> Any:
        """Return what the body says; ValueError where it is no JSON."""
        return json.loads(self.body or b"null")

    def form(self) -> dict[str, str]:
        """Return the fields of a form in the body."""
        return {name: values[-1] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    def accepts_gzip(self) -> bool:
        """Return whether the client reads gzip."""
        return "gzip" in self.headers.get("accept-encoding", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSlice:
    """A body that lies in a file: `length` bytes from `start`."""

    path: Path
    start: int
    length: int


Body: TypeAlias = bytes | FileSlice | Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the server answers.

    Args:
        status: the HTTP status.
        headers: headers besides Date, Content-Length, Content-Encoding and Transfer-Encoding.
            With a Content-Encoding here the body goes out as it is.
        body: bytes, a piece of a file, or pieces that are made while they are sent.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body = b""

    def with_headers(self, headers: Mapping[str, str]) -> Response:
        """Return the same answer with more headers."""
        return replace(self, headers={**self.headers, **headers})


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer in JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(
        status=status, headers={"Content-Type": "application/json;charset=UTF-8", **(headers or {})}, body=body
    )


def fault_response(fault: Fault) -> Response:
    """Return the answer that a fault spells out: its status, headers and body."""
    headers = dict(fault.headers)
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    body = fault.body or ""
    headers.setdefault("Content-Type", "application/json" if body[:1] in ("{", "[") else "text/html")
    return Response(status=fault.status, headers=headers, body=body.encode())


Handler: TypeAlias = Callable[[Request], Response]


class Routes:
    """A table of routes: which function answers which requests.

    Args:
        table: method, path with `{names}` for its open parts (each without a slash), function. The first that
            matches answers.
    """

    def __init__(self, table: Sequence[tuple[str, str, Handler]]) -> None:
        self._table = [(method, _pattern(path), handler) for method, path, handler in table]

    def find(self, request: Request) -> tuple[Handler, Request] | None:
        """Return who answers a request, and the request with the named parts of its path; None where nobody does."""
        for method, pattern, handler in self._table:
            if method == request.method and (match := pattern.fullmatch(request.path)):
                return handler, replace(request, named=match.groupdict())
        return None


def _pattern(path: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", path)
    return re.compile("".join(f"(?P<{each}>[^/]+)" if at % 2 else re.escape(each) for at, each in enumerate(pieces)))
