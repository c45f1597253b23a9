"""Instants in UTC, and the same as clocks of a time zone show them. Both are milliseconds from the start of 1970."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.kernels.arrays import DAY, Array, validity, values

DAY_LENGTH = 86_400_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EARLIEST = -62_135_596_800_000
_LATEST = 253_402_300_799_999


def is_utc(zone: dt.tzinfo) -> bool:
    """Return whether the zone is UTC itself."""
    return zone is dt.UTC or str(zone) in ("UTC", "Etc/UTC")


def local(instants: Array, zone: dt.tzinfo) -> Array:
    """Return instants as clocks of the zone show them."""
    if is_utc(zone) or not len(instants):
        return instants
    days, places = np.unique(instants // DAY_LENGTH, return_inverse=True)
    starts = np.array([_offset(int(day) * DAY_LENGTH, zone) for day in days], np.int64)
    ends = np.array([_offset((int(day) + 1) * DAY_LENGTH - 1, zone) for day in days], np.int64)
    offsets = starts[places]
    for row in np.flatnonzero((starts != ends)[places]):  # days on which the clocks are changed
        offsets[row] = _offset(int(instants[row]), zone)
    return instants + offsets


def instants(local_times: Array, zone: dt.tzinfo) -> Array:
    """Return the instants at which clocks of the zone show these times, the first of two."""
    if is_utc(zone) or not len(local_times):
        return local_times
    times, places = np.unique(local_times, return_inverse=True)
    found = np.array([_instant(int(each), zone) for each in times], np.int64)
    return found[places]


def local_times(dates: pa.Array, zone: dt.tzinfo) -> Array:
    """Return the local times of a column of instants or days; what is null is time 0."""
    numbers = values(dates).astype(np.int64)
    valid = validity(dates)
    if valid is not None:
        numbers[~valid] = 0
    return numbers * DAY_LENGTH if dates.type == DAY else local(numbers, zone)


def days(dates: pa.Array, zone: dt.tzinfo) -> Array:
    """Return the day numbers of a column of instants or days; what is null is day 0."""
    if dates.type == DAY and not dates.null_count:
        return values(dates)
    return local_times(dates, zone) // DAY_LENGTH


def _offset(instant: int, zone: dt.tzinfo) -> int:
    moment = _EPOCH + dt.timedelta(milliseconds=min(max(instant, _EARLIEST + DAY_LENGTH), _LATEST - DAY_LENGTH))
    offset = moment.astimezone(zone).utcoffset() or dt.timedelta()
    return round(offset.total_seconds() * 1000)


def _instant(local_time: int, zone: dt.tzinfo) -> int:
    clamped = min(max(local_time, _EARLIEST + DAY_LENGTH), _LATEST - DAY_LENGTH)
    shown = (_EPOCH + dt.timedelta(milliseconds=clamped)).replace(tzinfo=zone)
    offset = shown.utcoffset() or dt.timedelta()
    return local_time - round(offset.total_seconds() * 1000)
