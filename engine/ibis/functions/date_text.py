"""Dates as texts and texts as dates, by formats. Meanings: `saql.functions.dates`."""

from __future__ import annotations

from collections.abc import Callable

import ibis

from engine.ibis.functions.text import pattern_of
from engine.ibis.stream import Value
from engine.kernels.date_text import READ, plain_text, tokens_of


def padded(value: Value, width: int) -> Value:
    """Return whole numbers from 0 on as so many digits: a 1 before all of them is cut off."""
    text: Value = (value.cast("int64") + 10**width).cast("string").right(width)
    return text


def _half_hour(time: Value) -> Value:
    return (time.hour().cast("int64") + 11) % 12 + 1


_WRITTEN: dict[str, Callable[[Value], Value]] = {
    "yyyy": lambda time: padded(time.year(), 4),
    "yy": lambda time: padded(time.year().cast("int64") % 100, 2),
    "MM": lambda time: padded(time.month(), 2),
    "M": lambda time: time.month().cast("string"),
    "dd": lambda time: padded(time.day(), 2),
    "d": lambda time: time.day().cast("string"),
    "HH": lambda time: padded(time.hour(), 2),
    "H": lambda time: time.hour().cast("string"),
    "hh": lambda time: padded(_half_hour(time), 2),
    "h": lambda time: _half_hour(time).cast("string"),
    "mm": lambda time: padded(time.minute(), 2),
    "m": lambda time: time.minute().cast("string"),
    "ss": lambda time: padded(time.second(), 2),
    "s": lambda time: time.second().cast("int64").cast("string"),  # Spark has it with decimals
    "SSS": lambda time: padded(time.millisecond(), 3),
    "a": lambda time: ibis.cases((time.hour() < 12, "AM"), (time.hour() >= 12, "PM")),
}

_READ = {**READ, "hh": (r"(0[1-9]|1[0-2])", "half hour"), "h": (r"(0?[1-9]|1[0-2])", "half hour")}
"""SQL can't refuse an hour later that is none of a clock's."""
_ISO = r"\A\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.]\d{1,9})?)?)?Z?\z"


def written(time: Value, pattern: str) -> Value:
    """Return local times as texts by a format."""
    parts: list[Value] = []
    for token in tokens_of(pattern):
        parts.append(_WRITTEN[token](time) if token in _WRITTEN else ibis.literal(plain_text(token)))
    result: Value = parts[0] if parts else ibis.literal("")
    for part in parts[1:]:
        result = result + part
    known: Value = time.isnull().ifelse(ibis.null("string"), result)
    return known


def read_iso(text: Value) -> Value:
    """Return the times of texts in ISO form, to the millisecond, null where they have another."""
    form = text.re_search(_ISO).ifelse(text, ibis.null("string"))
    return _timed(form.re_extract(r"\A([^Z.]*([.]\d{1,3})?)", 1).replace("T", " "))


def _timed(text: Value) -> Value:
    """Return texts of a day, a space and an hour and minute, or less, as times."""
    full = ibis.cases((text.length() == 10, text + " 00:00:00"), (text.length() == 16, text + ":00"), else_=text)
    known: Value = (full.substr(11, 2) < "24").ifelse(full, ibis.null("string"))
    return known.try_cast("timestamp")


def read(text: Value, pattern: str) -> Value:
    """Return the times that texts hold by a format, null where they hold none."""
    form, parts = "", list[str]()
    for token in tokens_of(pattern):
        if token in _READ:
            expression, part = _READ[token]
            form += expression
            parts.append(part)
        else:
            form += pattern_of(plain_text(token))
    whole = rf"\A{form}\z"
    known = text.re_search(whole).ifelse(text, ibis.null("string"))
    values = {part: known.re_extract(whole, place) for place, part in enumerate(parts, 1)}
    return _timed(_iso(known, values))


def _iso(known: Value, values: dict[str, Value]) -> Value:
    def digits(part: str, default: str) -> Value:
        return values[part].lpad(len(default), "0") if part in values else ibis.literal(default)

    year = digits("year", "1970")
    if "short year" in values:
        short = values["short year"]
        year = (short >= "70").ifelse(ibis.literal("19") + short, ibis.literal("20") + short)
    hour = digits("hour", "00")
    if "half hour" in values:
        number = values["half hour"].cast("int64") % 12
        if "half" in values:
            number = number + (values["half"].upper() == "PM").ifelse(12, 0)
        hour = number.cast("string").lpad(2, "0")
    day = year + "-" + digits("month", "01") + "-" + digits("day", "01")
    time = hour + ":" + digits("minute", "00") + ":" + digits("second", "00") + "." + digits("millisecond", "000")
    found: Value = known.isnull().ifelse(ibis.null("string"), day + " " + time)
    return found
