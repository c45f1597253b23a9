"""Moments as HubSpot writes and reads them: milliseconds, as ISO 8601 or as a count since 1970."""

from __future__ import annotations

import datetime as dt

_START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)


def milliseconds(moment: dt.datetime) -> int:
    """Return the milliseconds since 1970."""
    return (moment - _START) // _MILLISECOND


def moment(count: int) -> dt.datetime:
    """Return the moment that lies so many milliseconds after 1970."""
    return _START + count * _MILLISECOND


def text(count: int) -> str:
    """Return milliseconds since 1970 as the API spells a moment: 2026-01-31T08:15:00.250Z."""
    return f"{moment(count):%Y-%m-%dT%H:%M:%S}.{count % 1000:03d}Z"


def parse(value: str) -> int:
    """Return the milliseconds since 1970 of a date, a moment or such a count; ValueError where it is none."""
    if value.removeprefix("-").isdigit():
        return int(value)
    parsed = dt.datetime.fromisoformat(value)
    return milliseconds(parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC))
