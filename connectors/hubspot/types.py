"""Properties of HubSpot to Arrow: all values come as texts, or not at all.

Property types: developers.hubspot.com, "Properties", 2026. An empty text is no value. The portal's time zone is never
applied: dates are days, and instants are in UTC.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa

TIMESTAMP = pa.timestamp("ms", tz="UTC")
TEXTS = pa.list_(pa.string())

_BY_TYPE: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "phone_number": pa.string(),
    "json": pa.string(),
    "object_coordinates": pa.string(),
    "enumeration": pa.string(),
    "number": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "datetime": TIMESTAMP,
}
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)
_DAY_MS = 86_400_000
_FIRST_MS = -62_135_596_800_000  # 0001-01-01
_LAST_MS = 253_402_300_799_999  # 9999-12-31T23:59:59.999


def arrow_type(kind: str, shown_as: str) -> pa.DataType | None:
    """Return the Arrow type of a property's `type` and `fieldType`; None where HubSpot has a type new to us."""
    if shown_as == "booleancheckbox":
        return pa.bool_()
    if kind == "enumeration" and shown_as == "checkbox":
        return TEXTS
    return _BY_TYPE.get(kind)


def column(values: Iterable[Any], to: pa.DataType) -> tuple[pa.Array, int]:
    """Return texts (None where there is none) as a column of a type, and how many of them are no such value.

    What comes as a number, a boolean or a list already is taken as such a text would be.
    """
    read = _READERS[to]
    found: list[Any] = []
    bad = 0
    for value in values:
        if value is None or value == "":
            found.append(None)
            continue
        try:
            found.append(value if isinstance(value, list) else read(_plain(value)))
        except ValueError:
            found.append(None)
            bad += 1
    return pa.array(found, to), bad


def milliseconds(text: str) -> int:
    """Return an instant in milliseconds since 1970, from ISO 8601 or from such milliseconds.

    Raises:
        ValueError: it is neither, or not in the years 1 to 9999.
    """
    if _WHOLE.fullmatch(text):
        found = int(text)
    else:
        moment = dt.datetime.fromisoformat(text)
        # An offset may lead out of the years that datetime has, so it is taken away as a difference.
        offset = moment.utcoffset() or dt.timedelta()
        found = (moment.replace(tzinfo=dt.UTC) - _EPOCH - offset) // _MILLISECOND
    if not _FIRST_MS <= found <= _LAST_MS:
        raise ValueError
    return found


def moment(text: str) -> dt.datetime:
    """Return an instant in UTC; ValueError as `milliseconds`."""
    return _EPOCH + dt.timedelta(milliseconds=milliseconds(text))


def epoch_ms(at: dt.datetime) -> int:
    """Return the first millisecond since 1970 that is not before an instant."""
    return -((_EPOCH - at) // _MILLISECOND)


def _plain(value: object) -> str:
    """Return a value as the text that it would be in a property."""
    if isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(text: str) -> str:
    """Return a text without halves of characters, which JSON can have and UTF-8 can't."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError
    found = float(text)
    if math.isinf(found):
        raise ValueError
    return found


def _bool(text: str) -> bool:
    match text.strip().lower():
        case "true":
            return True
        case "false":
            return False
    raise ValueError


def _days(text: str) -> int:
    if _DAY.fullmatch(text):
        return (dt.date.fromisoformat(text) - _EPOCH.date()).days
    return milliseconds(text) // _DAY_MS


def _texts(text: str) -> list[str] | None:
    return [each for each in _text(text).split(";") if each] or None


_READERS: Mapping[pa.DataType, Callable[[str], Any]] = {
    pa.string(): _text,
    pa.float64(): _number,
    pa.bool_(): _bool,
    pa.date32(): _days,
    TIMESTAMP: milliseconds,
    TEXTS: _texts,
}
