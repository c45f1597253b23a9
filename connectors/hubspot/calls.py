"""Calls that get through: limits kept, what passes tried again, the login renewed, all else an error with a remedy."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from connectors.errors import AnswerError, LimitError
from connectors.hubspot.errors import PASSING, DroppedError, Reply, error_of, policy, unreachable, wait_of_limit
from connectors.hubspot.limits import SEARCHES_PER_SECOND, Bucket, daily, learn_burst
from connectors.hubspot.login import login_of
from connectors.hubspot.paths import Place, path
from connectors.hubspot.settings import HubSpotSettings
from connectors.hubspot.transport import Transport
from connectors.protocol import Pace, Secrets, Usage

_TRIES = 6
_TRIES_OF_LIMIT = 20  # others may use the account's calls for a while
_LONGEST = 60.0  # seconds between two tries
_PATIENCE = 300.0  # a limit that asks to wait longer ends the run, which keeps what it has
_AT_A_TIME = 8  # calls; the buckets keep them within what the account allows
_FIRST_BURST = 100  # calls in 10 s: what the smallest account is allowed

_Asked = TypeVar("_Asked")
_Answered = TypeVar("_Answered")


class Caller:
    """Asks HubSpot; threads share it.

    Args:
        settings: of the connection.
        secrets: of the connection.
        pace: time.
    """

    def __init__(self, settings: HubSpotSettings, secrets: Secrets, pace: Pace) -> None:
        self._version = settings.api_version
        self._most = settings.calls_per_10_seconds
        self._pace = pace
        self._transport = Transport(settings.url, settings.proxy)
        self._login = login_of(settings, secrets, self._transport, pace)
        self._burst = Bucket(pace, self._most or _FIRST_BURST, 10.0)
        self._searches = Bucket(pace, SEARCHES_PER_SECOND, 1.0)
        self._threads = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="hubspot")
        self._lock = threading.Lock()
        self._calls = 0
        self._daily: tuple[int, int] | None = None

    def get(self, place: Place, subject: str, query: Mapping[str, str] | None = None, **names: str) -> Any:
        """Return the JSON object of a GET; `subject` is what an error calls that which was asked for."""
        return self.ask("GET", place, subject, names, query=query).body

    def post(self, place: Place, subject: str, body: Mapping[str, Any], *, archived: bool = False, **names: str) -> Any:
        """Return the JSON object of a POST that reads."""
        query = {"archived": "true"} if archived else None
        return self.ask("POST", place, subject, names, query=query, body=body).body

    def ask(
        self,
        method: str,
        place: Place,
        subject: str,
        names: Mapping[str, str],
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        repeatable: bool = True,
    ) -> Reply:
        """Return a good answer, whose body is a JSON object.

        What is not `repeatable`, as twice is not the same as once, is tried again only where HubSpot refused it.

        Raises:
            ConnectorError: any of those that `errors.error_of` makes.
        """
        where = path(self._version, place, **names)
        renewed = False
        tried = 0
        while True:
            tried += 1
            token = self._login.token()
            try:
                reply = self._send(method, where, place, token, query, body)
            except DroppedError as dropped:
                if tried >= _TRIES or not dropped.passes or not repeatable:
                    raise unreachable(dropped, subject) from None
                self._pace.sleep(_backoff(tried))
                continue
            if reply.status < 300:
                return _object(reply, subject)
            if reply.status == 401 and not renewed and self._login.renew(token):
                renewed = True
            elif repeatable or reply.status == 429:
                self._wait(reply, tried, subject)
            else:
                raise error_of(reply, subject)

    def together(self, ask: Callable[[_Asked], _Answered], about: Iterable[_Asked]) -> list[_Answered]:
        """Return the answers to several questions in their order; some are asked at a time, by threads of their own."""
        return list(self._threads.map(ask, about))

    def clock(self) -> dt.datetime:
        """Return the time that HubSpot's answers bear."""
        shown = self.ask("GET", "account", "the account's details", {}).headers.get("date", "")
        try:
            return parsedate_to_datetime(shown).astimezone(dt.UTC)
        except ValueError:
            raise AnswerError(
                "HubSpot's answers bear no date.", hint="Look whether a proxy in between leaves out the Date header."
            ) from None

    def usage(self) -> Usage:
        """Return the calls so far; those of the day as the last answer told them."""
        with self._lock:
            used, allowed = self._daily or (None, None)
            return Usage(calls=self._calls, used=used, allowed=allowed)

    def close(self) -> None:
        """Close the lines, once the calls under way have ended."""
        self._threads.shutdown(cancel_futures=True)
        self._transport.close()

    def _send(
        self,
        method: str,
        where: str,
        place: Place,
        token: str,
        query: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
    ) -> Reply:
        (self._searches if place == "search" else self._burst).take()
        with self._lock:
            self._calls += 1
        reply = self._transport.send(method, where, token=token, query=query, body=body)
        learn_burst(self._burst, self._most, reply.headers)
        told = daily(reply.headers)
        if told is not None:
            with self._lock:
                self._daily = told
        return reply

    def _wait(self, reply: Reply, tried: int, subject: str) -> None:
        """Wait before the next try, where one makes sense; else raise the error."""
        if reply.status == 429 and policy(reply) == "DAILY":
            raise self._end_of_day()
        limited = reply.status == 429
        if tried >= (_TRIES_OF_LIMIT if limited else _TRIES) or not (limited or reply.status in PASSING):
            raise error_of(reply, subject)
        asked = wait_of_limit(reply) if limited else None
        if asked is not None and asked > _PATIENCE:
            raise error_of(reply, subject)
        self._pace.sleep(_backoff(tried) if asked is None else asked)

    def _end_of_day(self) -> LimitError:
        resets = None
        try:
            where = path(self._version, "usage")
            reply = self._transport.send("GET", where, token=self._login.token())
            resets = _resets(reply.body)
        except DroppedError:
            pass  # when it resets is worth one question, not more
        when = "" if resets is None else f" They begin anew at {resets:%Y-%m-%d %H:%M} UTC."
        return LimitError(
            f"The calls that HubSpot allows in a day are used up.{when}",
            hint="Sync again then: what was read is kept. Or have the limit raised (HubSpot's API add-on).",
            resets=resets,
        )


def _backoff(tried: int) -> float:
    """Return seconds to wait after the nth try: 1, 2, 4 ... 60, up to half as long again by chance."""
    return min(_LONGEST, 2.0 ** (tried - 1)) * random.uniform(1.0, 1.5)


def _object(reply: Reply, subject: str) -> Reply:
    if not isinstance(reply.body, dict):
        raise AnswerError(
            f"HubSpot's answer for {subject} is not in its format.", hint="Look at the setting url, then sync again."
        )
    return reply


def _resets(body: Any) -> dt.datetime | None:
    results = body.get("results") if isinstance(body, dict) else None
    for each in results if isinstance(results, list) else []:
        shown = each.get("resetsAt") if isinstance(each, dict) else None
        try:
            return dt.datetime.fromisoformat(str(shown)).astimezone(dt.UTC)
        except ValueError:
            continue
    return None
