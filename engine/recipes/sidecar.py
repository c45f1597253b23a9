"""What `NAME.toml` says of the dataset that a recipe makes, checked key by key."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from engine.recipes.errors import RecipeError
from engine.recipes.recipe import FieldSetting, Recipe
from engine.store.fields import Calendar, Member, Role

Read = Callable[[object, "_Place"], Any]


def read_settings(recipe: Recipe, content: Mapping[str, object], file: Path) -> Recipe:
    """Return a recipe with its settings.

    Raises:
        RecipeError: a key or a value is not one of ours; the message says which.
    """
    values = _members(content, SETTINGS, _Place(file, ""))
    return dataclasses.replace(recipe, **values)


class _Place:
    """Where a value stands, for messages: the file and the names on the way to it."""

    def __init__(self, file: Path, way: str) -> None:
        self.file = file
        self.way = way

    def inside(self, key: str) -> _Place:
        """Return the place of a member."""
        return _Place(self.file, f"{self.way}.{key}" if self.way else key)

    def error(self, problem: str, hint: str) -> RecipeError:
        """Return an error about the value."""
        subject = f"'{self.way}'" if self.way else "The file"
        return RecipeError(f"{subject} {problem}.", hint=hint, file=self.file)


def _members(content: object, known: Mapping[str, Read], place: _Place) -> dict[str, Any]:
    if not isinstance(content, Mapping):
        raise place.error("is not a table", "Write it as a heading in brackets with keys below.")
    found = {}
    for key, value in content.items():
        if key not in known:
            raise place.inside(key).error("is no setting", _suggestion(key, known))
        found[key] = known[key](value, place.inside(key))
    if "fiscal" in found:
        found["calendar"] = found.pop("fiscal")
    return found


def _suggestion(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Settings here: {', '.join(known)}."


def _text(value: object, place: _Place) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.error("is not a text", f'For instance: {place.way.rpartition(".")[2]} = "text"')
    return value


def _texts(value: object, place: _Place) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) and each.strip() for each in items):
        raise place.error("is neither a text nor a list of texts", f'For instance: {place.way} = ["first", "second"]')
    return tuple(dict.fromkeys(str(each) for each in items))


def _number(value: object, place: _Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise place.error("is not a number", "For instance: 100")
    return float(value)


def _truth(value: object, place: _Place) -> bool:
    if not isinstance(value, bool):
        raise place.error("is neither true nor false", "Write true or false, without quotes.")
    return value


def _role(value: object, place: _Place) -> str:
    if value not in get_args(Role):
        raise place.error("is no role", f"Roles are {', '.join(get_args(Role))}.")
    return str(value)


def _whole(least: int, most: int) -> Read:
    def read(value: object, place: _Place) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise place.error("is not a whole number that it can be", f"Write a number from {least} to {most}.")
        return value

    return read


def _calendar(value: object, place: _Place) -> Calendar:
    values = _members(value, CALENDAR, place)
    return Calendar(
        first_month_offset=values.get("month_offset", 0),
        named_by_end=values.get("named_by_end", True),
        first_weekday=values.get("first_weekday", -1),
    )


def _table(value: object, place: _Place) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise place.error("is not a table", 'For instance: schedule = {every = "day", at = "06:00"}')
    return value


def _fields(value: object, place: _Place) -> Mapping[str, FieldSetting]:
    tables = _table(value, place)
    return {name: FieldSetting(**_members(each, FIELD, place.inside(name))) for name, each in tables.items()}


def _member_list(value: object, place: _Place) -> tuple[Member, ...]:
    tables = _table(value, place)
    return tuple(Member(name, **_members(each, _MEMBER, place.inside(name))) for name, each in tables.items())


CALENDAR: Mapping[str, Read] = {
    "month_offset": _whole(0, 11),
    "named_by_end": _truth,
    "first_weekday": _whole(-1, 6),
}
_MEMBER: Mapping[str, Read] = {"label": _text, "color": _text}
FIELD: Mapping[str, Read] = {
    "role": _role,
    "label": _text,
    "format": _text,
    "multiplier": _number,
    "members": _member_list,
    "hidden": _truth,
}
SETTINGS: Mapping[str, Read] = {
    "label": _text,
    "description": _text,
    "key": _texts,
    "main_date": _text,
    "fields": _fields,
    "fiscal": _calendar,
    "after": _texts,
    "schedule": _table,
}
