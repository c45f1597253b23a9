"""Relative dates: `"current quarter - 1 year"`, `"30 days ago"`, `"2 years ahead + 3 months"`.

A number and its unit need not agree (`1 months ago`): deployed dashboards do not care. Source: reference, date filters.
"""

from __future__ import annotations

import re

from saql.typed.expressions import RelativeDate, Shift

UNITS = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")
"""The periods that a relative date can name."""

_UNIT = rf"({'|'.join(UNITS)})s?"
_BASE = re.compile(rf"\s*(?:current\s+{_UNIT}|(\d+)\s+{_UNIT}\s+(ago|ahead))")
_SHIFT = re.compile(rf"\s*([+-])\s*(\d+)\s+{_UNIT}(?![a-z_])")


_WORDS = {"today": "current day", "now": "current day", "yesterday": "1 day ago", "tomorrow": "1 day ahead"}
_ASIDE = re.compile(rf"(this|curr?ent|last|past|previous|prior|next)\s+(?:(\d+)\s+)?{_UNIT}", re.IGNORECASE)
_BARE = re.compile(rf"(\d+)\s+{_UNIT}(?:\s+(?:before|back|earlier|from now|later))?", re.IGNORECASE)
_AHEAD = ("next", "later", "from now")


def suggested(text: str) -> str | None:
    """Return what may be meant by a text that is no relative date, as a query has it, or None: `"last 30 days"`."""
    plain = " ".join(text.split())
    if plain.lower() in _WORDS:
        return f'"{_WORDS[plain.lower()]}"'
    if relative_date(plain.lower()) is not None:
        return f'["{plain.lower()}" .. "{plain.lower()}"]'
    aside, bare = _ASIDE.fullmatch(plain), _BARE.fullmatch(plain)
    direction = "ahead" if plain.lower().startswith(_AHEAD) or plain.lower().endswith(_AHEAD) else "ago"
    if bare is not None:
        return f'"{bare[1]} {bare[2].lower()}s {direction}"'
    if aside is None:
        return None
    word, number, unit = aside[1].lower(), aside[2], aside[3].lower()
    if word == "this" or word.startswith("cur"):
        return f'"current {unit}"'
    if number is None:
        return f'"1 {unit} {direction}"'
    ends = (
        (f"{number} {unit}s ago", f"current {unit}")
        if direction == "ago"
        else ("current " + unit, f"{number} {unit}s ahead")
    )
    return f'["{ends[0]}" .. "{ends[1]}"]'


def relative_date(text: str) -> RelativeDate | None:
    """Return what a relative date says, or None for a text that is none."""
    base = _BASE.match(text)
    if base is None:
        return None
    current, number, unit, direction = base.groups()
    shifts = []
    if current is None and int(number):
        shifts.append(Shift(-int(number) if direction == "ago" else int(number), unit))
    place = base.end()
    while place < len(text.rstrip()):
        shift = _SHIFT.match(text, place)
        if shift is None:
            return None
        sign, amount, shifted = shift.groups()
        shifts.append(Shift(-int(amount) if sign == "-" else int(amount), shifted))
        place = shift.end()
    return RelativeDate(current or unit, tuple(shifts))
