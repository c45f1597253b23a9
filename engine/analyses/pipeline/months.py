"""Days and months as numbers: days since 1970-01-01, months since January 1970, both of UTC."""

from __future__ import annotations

import numpy as np

from engine.kernels.arrays import Array

QUARTER = 3


def month_of(days: Array) -> Array:
    """Return the month that each day is in; a day that is not known (NaN) is in month -1."""
    known = np.isfinite(days)
    whole = np.floor(np.where(known, days, 0)).astype(np.int64).astype("datetime64[D]")
    return np.where(known, whole.astype("datetime64[M]").astype(np.int64), -1)


def start_of(months: Array) -> Array:
    """Return the first day of each month."""
    return np.asarray(months, np.int64).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def same_day_of(months: Array, day: float) -> Array:
    """Return in each month the moment as far from its first day as `day` is from that of its own month.

    In a shorter month it is the last moment of it.
    """
    apart = day - float(start_of(month_of(np.array([day])))[0])
    return np.minimum(start_of(months) + apart, start_of(np.asarray(months) + 1) - 1e-6)


def quarter_of(months: Array, first_month: int = 1) -> Array:
    """Return the first month of the quarter that each month is in; `first_month` begins the fiscal year."""
    shift = (first_month - 1) % QUARTER
    return (np.asarray(months, np.int64) - shift) // QUARTER * QUARTER + shift
