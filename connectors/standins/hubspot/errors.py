"""Refusals as HubSpot words them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.standins.messages import Response, json_response

_CORRELATION = "00000000-0000-4000-8000-000000000000"


class Refusal(Exception):
    """A request that is answered with an error.

    Args:
        status: the HTTP status.
        message: what the body says.
        category: the kind of error, such as VALIDATION_ERROR.
        context: what it is about.
        more: further members of the body.
        headers: headers of the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        category: str | None = "VALIDATION_ERROR",
        *,
        context: Mapping[str, Sequence[str]] | None = None,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.category = category
        self.context = context
        self.more = more or {}
        self.headers = headers or {}

    def response(self) -> Response:
        """Return the answer."""
        body: dict[str, Any] = {"status": "error", "message": self.message, "correlationId": _CORRELATION}
        if self.context is not None:
            body["context"] = {name: list(values) for name, values in self.context.items()}
        if self.category is not None:
            body["category"] = self.category
        return json_response({**body, **self.more}, self.status, self.headers)


def missing_scopes(*scopes: str) -> Refusal:
    """Return the refusal of a call that the token has no scopes for."""
    return Refusal(
        403,
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: "
        "https://developers.hubspot.com/scopes.",
        "MISSING_SCOPES",
        more={
            "errors": [
                {
                    "message": "One or more of the following scopes are required.",
                    "context": {"requiredGranularScopes": list(scopes)},
                }
            ],
            "links": {"scopes": "https://developers.hubspot.com/scopes"},
        },
    )


def no_token() -> Refusal:
    """Return the refusal of a call without a token that means anything."""
    return Refusal(
        401,
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more "
        "details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
        "INVALID_AUTHENTICATION",
    )


def expired_token(seconds: int, at: str) -> Refusal:
    """Return the refusal of a call whose token was good until some seconds ago."""
    return Refusal(
        401,
        f"The OAuth token used to make this call expired {seconds} second(s) ago.",
        "EXPIRED_AUTHENTICATION",
        context={"expire time": [at]},
    )


def unknown_object(name: str) -> Refusal:
    """Return the refusal of a path whose object the account does not have."""
    return Refusal(400, f"Unable to infer object type from: {name}")
