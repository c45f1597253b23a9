"""Dates as texts and texts as dates, by formats of `yyyy yy MM M dd d HH H hh h mm m ss s SSS a` and quoted texts.

Meanings: `saql.functions.dates`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from engine.kernels import zones
from engine.kernels.arrays import DAY, INSTANT, array, from_list, validity
from engine.kernels.registry import Arguments, kernel

_TOKEN = re.compile(r"yyyy|yy|MM|M|dd|d|HH|H|hh|h|mm|m|SSS|ss|s|a|'[^']*'|.", re.DOTALL)
_ISO = re.compile(
    r"(\d{4,})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z)?\Z",
    re.ASCII,
)
_EPOCH = dt.datetime(1970, 1, 1)

READ: dict[str, tuple[str, str]] = {
    "yyyy": (r"(\d{4})", "year"),
    "yy": (r"(\d{2})", "short year"),
    "MM": (r"(\d{2})", "month"),
    "M": (r"(\d{1,2})", "month"),
    "dd": (r"(\d{2})", "day"),
    "d": (r"(\d{1,2})", "day"),
    "HH": (r"(\d{2})", "hour"),
    "H": (r"(\d{1,2})", "hour"),
    "hh": (r"(\d{2})", "half hour"),
    "h": (r"(\d{1,2})", "half hour"),
    "mm": (r"(\d{2})", "minute"),
    "m": (r"(\d{1,2})", "minute"),
    "ss": (r"(\d{2})", "second"),
    "s": (r"(\d{1,2})", "second"),
    "SSS": (r"(\d{3})", "millisecond"),
    "a": (r"([AaPp][Mm])", "half"),
}
"""What a part of a format matches, and what it says."""

_WRITTEN: dict[str, Callable[[dt.datetime], str]] = {
    "yyyy": lambda time: f"{time.year:04}",
    "yy": lambda time: f"{time.year % 100:02}",
    "MM": lambda time: f"{time.month:02}",
    "M": lambda time: str(time.month),
    "dd": lambda time: f"{time.day:02}",
    "d": lambda time: str(time.day),
    "HH": lambda time: f"{time.hour:02}",
    "H": lambda time: str(time.hour),
    "hh": lambda time: f"{(time.hour - 1) % 12 + 1:02}",
    "h": lambda time: str((time.hour - 1) % 12 + 1),
    "mm": lambda time: f"{time.minute:02}",
    "m": lambda time: str(time.minute),
    "ss": lambda time: f"{time.second:02}",
    "s": lambda time: str(time.second),
    "SSS": lambda time: f"{time.microsecond // 1000:03}",
    "a": lambda time: "AM" if time.hour < 12 else "PM",
}


def tokens_of(pattern: str) -> list[str]:
    """Return the parts of a format: those that stand for numbers, and texts."""
    return _TOKEN.findall(pattern)


def plain_text(token: str) -> str:
    """Return the text that a token which stands for itself shows; `''` is a quote."""
    if len(token) > 1 and token[0] == "'":
        return token[1:-1] or "'"
    return token


class _Reader:
    """A format made ready to read texts."""

    def __init__(self, pattern: str) -> None:
        form, self._parts = "", list[str]()
        for token in tokens_of(pattern):
            if token in READ:
                expression, part = READ[token]
                form += expression
                self._parts.append(part)
            else:
                form += re.escape(plain_text(token))
        self._form = re.compile(form, re.ASCII)

    def read(self, text: str) -> dt.datetime | None:
        """Return the time that the text holds, or None."""
        found = self._form.fullmatch(text)
        if found is None:
            return None
        parts = dict(zip(self._parts, found.groups(), strict=True))
        year = int(parts["year"]) if "year" in parts else 1970
        if "short year" in parts:
            short = int(parts["short year"])
            year = short + (1900 if short >= 70 else 2000)
        try:
            return dt.datetime(
                year,
                int(parts.get("month", 1)),
                int(parts.get("day", 1)),
                _hour(parts),
                int(parts.get("minute", 0)),
                int(parts.get("second", 0)),
                int(parts.get("millisecond", 0)) * 1000,
            )
        except ValueError:
            return None


def _hour(parts: dict[str, str]) -> int:
    if "half hour" not in parts:
        return int(parts.get("hour", 0))
    hour = int(parts["half hour"])
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if parts.get("half", "AM").upper() == "PM" else 0)


def read_iso(text: str) -> tuple[dt.datetime | None, bool]:
    """Return the time of a text in ISO form, or None, and whether it says that it is in UTC."""
    found = _ISO.match(text)
    if found is None:
        return None, False
    year, month, day, hour, minute, second, fraction, utc = found.groups()
    microsecond = int((fraction or "0").ljust(6, "0")[:6])
    try:
        time = dt.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), microsecond
        )
    except ValueError:
        return None, False
    return time, utc is not None


def _milliseconds(time: dt.datetime) -> int:
    return (time - _EPOCH) // dt.timedelta(milliseconds=1)


def _parsed(arguments: Arguments) -> tuple[list[int | None], list[bool]]:
    """Return the local times that texts hold, None where they hold none, and whether each is in UTC."""
    texts = arguments.array(0).to_pylist()
    pattern = arguments.constant(1)
    if pattern is None and len(arguments) > 1:
        return [None] * len(texts), [False] * len(texts)
    reader = None if pattern is None else _Reader(pattern)
    times: list[int | None] = []
    absolute: list[bool] = []
    for text in texts:
        time, utc = None, False
        if text is not None:
            time, utc = read_iso(text) if reader is None else (reader.read(text), False)
        times.append(None if time is None else _milliseconds(time))
        absolute.append(utc)
    return times, absolute


@kernel("date_parse_date")
def parse_date(arguments: Arguments) -> pa.Array:
    """The instants that texts hold."""
    times, absolute = _parsed(arguments)
    known = np.array([each is not None for each in times], np.bool_)
    shown = np.array([each or 0 for each in times], np.int64)
    found = np.where(np.array(absolute, np.bool_), shown, zones.instants(shown, arguments.zone))
    return array(found, known, INSTANT)


@kernel("date_parse_day")
def parse_day(arguments: Arguments) -> pa.Array:
    """The days that texts hold."""
    times, _ = _parsed(arguments)
    known = np.array([each is not None for each in times], np.bool_)
    return array(np.array([(each or 0) // zones.DAY_LENGTH for each in times], np.int64), known, DAY)


@kernel("date_to_string")
def to_string(arguments: Arguments) -> pa.Array:
    """Dates as texts by a format."""
    pattern = arguments.constant(1)
    if pattern is None:
        return pa.nulls(arguments.rows, pa.string())
    tokens = tokens_of(pattern)

    def write(time: dt.datetime) -> str:
        return "".join(_WRITTEN[token](time) if token in _WRITTEN else plain_text(token) for token in tokens)

    return _written(arguments.array(0), write, arguments.zone)


@kernel("date_text")
def date_text(arguments: Arguments) -> pa.Array:
    """Instants as texts in ISO form, in UTC."""
    return _written(arguments.array(0), lambda time: f"{time.isoformat(timespec='milliseconds')}Z", dt.UTC)


@kernel("day_text")
def day_text(arguments: Arguments) -> pa.Array:
    """Days as texts in ISO form."""
    return _written(arguments.array(0), lambda time: time.date().isoformat(), dt.UTC)


def _written(dates: pa.Array, write: Callable[[dt.datetime], str], zone: dt.tzinfo) -> pa.Array:
    """Return dates as texts, each distinct one written once."""
    times, places = np.unique(zones.local_times(dates, zone), return_inverse=True)
    texts = [_write_time(int(each), write) for each in times]
    valid = validity(dates)
    if valid is None:
        return from_list([texts[place] for place in places], pa.string())
    return from_list([texts[place] if known else None for place, known in zip(places, valid, strict=True)], pa.string())


def _write_time(time: int, write: Callable[[dt.datetime], str]) -> str | None:
    try:
        return write(_EPOCH + dt.timedelta(milliseconds=time))
    except OverflowError:  # a year that Python's dates do not reach
        return None
