"""How many calls the account takes: in ten seconds, of search in a second, in a day; the headers that tell, the 429s.

Source: developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.standins.hubspot.errors import Refusal

POLICIES = ("TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY")
"""The limits that a call may reach: of ten seconds, of search in a second, of the day."""

_DAY = 24 * 3600 * 1000
_INTERVAL = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """How many calls an account takes; None takes any number.

    Args:
        ten_seconds: calls in any ten seconds, search left out: 100, 190 or 250 by edition.
        search_second: searches in any second: 5.
        day: calls in a day: 250,000 to 1,000,000 by edition.
        retry_after: seconds that a refusal names in Retry-After; HubSpot often names none.
    """

    ten_seconds: int | None = None
    search_second: int | None = None
    day: int | None = None
    retry_after: int | None = None


@dataclass(slots=True)
class _Bucket:
    """The moments of the calls of a rolling time."""

    width: int
    calls: deque[int] = field(default_factory=deque)

    def count(self, now: int) -> int:
        while self.calls and self.calls[0] <= now - self.width:
            self.calls.popleft()
        return len(self.calls)


class Limits:
    """Counts the calls, safe between threads; a call that is refused does not count.

    Args:
        now: the account's clock, in milliseconds since 1970.
        allowed: how many calls it takes.
    """

    def __init__(self, now: Callable[[], int], allowed: RateLimits) -> None:
        self.allowed = allowed
        self._now = now
        self._lock = threading.Lock()
        self._burst = _Bucket(_INTERVAL)
        self._search = _Bucket(1_000)
        self._day = 0
        self._today = 0

    def used_today(self) -> int:
        """Return the calls of this day, which begins at midnight UTC."""
        with self._lock:
            self._turn_day(self._now())
            return self._today

    def resets_at(self) -> int:
        """Return when the next day begins, in milliseconds since 1970."""
        return (self._now() // _DAY + 1) * _DAY

    def take(self, *, search: bool) -> Mapping[str, str]:
        """Count a call and return the headers of its answer.

        Raises:
            Refusal: 429, with the policy whose limit is reached.
        """
        allowed, now = self.allowed, self._now()
        with self._lock:
            self._turn_day(now)
            bucket = self._search if search else self._burst
            limit = allowed.search_second if search else allowed.ten_seconds
            if allowed.day is not None and self._today >= allowed.day:
                raise refusal("DAILY", allowed.retry_after)
            if limit is not None and bucket.count(now) >= limit:
                raise refusal("SECONDLY" if search else "TEN_SECONDLY_ROLLING", allowed.retry_after)
            self._today += 1
            bucket.calls.append(now)
            return {} if search else self._headers(bucket.count(now))

    def _turn_day(self, now: int) -> None:
        if now // _DAY != self._day:
            self._day, self._today = now // _DAY, 0

    def _headers(self, used: int) -> Mapping[str, str]:
        headers = {"X-HubSpot-RateLimit-Interval-Milliseconds": str(_INTERVAL)}
        if self.allowed.ten_seconds is not None:
            headers["X-HubSpot-RateLimit-Max"] = str(self.allowed.ten_seconds)
            headers["X-HubSpot-RateLimit-Remaining"] = str(self.allowed.ten_seconds - used)
        if self.allowed.day is not None:
            headers["X-HubSpot-RateLimit-Daily"] = str(self.allowed.day)
            headers["X-HubSpot-RateLimit-Daily-Remaining"] = str(self.allowed.day - self._today)
        return headers


def refusal(policy: str, retry_after: int | None = None) -> Refusal:
    """Return the refusal of a call that is one too many by one of the policies."""
    return Refusal(
        429,
        f"You have reached your {policy.lower()} limit.",
        "RATE_LIMITS",
        more={"errorType": "RATE_LIMIT", "policyName": policy},
        headers={} if retry_after is None else {"Retry-After": str(retry_after)},
    )
