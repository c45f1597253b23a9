"""`coalesce`, `concat`, `flatten`, `join`, `slice`, `toArray` and `valueAt`: values made of values."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.bindings.scalar import scalar_text
from dashboards.errors import BindingError
from dashboards.model.json import Json


def manipulate(function: str, values: list[Json]) -> Json:
    """Return what a function makes of values."""
    return _FUNCTIONS[function](values)


def _coalesce(values: list[Json]) -> Json:
    return next((each for each in values if each is not None), None)


def _concat(values: list[Json]) -> Json:
    """Return the elements of all arrays in one; a scalar counts as an array of it."""
    present = [each if isinstance(each, list) else [each] for each in values if each is not None]
    return [inner for each in present for inner in each] if present else None


def _flatten(values: list[Json]) -> Json:
    value = values[0]
    if not isinstance(value, list):
        return value
    return [inner for each in value for inner in (each if isinstance(each, list) else [each])]


def _join(values: list[Json]) -> Json:
    flat = _flatten(values)
    if flat is None:
        return None
    several = flat if isinstance(flat, list) else [flat]
    return scalar_text(values[1]).join(scalar_text(each) for each in several)


def _slice(values: list[Json]) -> Json:
    value, bounds = values[0], [_index(each, "slice") if each is not None else None for each in values[1:]]
    return value[slice(*bounds, *([None] if len(bounds) == 1 else []))] if isinstance(value, list) else value


def _to_array(values: list[Json]) -> Json:
    return list(values)


def _value_at(values: list[Json]) -> Json:
    value, index = values[0], values[1]
    if value is None or index is None:
        return None
    place = _index(index, "valueAt")
    if not isinstance(value, list):
        return value if place in (0, -1) else None
    return value[place] if -len(value) <= place < len(value) else None


def _index(value: Json, function: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or int(value) != value:
        raise BindingError(f"{function} takes a whole number as a place, not {value!r}.")
    return int(value)


_FUNCTIONS: dict[str, Callable[[list[Json]], Json]] = {
    "coalesce": _coalesce,
    "concat": _concat,
    "flatten": _flatten,
    "join": _join,
    "slice": _slice,
    "toArray": _to_array,
    "valueAt": _value_at,
}
