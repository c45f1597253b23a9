"""One request until it is answered: what passes by itself is tried again, after waits that grow."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from urllib3.exceptions import HTTPError

from connectors.errors import ConnectorError
from connectors.protocol import Pace
from connectors.salesforce.clock import ServerClock
from connectors.salesforce.errors import Failure, error_of, failure_of, signal_of
from connectors.salesforce.limits import CallBudget

TRIES = 6
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
LONGEST_ASKED_WAIT = 300.0
BUSY_WAIT = 30.0

NO_ANSWER = Failure(status=0)

T = TypeVar("T")


class UnfitAnswerError(Exception):
    """An answer that came whole and yet is not what it says it is; asking again may help."""

    def __init__(self, error: ConnectorError) -> None:
        super().__init__()
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """How a try went that brought no value: what Salesforce said, or what an unfit answer is raised as."""

    failure: Failure = NO_ANSWER
    error: ConnectorError | None = None


class Exchange:
    """Sends requests and waits between tries. It knows no session and no token."""

    def __init__(self, http: requests.Session, pace: Pace, budget: CallBudget, clock: ServerClock) -> None:
        self._http = http
        self._pace = pace
        self._budget = budget
        self._clock = clock

    def send(
        self,
        method: str,
        address: str,
        *,
        about: str,
        fine: Callable[[int], bool] = lambda status: status < 300,
        **request: Any,
    ) -> requests.Response:
        """Return an answer whose status is fine, for a request without a session; it is not one of the org's calls."""

        def attempt() -> requests.Response | Outcome:
            self._budget.count()
            answer = self._http.request(method, address, allow_redirects=False, **request)
            self._clock.learn(answer.headers)
            return answer if fine(answer.status_code) else Outcome(failure=failure_in(answer))

        return self.retry(attempt, about)

    def retry(
        self,
        attempt: Callable[[], T | Outcome],
        about: str,
        renew: Callable[[], None] | None = None,
        *,
        repeatable: bool = True,
    ) -> T:
        """Return what an attempt gives, after as many as are needed.

        Args:
            attempt: what to try.
            about: the object, or what is asked for; errors name it.
            renew: gets a new session, once, when Salesforce refuses the one at hand.
            repeatable: whether to do it twice is the same as once; else it is tried again only where it was refused.

        Raises:
            ConnectorError: what the last attempt met.
        """
        number = 1
        while True:
            outcome = _tried(attempt)
            if not isinstance(outcome, Outcome):
                return outcome
            failure, error = outcome.failure, outcome.error
            action = signal_of(failure).action if error is None else "retry"
            if action == "renew" and renew is not None:
                renew()
                renew = None
                continue
            if action in ("fail", "renew") or number == TRIES or (action == "retry" and not repeatable):
                raise error or error_of(failure, about)
            self._pace.sleep(BUSY_WAIT if action == "wait" else _wait(number, failure.retry_after))
            number += 1


def failure_in(answer: requests.Response) -> Failure:
    """Return the failure that an answer tells."""
    try:
        content = answer.json()
    except (ValueError, requests.RequestException):
        content = None
    return failure_of(answer.status_code, content, retry_after(answer))


def retry_after(answer: requests.Response) -> float | None:
    """Return the seconds that an answer asks to wait."""
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None


def _tried(attempt: Callable[[], T | Outcome]) -> T | Outcome:
    """Return how an attempt went; errors of the line become a failure, so that nothing of the request stays in them."""
    try:
        return attempt()
    except (requests.RequestException, HTTPError):
        return Outcome()
    except UnfitAnswerError as unfit:
        return Outcome(error=unfit.error)


def _wait(number: int, asked: float | None) -> float:
    longest = min(FIRST_WAIT * 2 ** (number - 1), LONGEST_WAIT)
    drawn = random.uniform(longest / 2, longest)
    return max(drawn, min(asked or 0.0, LONGEST_ASKED_WAIT))
