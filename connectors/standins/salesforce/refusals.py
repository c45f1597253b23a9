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


SESSION_ENDED = Refusal("INVALID_SESSION_ID", "Session expired or invalid", 401)
NOT_FOUND = Refusal("NOT_FOUND", "The requested resource does not exist", 404)

SPECIALS = {
    "REQUEST_LIMIT_EXCEEDED": Refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 403),
    "REQUEST_LIMIT_EXCEEDED TotalRequests": Refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 403),
    "REQUEST_LIMIT_EXCEEDED ConcurrentRequests": Refusal(
        "REQUEST_LIMIT_EXCEEDED",
        "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
        403,
    ),
    "QUERY_TIMEOUT": Refusal("QUERY_TIMEOUT", "Your query request was running for too long."),
    "QUERY_TOO_COMPLICATED": Refusal(
        "QUERY_TOO_COMPLICATED",
        "Query is either selecting too many fields or the filter conditions are too complicated.",
    ),
    "INVALID_QUERY_LOCATOR": Refusal("INVALID_QUERY_LOCATOR", "invalid query locator"),
    "EXCEEDED_ID_LIMIT": Refusal("EXCEEDED_ID_LIMIT", "exceeded id limit: too many deleted records in the timespan"),
    "INVALID_REPLICATION_DATE": Refusal(
        "INVALID_REPLICATION_DATE", "startDate before org replication enabled or too far in the past"
    ),
    "LIMIT_EXCEEDED": Refusal(
        "LIMIT_EXCEEDED", "Max bulk v2 query jobs (10000) per 24 hrs has been reached for the org"
    ),
    "LIMIT_EXCEEDED result size": Refusal(
        "LIMIT_EXCEEDED", "The total query result size stored in the last 24 hours has exceeded the limit of 1 TB"
    ),
    "INVALIDENTITY": Refusal("INVALIDENTITY", "Entity '{object}' is not supported by the Bulk API."),
    "INSUFFICIENT_ACCESS": Refusal("INSUFFICIENT_ACCESS", "insufficient access rights on entity", 403),
    "OPERATION_TOO_LARGE": Refusal(
        "OPERATION_TOO_LARGE",
        "exceeded 100000 distinct who/what's: try a more selective filter, or ask for the permission View All Data",
    ),
    "TXN_SECURITY_METERING_ERROR": Refusal(
        "TXN_SECURITY_METERING_ERROR", "Transaction security: this operation took too long to evaluate", 403
    ),
    "API_DISABLED_FOR_ORG": Refusal("API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner", 403),
    "SERVER_UNAVAILABLE": Refusal("SERVER_UNAVAILABLE", "server temporarily unavailable", 503),
    "UNABLE_TO_LOCK_ROW": Refusal("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"),
}
"""The refusals that `Fault(kind="special", code=...)` can ask for; a bulk job's own specials are in `jobs`."""
