"""What Salesforce says when something goes wrong, and what to do then: one table.

The messages of Salesforce are matched and then dropped: they may hold pieces of a query or of a record. What remains of
them are names of objects and fields.

Source of codes and messages: Salesforce's REST and Bulk API 2.0 developer guides, and what other readers met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from connectors.errors import (
    AnswerError,
    ConnectorError,
    DeletionsUnknownError,
    LimitError,
    LoginError,
    ObjectRefusedError,
    SchemaChangedError,
    UnreachableError,
)


class QueryTooSlowError(AnswerError):
    """Salesforce gave up on a query; one of fewer rows may pass."""


class CursorLostError(AnswerError):
    """The place in a result, or the result, is gone; the query can be asked again."""


class BulkRefusedError(ObjectRefusedError):
    """Bulk 2.0 does not have the object; REST may."""


class BulkJobsUsedUpError(LimitError):
    """No bulk query is left for now; REST may answer, where the rows are few."""


class TooManyDeletionsError(AnswerError):
    """More deletions than one answer may hold; a shorter time may pass."""


Action: TypeAlias = Literal["retry", "wait", "renew", "fail"]
"""What to do: try again after a growing wait, after the wait of a busy org, after a new login; or give up."""

RESULT_GONE = "RESULT_GONE"
"""Our own code where an address of a result or of a job leads nowhere (404), or not by this API version (409)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An answer that is not what was asked for, or none (`status` 0)."""

    status: int
    code: str = ""
    message: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A row of the table.

    Args:
        code: regular expression of the error code; any where empty.
        text: regular expression of a piece of the message; any where empty.
        statuses: HTTP statuses; any where empty.
        action: what to do.
        error: what is raised, once nothing else helps.
        message: with {about}, and the named groups of `text`.
        hint: what to do about it.
    """

    error: type[ConnectorError]
    message: str
    hint: str | None = None
    action: Action = "fail"
    code: str = ""
    text: str = ""
    statuses: frozenset[int] = frozenset()

    def matches(self, failure: Failure) -> re.Match[str] | None:
        """Return the match of the text where the row speaks of a failure."""
        if self.statuses and failure.status not in self.statuses:
            return None
        if self.code and not re.fullmatch(self.code, failure.code):
            return None
        return re.search(self.text, failure.message, re.IGNORECASE | re.DOTALL)


