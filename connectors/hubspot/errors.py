"""What HubSpot answers when something is wrong, and what that means (reference: developers.hubspot.com, "Errors").

No message holds what HubSpot wrote in its own words: those may quote a record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from connectors.errors import (
    AnswerError,
    ConnectorError,
    LimitError,
    LoginError,
    ObjectRefusedError,
    UnreachableError,
)

PASSING = frozenset({408, 423, 425, 477, 500, 502, 503, 504, *range(520, 525)})
"""What passes by itself: a busy server, a locked record, an account that is being moved (477), Cloudflare's 52x."""

Policy: TypeAlias = Literal["TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY"]
_POLICY_WAITS: Mapping[str, float] = {"TEN_SECONDLY_ROLLING": 10.0, "SECONDLY": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: the status, the headers with names in small letters, the JSON of the body or None."""

    status: int
    headers: Mapping[str, str]
    body: Any


class DroppedError(Exception):
    """There was no answer, or half of one. `why` may be shown: it holds nothing of the request."""

    def __init__(self, why: str, *, passes: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.passes = passes


class ObjectMissingError(ObjectRefusedError):
    """The account has no such object: it never had, it was deleted, or the edition lacks it."""


class AddressTooLongError(AnswerError):
    """The address of a call is longer than HubSpot takes: ask by a body."""


class InputRefusedError(AnswerError):
    """A call whose body HubSpot does not take.

    Args:
        message: what happened.
        hint: what to do.
        said: HubSpot's own words, which may quote a record: for who wrote the body, and for no log.
    """

    def __init__(self, message: str, *, hint: str | None = None, said: str = "") -> None:
        super().__init__(message, hint=hint)
        self.said = said


def policy(reply: Reply) -> str:
    """Return which limit an answer 429 speaks of; "" where it doesn't say."""
    return _text(reply.body, "policyName")


def wait_of_limit(reply: Reply) -> float | None:
    """Return the seconds that an answer 429 asks to wait, or that its limit is known to take; None if neither."""
    asked = reply.headers.get("retry-after", "")
    return float(asked) if re.fullmatch(r"[0-9]{1,6}", asked) else _POLICY_WAITS.get(policy(reply))


def error_of(reply: Reply, subject: str) -> ConnectorError:
    """Return the error that an answer is, once nothing more can be tried; `subject` is what was asked for."""
    match reply.status:
        case 401:
            return LoginError(
                "HubSpot refuses the login: the token is wrong, was revoked or has expired.",
                hint="Make a service key in HubSpot (Settings, Integrations, Service Keys), then run swell connect.",
            )
        case 530:
            return LoginError(
                "HubSpot refuses the login: what was given as a token does not look like one.",
                hint="Copy the whole service key or token once more, then run swell connect.",
            )
        case 403:
            return _refused(reply, subject)
        case 404:
            return _unknown(subject)
        case 400 if _text(reply.body, "message").startswith("Unable to infer object type"):
            return _unknown(subject)
        case 414:
            return AddressTooLongError(f"HubSpot takes no address as long as that which asks for {subject}.")
        case 429:
            return LimitError(
                f"HubSpot allows no more calls for now ({policy(reply) or 'no reason given'}).",
                hint="Other programs use the same account's calls: sync later, or lower calls_per_10_seconds.",
            )
        case status if status in PASSING:
            return UnreachableError(
                f"HubSpot does not answer for {subject} (status {status}).",
                hint="Look at status.hubspot.com, then sync again: what was read is kept.",
            )
    if reply.status == 400:
        return InputRefusedError(
            f"HubSpot refuses what it was given for {subject}: status 400{_details(reply.body)}.",
            hint="Describe the object again (swell sync --plan). If it stays so, report it with the correlation id.",
            said=_text(reply.body, "message"),
        )
    return AnswerError(
        f"HubSpot refuses the question for {subject}: status {reply.status}{_details(reply.body)}.",
        hint="Describe the object again (swell sync --plan). If it stays so, report it with the correlation id.",
    )


def unreachable(dropped: DroppedError, subject: str) -> UnreachableError:
    """Return the error of a call that got no answer in all its tries."""
    return UnreachableError(
        f"HubSpot can't be reached for {subject}: {dropped.why}.",
        hint="Look at the network, a proxy in between, and the setting url; then sync again: what was read is kept.",
    )


def _unknown(subject: str) -> ObjectMissingError:
    return ObjectMissingError(
        f"HubSpot has no {subject} for this login.",
        hint="Look whether the object still exists, and whether the account's edition has it.",
    )


def _refused(reply: Reply, subject: str) -> ObjectRefusedError:
    scopes = missing_scopes(reply.body)
    if not scopes:
        return ObjectRefusedError(
            f"HubSpot does not let this login read {subject}{_details(reply.body)}.",
            hint="Look at what the service key or app may read, and at the account's edition.",
        )
    return ObjectRefusedError(
        f"This login may not read {subject}: it lacks the scope {' or '.join(scopes)}.",
        hint="Add the scope to the service key or app in HubSpot (Settings, Integrations), or leave the object out.",
    )


def missing_scopes(body: Any) -> tuple[str, ...]:
    """Return the scopes that an answer 403 names, each once, in its order."""
    places = [body, *_list(body, "errors")]
    contexts = [each["context"] for each in places if isinstance(each, dict) and isinstance(each.get("context"), dict)]
    names = ("requiredGranularScopes", "requiredScopes", "missingScopes")
    found = [str(scope) for context in contexts for name in names for scope in _list(context, name)]
    return tuple(dict.fromkeys(each for each in found if re.fullmatch(r"[A-Za-z0-9._-]+", each)))


def _details(body: Any) -> str:
    """Return category and correlation id of an answer, as far as they are plain words."""
    words = [_text(body, "category"), _text(body, "correlationId")]
    plain = [each for each in words if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", each)]
    return f" ({', '.join(plain)})" if plain else ""


def _text(body: Any, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, str) else ""


def _list(body: Any, name: str) -> list[Any]:
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, list) else []
