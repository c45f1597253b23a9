"""Values of records: as they are kept, as JSON has them, and as a bulk result's CSV has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from connectors.standins.salesforce.describes import Describe
from connectors.standins.salesforce.identifiers import long_identifier

_COMPOUND = ("address", "location")


def stored(value: Any, type: str) -> Any:
    """Return a value as rows keep it. Empty text is None, as in Salesforce; a moment is in UTC, to the millisecond.

    Raises:
        TypeError: the value makes no sense for a field of this type.
    """
    if value is None or value == "":
        return False if type == "boolean" else None
    if type == "datetime":
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(moment, dt.datetime) or moment.tzinfo is None:
            raise TypeError(f"{value!r} is no moment with a zone")
        moment = moment.astimezone(dt.UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    if type == "date":
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
    if type == "time":
        return dt.time.fromisoformat(value.rstrip("Z")) if isinstance(value, str) else value
    if type in ("id", "reference"):
        return long_identifier(value)
    if type == "multipicklist" and not isinstance(value, str):
        return ";".join(value) or None
    return value


def moment_text(moment: dt.datetime, zone: str = "+0000") -> str:
    """Return a moment as JSON has it, `2026-03-04T05:06:07.000+0000`, or with another spelling of the zone."""
    return moment.isoformat(timespec="milliseconds")[:23] + zone


def _time_text(time: dt.time) -> str:
    return time.isoformat(timespec="milliseconds")[:12] + "Z"


def json_maker(table_fields: Mapping[str, Describe], field: Describe, version: str) -> Callable[[dict[str, Any]], Any]:
    """Return a function from a row to what JSON has for a field."""
    name, type = field["name"], field["type"]
    if type in _COMPOUND:
        return _compound_maker(table_fields, name)
    if type == "base64":
        return lambda row: None if row[name] is None else f"/services/data/{version}/sobjects/{row['Id']}/{name}"
    if type == "datetime":
        return lambda row: None if row[name] is None else moment_text(row[name])
    if type == "date":
        return lambda row: None if row[name] is None else row[name].isoformat()
    if type == "time":
        return lambda row: None if row[name] is None else _time_text(row[name])
    return lambda row: row[name]


def _compound_maker(table_fields: Mapping[str, Describe], name: str) -> Callable[[dict[str, Any]], Any]:
    parts = {_part(each): each for each, field in table_fields.items() if field["compoundFieldName"] == name}

    def make(row: dict[str, Any]) -> Any:
        found = {part: row[each] for part, each in parts.items()}
        return found if any(value is not None for value in found.values()) else None

    return make


def _part(name: str) -> str:
    """Return what a part is called within its compound: BillingPostalCode is postalCode, Site__Latitude__s latitude."""
    ends = ("Street", "City", "State", "PostalCode", "Country", "Latitude", "Longitude", "GeocodeAccuracy")
    bare = name.removesuffix("__s").removesuffix("Code") if name.endswith("StateCode") else name.removesuffix("__s")
    for end in ends:
        if bare.endswith(end):
            return end[0].lower() + end[1:]
    return name[0].lower() + name[1:]


def read_text(text: str, type: str) -> Any:
    """Return the value that a bulk result's text stands for: the other way round from `csv_maker`."""
    if text == "" or type == "boolean":
        return text == "true" if type == "boolean" else None
    if type in ("int", "long"):
        return int(text)
    if type in ("double", "currency", "percent"):
        return float(text)
    return stored(text, type)


def csv_maker(type: str) -> Callable[[Any], str]:
    """Return a function from a value to its text in a bulk result; None is empty text."""
    if type == "boolean":
        return lambda value: "true" if value else "false"
    if type == "datetime":
        return lambda value: "" if value is None else moment_text(value, "Z")
    if type == "date":
        return lambda value: "" if value is None else value.isoformat()
    if type == "time":
        return lambda value: "" if value is None else _time_text(value)
    if type in ("double", "currency", "percent"):
        return lambda value: "" if value is None else repr(float(value)).replace("e+", "E").replace("e", "E")
    return lambda value: "" if value is None else str(value).replace('"', '""')
