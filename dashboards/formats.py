"""Numbers as text: the patterns of CRM Analytics (`$#,##0.00`), and short forms (1.2K, 3.4M), as a language has them.

The page does the same in web/src/format.js; what differs between the two is a mistake.
"""

from __future__ import annotations

import json
import math
import re
from decimal import ROUND_HALF_UP, Decimal

from dashboards.locale import EN_US, Locale
from dashboards.metadata import ShownField
from dashboards.metadata.measures import custom_format

NO_NUMBER = "\N{EN DASH}"
"""Stands for what is no number."""

_PATTERN = re.compile(r"^(.*?)((?:#|0|,)[#0,]*(?:\.[#0]+)?)(.*)$", re.DOTALL)
_SIGNS = r"[$\u00a2-\u00a5\u20a0-\u20cf]"
_CURRENCY = re.compile(_SIGNS)
_SIGN = re.compile(rf"[A-Z]{{0,3}}{_SIGNS}|[A-Z]{{3}}")
"""A sign or a code of a currency that stands alone beside the number of a pattern."""

_LAST_POWER = 14
_MARKS = "\u200e\u200f\u061c"


def pattern_of(field: ShownField | None) -> str | None:
    """Return the pattern of a field, or None where it has none.

    A `%` in a pattern multiplies by 100. Where the field has another multiplier, the pattern is written with it, as
    `customFormat` is: `["#,##0K",0.001]`.
    """
    if field is None or field.format is None:
        return None
    wanted = 100.0 if "%" in field.format else 1.0
    return field.format if field.multiplier == wanted else custom_format(field.format, field.multiplier)


def pattern_and_factor(pattern: str) -> tuple[str, float]:
    """Return a pattern without its multiplier, and by what it multiplies a number."""
    if pattern.startswith("["):
        try:
            content = json.loads(pattern)
        except ValueError:
            content = None
        match content:
            case [str(text), int(factor) | float(factor)] if factor > 0:
                return text, float(factor)
    return pattern, 100.0 if "%" in pattern else 1.0


def number_text(value: float, pattern: str | None = None, locale: Locale = EN_US) -> str:
    """Return a number by a pattern; without one grouped, with at most two decimals, small ones with four digits.

    Separators, and where the sign of a currency or per cent goes, are as the locale has them. After a semicolon a
    pattern has another for numbers below zero, after a second one that for zero.
    """
    if not math.isfinite(value):
        return NO_NUMBER
    text, factor = pattern_and_factor(pattern or "")
    first, *others = text.split(";")
    shown = value * factor
    if _PATTERN.match(first) is None or not math.isfinite(shown):
        return _plain(value, locale)
    number = _by_section(first, abs(shown), locale)
    if number == _by_section(first, 0, locale):  # it may be rounded to that
        return _by_section(others[1], 0, locale) if others[1:] and others[1] else number
    if shown < 0 and others and others[0]:
        return _by_section(others[0], -shown, locale)
    return _by_section(first, abs(shown), locale, locale.minus if shown < 0 else "")


def _by_section(section: str, size: float, locale: Locale, sign: str = "") -> str:
    """Return a size by one of the sections of a pattern; one without digits is a text that stands for the number."""
    matched = _PATTERN.match(section)
    if matched is None:
        return _unquoted(section)
    before, digits, after = matched.groups()
    whole, _, fraction = digits.partition(".")
    number = _rounded(size, len(fraction), fraction.count("0"))
    prefix, suffix = affixes(before, after, locale)
    text = _written(number, locale, max(1, whole.count("0")), grouped="," in whole)
    return f"{_signed(sign, prefix)}{text}{suffix}"


