"""Moments as Salesforce writes them: in answers, in SOQL, in the header Date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from connectors.errors import AnswerError
from connectors.protocol import Pace


class ServerClock:
    """What time it is at Salesforce, as far as an answer told: nothing here depends on the clock of this machine."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._told: tuple[dt.datetime, float] | None = None

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take note of the time of an answer."""
        told = _date(headers)
        if told is not None:
            self._told = told, self._pace.seconds()

    def now(self) -> dt.datetime | None:
        """Return the present moment; None where no answer has told any."""
        if self._told is None:
            return None
        moment, at = self._told
        return moment + dt.timedelta(seconds=self._pace.seconds() - at)


def moment_of(headers: Mapping[str, str]) -> dt.datetime:
    """Return when an answer was made, by the clock of who made it.

    Raises:
        AnswerError: it does not say.
    """
    told = _date(headers)
    if told is None:
        raise AnswerError("Salesforce answered without its time (the header Date)", hint="A proxy may drop it.")
    return told


def moment(text: object) -> dt.datetime | None:
    """Return a moment of an answer, such as `2026-01-31T12:00:00.000+0000` or `…Z`; None where it is none."""
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC) if isinstance(text, str) else None
    except ValueError:
        return None


def literal(at: dt.datetime) -> str:
    """Return a moment as SOQL and the replication calls have it: in UTC, with milliseconds, without quotes."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _date(headers: Mapping[str, str]) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(headers.get("Date", "")).astimezone(dt.UTC)
    except ValueError:
        return None
