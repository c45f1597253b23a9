"""Numbers as text: the patterns of CRM Analytics (`$#,##0.00`), and short forms (1.2K, 3.4M).

The page does the same in web/src/format.js; what differs between the two is a mistake.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from engine.store import DatasetField

NO_NUMBER = "\N{EN DASH}"
"""Stands for what is no number."""

_PATTERN = re.compile(r"^(.*?)((?:#|0|,)[#0,]*(?:\.[#0]+)?)(.*)$", re.DOTALL)
_CURRENCY = re.compile(r"[$€£¥]")
_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))


def pattern_of(field: DatasetField | None) -> str | None:
    """Return the pattern of a field, or None where it has none that can be shown.

    A `%` in a pattern multiplies by 100; a field with another multiplier is shown without its pattern.
    """
    if field is None or field.format is None:
        return None
    wanted = 100.0 if "%" in field.format else 1.0
    return field.format if field.multiplier == wanted else None


def number_text(value: float, pattern: str | None = None) -> str:
    """Return a number by a pattern; without one grouped, with at most two decimals, small ones with four digits."""
    if not math.isfinite(value):
        return NO_NUMBER
    matched = _PATTERN.match(pattern.split(";")[0]) if pattern else None
    if matched is None:
        return _plain(value)
    before, digits, after = matched.groups()
    shown = value * 100 if pattern is not None and "%" in pattern else value
    whole, _, fraction = digits.partition(".")
    text = _rounded(abs(shown), len(fraction), fraction.count("0"), grouped="," in whole)
    least = max(1, whole.count("0"))
    head, point, tail = text.partition(".")
    text = head.rjust(least, "0") + point + tail
    sign = "-" if shown < 0 and re.search(r"[1-9]", text) else ""
    return f"{sign}{_unquoted(before)}{text}{_unquoted(after)}"


def compact_text(value: float, pattern: str | None = None) -> str:
    """Return a short form: 950, 1.2K, 3.4M. A currency sign stays; a percentage is not shortened."""
    if not math.isfinite(value):
        return NO_NUMBER
    if pattern and "%" in pattern:
        return number_text(value, pattern)
    found = _CURRENCY.search(pattern) if pattern else None
    sign = "-" if value < 0 else ""
    return f"{sign}{found.group() if found else ''}{_short(abs(value))}"


def _short(size: float) -> str:
    # A size that rounds up to the next unit is shown in that unit: 999,960 is 1M, not 1000K.
    for step, unit in _STEPS:
        if size >= step * 0.99995:
            return _rounded(size / step, 1, 0, grouped=True) + unit
    return _rounded(size, 1, 0, grouped=True)


def _plain(value: float) -> str:
    size, sign = abs(value), "-" if value < 0 else ""
    if 0 < size < 1:
        digits = 3 - math.floor(math.log10(size))
        return sign + _rounded(size, digits, 0, grouped=False)
    text = _rounded(size, 2, 0, grouped=True)
    return text if text == "0" else sign + text


def _rounded(size: float, most: int, least: int, *, grouped: bool) -> str:
    """Return a number that is not negative with `least` to `most` decimals."""
    rounded = Decimal(repr(float(size))).quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if grouped else f"{rounded:f}"
    if "." not in text:
        return text
    head, tail = text.split(".")
    tail = tail[:least] + tail[least:].rstrip("0")
    return f"{head}.{tail}" if tail else head


def _unquoted(text: str) -> str:
    return re.sub(r"[\"'\\]", "", text)