def compact_text(value: float, pattern: str | None = None, locale: Locale = EN_US) -> str:
    """Return a short form: 950, 1.2K, 3.4M; a currency sign stays. What is multiplied (%) is not shortened."""
    if not math.isfinite(value):
        return NO_NUMBER
    text, factor = pattern_and_factor(pattern or "")
    if "%" in text or factor != 1.0:
        return number_text(value, pattern, locale)
    found = _CURRENCY.search(text)
    before, after = _with_sign(found.group(), locale) if found else ("", "")
    sign = locale.minus if value < 0 else ""
    return f"{_signed(sign, before)}{_short(abs(value), locale)}{after}"


def _short(size: float, locale: Locale) -> str:
    number = Decimal(repr(float(size)))
    power = number.adjusted() if number else 0
    while True:
        left_out, before, after = locale.compact[min(power, _LAST_POWER) - 3] if power >= 3 else (0, "", "")
        decimals = 0 if power >= 3 and left_out == 0 else 1
        shown = number.scaleb(-left_out).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        # A size that rounds up to the next power is shown as that: 999,960 is 1M, not 1000K.
        if not shown or shown.adjusted() + left_out <= power:
            break
        power += 1
    text = f"{shown:f}".removesuffix(".0")
    return f"{before}{_written(text, locale, 1, grouped=True, least=2)}{after}"


def _plain(value: float, locale: Locale) -> str:
    size, sign = abs(value), locale.minus if value < 0 else ""
    if 0 < size < 1:
        return sign + _written(_rounded(size, 3 - math.floor(math.log10(size)), 0), locale, 1, grouped=True)
    return sign + _written(_rounded(size, 2, 0), locale, 1, grouped=True)


def _rounded(size: float, most: int, least: int) -> str:
    """Return a number that is not negative with `least` to `most` decimals."""
    rounded = Decimal(repr(float(size))).quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    head, _, tail = f"{rounded:f}".partition(".")
    tail = tail[:least] + tail[least:].rstrip("0")
    return f"{head}.{tail}" if tail else head


def _written(number: str, locale: Locale, digits: int, *, grouped: bool, least: int = 1) -> str:
    """Return a number with the separators and digits of a locale.

    Args:
        number: a number that is not negative, such as `1234.5`.
        locale: whose separators and digits.
        digits: the fewest before the point.
        grouped: whether there are groups.
        least: digits before the first separator from which on there is one; the locale may want more.
    """
    head, point, tail = number.partition(".")
    head = head.rjust(digits, "0")
    if grouped and len(head) >= 3 + max(least, locale.least):
        first, rest = head[:-3], head[-3:]
        cuts = range(len(first) % locale.second or locale.second, len(first) + 1, locale.second)
        starts = [0, *cuts]
        parts = [first[start:end] for start, end in zip(starts, cuts, strict=False)]
        head = locale.group.join([*parts, rest])
    text = head + (locale.decimal + tail if point else "")
    return text if locale.digits == EN_US.digits else text.translate(str.maketrans(EN_US.digits, locale.digits))


def affixes(before: str, after: str, locale: Locale) -> tuple[str, str]:
    """Return what stands beside a number, as a pattern says; signs stand where the locale has them."""
    before, after = _unquoted(before), _unquoted(after)
    if before == "" and after.strip() == "%":
        return locale.percent
    first, last = before.strip(), after.strip()
    alone = not (first and last) and _SIGN.fullmatch(first or last)
    return _with_sign(first or last, locale) if alone else (before, after)


def _with_sign(sign: str, locale: Locale) -> tuple[str, str]:
    """Return the sign of a currency in its place; a code is set apart."""
    before, after = locale.currency
    apart = "\N{NO-BREAK SPACE}" if sign[-1:].isalpha() else ""
    head = before.replace("¤", sign) + apart if before.endswith("¤") else before
    return head, (apart if after.startswith("¤") else "") + after.replace("¤", sign)


def _signed(sign: str, before: str) -> str:
    """Return what stands before a number. Marks that only turn the direction come first: the sign stays beside it."""
    return before + sign if not before.strip(_MARKS) else sign + before


def _unquoted(text: str) -> str:
    return re.sub(r"[\"'\\]", "", text)
