"""The route of `composite`: requests within a request, the way of a query that is too long for a URI."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from connectors.standins.messages import Handler, Request, Response, json_response
from connectors.standins.salesforce.refusals import Refusal

_MOST = 25


class Composite:
    """Answers `composite`; `respond` answers each request within it."""

    def __init__(self, respond: Handler) -> None:
        self._respond = respond

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return its part of the table of routes."""
        root = "/services/data/v{version}/composite"
        return [("POST", root, self.all), ("POST", f"{root}/", self.all)]

    def all(self, request: Request) -> Response:
        """Answer each of the requests in turn."""
        try:
            inner = request.json()["compositeRequest"]
        except (ValueError, KeyError, TypeError):
            raise Refusal("JSON_PARSER_ERROR", "The body is no composite request") from None
        if len(inner) > _MOST:
            raise Refusal("LIMIT_EXCEEDED", f"A composite request has at most {_MOST} requests")
        return json_response({"compositeResponse": [self._one(request, each) for each in inner]})

    def _one(self, request: Request, inner: dict[str, Any]) -> dict[str, Any]:
        split = urlsplit(inner["url"])
        made = Request(
            method=inner["method"].upper(),
            target=inner["url"],
            path=unquote(split.path),
            query=parse_qs(split.query, keep_blank_values=True),
            headers={**request.headers, **{name.lower(): text for name, text in inner.get("httpHeaders", {}).items()}},
            body=json.dumps(inner["body"]).encode() if "body" in inner else b"",
            fault=request.fault,
        )
        response = self._respond(made)
        return {
            "body": json.loads(response.body) if isinstance(response.body, bytes) and response.body else None,
            "httpHeaders": {},
            "httpStatusCode": response.status,
            "referenceId": inner.get("referenceId"),
        }
