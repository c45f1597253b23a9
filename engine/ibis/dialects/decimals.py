"""Numbers rounded by their decimals, where an engine rounds the binary ones: 2.355 is a little less than that."""

from __future__ import annotations

import ibis

from engine.ibis.functions.math import number as constant
from engine.ibis.stream import Value

_DIGITS = 12
_BOUND = 1e15
"""Beyond, a number has no decimals to speak of; below, it fits a decimal of 38 digits."""


def rounded_as_decimals(number: Value, digits: int) -> Value:
    """Return float64 with so many digits, halves away from zero."""
    if not 0 < digits < _DIGITS:
        return number.round(digits)
    fits = (number.abs() < constant(_BOUND)).ifelse(number, ibis.null("float64"))
    exact = fits.cast(f"decimal(38, {_DIGITS})").round(digits).cast("float64")
    return ibis.coalesce(exact, number.round(digits).cast("float64"))
