"""How many calls HubSpot allows in a time, kept on our side, so that few are refused."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping

from connectors.protocol import Pace

SEARCHES_PER_SECOND = 5
"""All searches of an account together (developers.hubspot.com, "API usage guidelines", 2026)."""


class Bucket:
    """Lets a number of calls through in any span of time, and the others wait; threads share it.

    Args:
        pace: time.
        calls: how many calls pass in one span.
        seconds: the span.
    """

    def __init__(self, pace: Pace, calls: int, seconds: float) -> None:
        self._pace = pace
        self._calls = calls
        self._seconds = seconds
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait until one more call is allowed."""
        with self._lock:
            now = self._pace.seconds()
            while len(self._times) > self._calls:
                self._times.popleft()
            at = now
            if len(self._times) == self._calls:
                at = max(now, self._times.popleft() + self._seconds)
            self._times.append(at)
        if at > now:
            self._pace.sleep(at - now)

    def learn(self, calls: int, seconds: float) -> None:
        """Take over what HubSpot says it allows."""
        with self._lock:
            self._calls, self._seconds = calls, seconds


def learn_burst(bucket: Bucket, most: int, headers: Mapping[str, str]) -> None:
    """Correct the bucket by the headers of an answer; `most` is what the setting allows at most, 0 for anything."""
    calls = _whole(headers.get("x-hubspot-ratelimit-max"))
    span = _whole(headers.get("x-hubspot-ratelimit-interval-milliseconds"))
    if calls and span:
        bucket.learn(min(calls, most) if most else calls, span / 1000)


def daily(headers: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the calls used and allowed in the day, where an answer's headers have them."""
    allowed = _whole(headers.get("x-hubspot-ratelimit-daily"))
    left = _whole(headers.get("x-hubspot-ratelimit-daily-remaining"))
    return None if allowed is None or left is None else (allowed - left, allowed)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
