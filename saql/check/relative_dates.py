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
