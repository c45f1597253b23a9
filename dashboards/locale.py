"""How languages write numbers and dates: the page asks the browser, exports and the terminal read a table.

The table, `locales.json`, is made from the same source (web/src/locale.js) by web/locales.py.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, Literal, TypeAlias

from engine.errors import SwellError
from saql.record import record

DateForm: TypeAlias = Literal["month", "day", "minute", "second"]
Direction: TypeAlias = Literal["ltr", "rtl"]


class LocaleError(SwellError):
    """There is no such language."""


@record
class Locale:
    """The conventions of a language.

    `second` are the digits of groups after the first, which has three; there are no groups before a number has `least`
    digits in front of the first. Affixes stand before and after a number; in those of `currency` the sign stands for
    `¤`. `compact` says for a thousand and each power of ten above how many digits are left out, with the affixes
    (of a plural it has one form: `ar` writes 4 thousands with the word of 14).
    `dates` have letters in braces, `{dd}.{MM}.{y}`; `months` are the names for `{MMM}`, `halves` those of the day.
    """

    tag: str
    direction: Direction
    digits: str
    decimal: str
    group: str
    minus: str
    second: int
    least: int
    percent: tuple[str, str]
    currency: tuple[str, str]
    compact: tuple[tuple[int, str, str], ...]
    dates: Mapping[DateForm, str]
    months: Mapping[str, tuple[str, ...]]
    halves: tuple[str, ...]


def locale(tag: str) -> Locale:
    """Return the conventions of a language, in a country if the tag names one: `de`, `de-AT`, `pt_BR`.

    Raises:
        LocaleError: the language is not known; a country that is not known has what is common in its language.
    """
    found = _nearest(tag)
    if found is None:
        raise LocaleError(f"There is no language '{tag}'.", hint='Write a tag such as "de-DE", "en-GB" or "ar-EG".')
    return found


def accepted(header: str, otherwise: Locale) -> Locale:
    """Return the first language of an `Accept-Language` header that is known, weights counting (RFC 9110, 12.5.4)."""
    for tag in _by_weight(header):
        found = _nearest(tag)
        if found is not None:
            return found
    return otherwise


def _by_weight(header: str) -> Iterable[str]:
    weighted = []
    for each in header.split(",")[:20]:
        tag, _, weight = each.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), tag))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighted, key=lambda each: each[0]) if weight < 0]


@functools.lru_cache(64)
def _nearest(tag: str) -> Locale | None:
    language, *rest = tag.replace("_", "-").split("-")
    language = language.lower()
    whole = _table().get(language)
    if whole is None:
        return None
    country = next((each.upper() for each in rest if len(each) == 2 and each.isalpha()), "")
    name = f"{language}-{country}" if country else language
    return _read(name, {**whole, **_table().get(name, {})})


def _read(tag: str, told: Mapping[str, Any]) -> Locale:
    return Locale(
        tag=tag,
        **{key: told[key] for key in ("direction", "digits", "decimal", "group", "minus", "second", "least", "dates")},
        percent=tuple(told["percent"]),
        currency=tuple(told["currency"]),
        compact=tuple((left_out, before, after) for left_out, before, after in told["compact"]),
        months={form: tuple(names) for form, names in told["months"].items()},
        halves=tuple(told["halves"]),
    )


@functools.cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files("dashboards").joinpath("locales.json").read_text("utf-8")
    found: Mapping[str, Mapping[str, Any]] = json.loads(text)
    return found


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

EN_US = Locale(
    tag="en-US",
    direction="ltr",
    digits="0123456789",
    decimal=".",
    group=",",
    minus="-",
    second=3,
    least=1,
    percent=("", "%"),
    currency=("¤", ""),
    compact=tuple((step, "", unit) for step, unit in ((3, "K"), (6, "M"), (9, "B"), (12, "T")) for _ in range(3)),
    dates={
        "month": "{MMM} {y}",
        "day": "{MMM} {d}, {y}",
        "minute": "{MMM} {d}, {y}, {h}:{mm} {a}",
        "second": "{MMM} {d}, {y}, {h}:{mm}:{ss} {a}",
    },
    months={"month": _MONTHS, "day": _MONTHS},
    halves=("AM", "PM"),
)
"""What holds where nobody says otherwise; here, so that the table is read only where another language is wanted."""
