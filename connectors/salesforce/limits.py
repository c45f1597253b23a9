"""How many calls the org allows in a day and how many it has used: what each answer of Salesforce says."""

from __future__ import annotations

import re
import threading

from connectors.errors import LimitError
from connectors.protocol import Pace, Usage

FORGET_AFTER = 15 * 60.0
"""Seconds after which what was said is too old to stop for it: calls of a day ago come free all the time."""


class CallBudget:
    """Counts calls and stops them before they use up what others in the org need. Threads share it."""

    def __init__(self, share: float, pace: Pace) -> None:
        """Take the share (0 to 1) of the org's calls of 24 hours after which to stop."""
        self._share = share
        self._pace = pace
        self._lock = threading.Lock()
        self._calls = 0
        self._used: int | None = None
        self._allowed: int | None = None
        self._told_at = 0.0

    def spend(self) -> None:
        """Count a call that is about to be made.

        Raises:
            LimitError: the org has used its share.
        """
        with self._lock:
            if self._used is not None and self._allowed and self._pace.seconds() - self._told_at < FORGET_AFTER:
                most = int(self._allowed * self._share)
                if self._used >= most:
                    raise LimitError(
                        f"The org has used {self._used:,} of its {self._allowed:,} calls of 24 hours; "
                        f"syncs stop at {self._share:.0%}",
                        hint="Sync again later, or raise daily_share in the settings of the connection.",
                    )
            self._calls += 1

    def count(self) -> None:
        """Count a call that does not come out of the org's, such as a login."""
        with self._lock:
            self._calls += 1

    def learn(self, header: str | None) -> None:
        """Take note of a header Sforce-Limit-Info, such as `api-usage=18/5000; per-app-api-usage=…`."""
        found = re.search(r"(?<![-\w])api-usage=(\d+)/(\d+)", header or "")
        if found is None:
            return
        with self._lock:
            self._used, self._allowed = int(found[1]), int(found[2])
            self._told_at = self._pace.seconds()

    def usage(self) -> Usage:
        """Return the calls so far."""
        with self._lock:
            return Usage(calls=self._calls, used=self._used, allowed=self._allowed)
