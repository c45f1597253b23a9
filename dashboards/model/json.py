"""JSON values: their type, and reading parts of them without trusting their shape."""

from __future__ import annotations

import json
import math
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = dict[str, Json]


def decoded(value: Json) -> Json:
    """Return the JSON in a string that holds an object or a list, as exports have it in some places; else the value."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            inner: Json = json.loads(value)
        except ValueError:
            return value
        return inner
    return value


def as_object(value: Json) -> JsonObject:
    """Return the object, or an empty one where the value is none."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """Return the list, or an empty one where the value is none."""
    return value if isinstance(value, list) else []


def as_text(value: Json, otherwise: str = "") -> str:
    """Return the string, or `otherwise` where the value is none."""
    return value if isinstance(value, str) else otherwise


def as_number(value: Json) -> float | None:
    """Return a number, also where it is written as a text, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def as_count(value: Json, otherwise: int) -> int:
    """Return the value as a whole number, or `otherwise` where it is none; texts and numbers with a fraction count."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return otherwise
    try:
        return int(float(value))
    except (ValueError, OverflowError):
        return otherwise


def as_flag(value: Json, otherwise: bool) -> bool:
    """Return the boolean, also where it is written as a text, or `otherwise`."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), otherwise)
    return value if isinstance(value, bool) else otherwise


def field(value: JsonObject, name: str) -> Json:
    """Return a member of an object whatever the case of its name; None where there is none."""
    if name in value:
        return value[name]
    folded = name.casefold()
    return next((each for key, each in value.items() if key.casefold() == folded), None)