SIGNALS = (
    Signal(
        code="INVALID_SESSION_ID|INVALID_AUTH_HEADER|InvalidSessionId",
        action="renew",
        error=LoginError,
        message="Salesforce ended the session, and a new login did not help",
        hint="Check that the user is active, may use the API, and logs in from an address that its profile allows.",
    ),
    Signal(
        code="API_DISABLED_FOR_ORG|API_CURRENTLY_DISABLED",
        error=LoginError,
        message="This org has no API, or this user may not use it",
        hint="The API comes with Enterprise, Unlimited, Performance and Developer Edition; "
        "give the user's profile the permission 'API Enabled'.",
    ),
    Signal(
        code="REQUEST_LIMIT_EXCEEDED",
        text="Concurrent",
        action="wait",
        error=LimitError,
        message="Too many calls that take long run in this org at a time",
        hint="Sync when other integrations are quiet, or fewer objects at a time.",
    ),
    Signal(
        code="REQUEST_LIMIT_EXCEEDED",
        error=LimitError,
        message="The org has used up its calls of the last 24 hours",
        hint="Sync again later; Setup > Company Information shows how many calls there are.",
    ),
    Signal(
        text="Max bulk v2 query jobs|result size stored|Maximum (number of )?bulk",
        error=BulkJobsUsedUpError,
        message="{about}: the org has used up its bulk query jobs of the last 24 hours",
        hint="Sync again later.",
    ),
    Signal(
        code="LIMIT_?EXCEEDED",
        error=BulkJobsUsedUpError,
        message="{about}: the org allows no more bulk queries for now",
        hint="Sync again later.",
    ),
    Signal(
        code="QUERY_TIMEOUT|EXCEEDED_MAX_QUERY_TIME|QUERY_TOO_COMPLICATED",
        error=QueryTooSlowError,
        message="{about}: Salesforce gave up on the query, even of few rows",
        hint="Sync fewer fields of the object; formulas cost most.",
    ),
    Signal(
        text=r"QUERY_TIMEOUT|QUERY_TOO_COMPLICATED|Retried more than|Your query request was running for too long",
        error=QueryTooSlowError,
        message="{about}: Salesforce gave up on the query, even of few rows",
        hint="Sync fewer fields of the object; formulas cost most.",
    ),
    Signal(
        code=f"INVALID_QUERY_LOCATOR|INVALID_?LOCATOR|{RESULT_GONE}",
        error=CursorLostError,
        message="{about}: Salesforce no longer has the result of the query",
        hint="Sync again; the object is read from its start.",
    ),
    Signal(
        text=r"INVALID_FIELD.*No such column|No such column '(?P<field>[\w.]+)'",
        error=SchemaChangedError,
        message="{about}: a field that was there is gone, or this login may not see it any more: {field}",
        hint="Sync again; if the field should be there, check the field-level security of the user.",
    ),
    Signal(
        text="INVALIDENTITY|not supported by the Bulk API|Selecting compound data not supported",
        error=BulkRefusedError,
        message="{about}: Bulk 2.0 does not have this object",
    ),
    Signal(
        code="INVALIDENTITY|InvalidEntity|FEATURENOTENABLED",
        error=BulkRefusedError,
        message="{about}: Bulk 2.0 does not have this object",
    ),
    Signal(
        text="Implementation restriction|requires a filter|a filter on a reified column is required",
        error=ObjectRefusedError,
        message="{about}: Salesforce answers for this object only with a filter, such as by one Id",
        hint="Take it out of the sync.",
    ),
    Signal(
        code="INVALID_FIELD|INVALID_QUERY_FILTER_OPERATOR|MALFORMED_QUERY",
        error=SchemaChangedError,
        message="{about}: Salesforce does not take the query for its fields as they were described",
        hint="Sync again; the object is described anew.",
    ),
    Signal(
        code="INVALID_TYPE|INVALID_TYPE_FOR_OPERATION|INSUFFICIENT_ACCESS.*|NOT_FOUND",
        error=ObjectRefusedError,
        message="{about}: there is no such object, or this login may not read it",
        hint="Give the user the permission 'Read' (better 'View All') on the object, or take it out of the sync.",
    ),
    Signal(
        code="OPERATION_TOO_LARGE",
        error=ObjectRefusedError,
        message="{about}: Salesforce refuses to read so many records that are shared one by one",
        hint="Give the user the permission 'View All Data'.",
    ),
    Signal(
        code="TXN_SECURITY.*",
        error=ObjectRefusedError,
        message="{about}: a transaction security policy of the org stops the read",
        hint="Give the user the permission 'Exempt from Transaction Security'.",
    ),
    Signal(
        code="EXCEEDED_ID_LIMIT",
        error=TooManyDeletionsError,
        message="{about}: too many records were deleted within a minute",
    ),
    Signal(
        code="INVALID_REPLICATION_DATE",
        error=DeletionsUnknownError,
        message="{about}: Salesforce can't tell what was deleted in that time",
        hint="The keys have to be compared.",
    ),
    Signal(
        statuses=frozenset({406, 408, 420, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 0}),
        action="retry",
        error=UnreachableError,
        message="Salesforce does not answer, or only that it can't: {status}",
        hint="Sync again later; https://status.salesforce.com shows known trouble.",
    ),
    Signal(
        code="UNABLE_TO_LOCK_ROW|SERVER_UNAVAILABLE",
        action="retry",
        error=UnreachableError,
        message="Salesforce is busy: {status}",
        hint="Sync again later.",
    ),
    Signal(
        statuses=frozenset({401}),
        action="renew",
        error=LoginError,
        message="Salesforce ended the session, and a new login did not help",
        hint="Check that the user is active, may use the API, and logs in from an address that its profile allows.",
    ),
    Signal(
        statuses=frozenset({410}),
        error=LoginError,
        message="Salesforce no longer has this API version",
        hint="Set api_version to a newer one, such as 62.0.",
    ),
    Signal(
        statuses=frozenset({403, 404}),
        error=ObjectRefusedError,
        message="{about}: there is no such object, or this login may not read it",
        hint="Give the user the permission 'Read' (better 'View All') on the object, or take it out of the sync.",
    ),
)

OTHERWISE = Signal(
    error=AnswerError,
    message="{about}: Salesforce refuses the request: {status}",
    hint="Sync again; if it stays so, report it with the code.",
)


def signal_of(failure: Failure) -> Signal:
    """Return the first row of the table that speaks of a failure."""
    return next((each for each in SIGNALS if each.matches(failure)), OTHERWISE)


def error_of(failure: Failure, about: str) -> ConnectorError:
    """Return what a failure is raised as; `about` is the object, or what was asked for."""
    signal = signal_of(failure)
    match = signal.matches(failure)
    found = {name: text for name, text in (match.groupdict() if match else {}).items() if text}
    words = {"about": about, "field": "unknown", "status": _status(failure), **found}
    return signal.error(signal.message.format_map(words), hint=signal.hint)


def failure_of(status: int, content: Any, retry_after: float | None = None) -> Failure:
    """Return the failure that an answer's body tells: JSON as Salesforce has it, or anything else."""
    first = content[0] if isinstance(content, list) and content else content
    if not isinstance(first, dict):
        return Failure(status=status, retry_after=retry_after)
    code = str(first.get("errorCode") or first.get("exceptionCode") or first.get("error") or "")
    message = str(first.get("message") or first.get("exceptionMessage") or "")
    return Failure(status=status, code=code, message=message, retry_after=retry_after)


def _status(failure: Failure) -> str:
    if not failure.status:
        return "no answer"
    code = f" {failure.code}" if re.fullmatch(r"[A-Za-z_]{1,60}", failure.code) else ""
    return f"{failure.status}{code}"
