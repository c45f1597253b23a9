"""What Salesforce answers where it refuses: a list of one error with its code, a message and an HTTP status."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.standins.messages import Response, json_response


class Refusal(Exception):
    """A request that is refused.

    Args:
        code: the errorCode, such as INVALID_FIELD.
        message: what it says.
        status: the HTTP status.
        headers: headers besides.
    """

    def __init__(self, code: str, message: str, status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.headers = headers or {}

    def response(self) -> Response:
        """Return the answer that says so."""
        return json_response([{"message": self.message, "errorCode": self.code}], self.status, self.headers)


def special(code: str) -> Refusal:
    """Return the refusal that `Fault(kind="special", code=...)` asks for; KeyError where there is none."""
    status, message = SPECIALS[code]
    return Refusal(code.split()[0], message, status)


def session_ended() -> Refusal:
    """Return the refusal of an access token that is not good, or no more."""
    return Refusal("INVALID_SESSION_ID", "Session expired or invalid", 401)


def not_found() -> Refusal:
    """Return the refusal of a path that leads nowhere."""
    return Refusal("NOT_FOUND", "The requested resource does not exist", 404)


SPECIALS = {
    "REQUEST_LIMIT_EXCEEDED TotalRequests": (403, "TotalRequests Limit exceeded."),
    "REQUEST_LIMIT_EXCEEDED ConcurrentRequests": (403, "ConcurrentRequests (Concurrent API Requests) Limit exceeded."),
    "QUERY_TIMEOUT": (400, "Your query request was running for too long."),
    "QUERY_TOO_COMPLICATED": (
        400,
        "Query is either selecting too many fields or the filter conditions are too complicated.",
    ),
    "INVALID_QUERY_LOCATOR": (400, "invalid query locator"),
    "EXCEEDED_ID_LIMIT": (400, "exceeded id limit: too many deleted records in the timespan"),
    "INVALID_REPLICATION_DATE": (400, "startDate before org replication enabled or too far in the past"),
    "LIMIT_EXCEEDED": (400, "Max bulk v2 query jobs (10000) per 24 hrs has been reached for the org"),
    "LIMIT_EXCEEDED result size": (
        400,
        "The total query result size stored in the last 24 hours has exceeded the limit of 1 TB",
    ),
    "INVALIDENTITY": (400, "This entity is not supported by the Bulk API."),
    "INSUFFICIENT_ACCESS": (403, "insufficient access rights on entity"),
    "OPERATION_TOO_LARGE": (
        400,
        "exceeded 100000 distinct who/what's: try a more selective filter, or ask for the permission View All Data",
    ),
    "TXN_SECURITY_METERING_ERROR": (403, "Transaction security: this operation took too long to evaluate"),
    "API_DISABLED_FOR_ORG": (403, "API is not enabled for this Organization or Partner"),
    "SERVER_UNAVAILABLE": (503, "server temporarily unavailable"),
    "UNABLE_TO_LOCK_ROW": (400, "unable to obtain exclusive access to this record"),
}
"""HTTP status and message of each special, by its code; a bulk job's own specials are in `jobs`."""
