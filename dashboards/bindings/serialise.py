"""`asString`, `asEquality`, `asDateRange` and the others: values as parts of a query.

Null is what an empty selection gives. It becomes the form that restricts nothing: `in all`, or `all` for groups.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboards.bindings.date_ranges import date_range
from dashboards.bindings.scalar import scalar_text
from dashboards.compact import quote
from dashboards.errors import BindingError
from dashboards.model.json import Json


def serialise(function: str, value: Json, arguments: list[Json]) -> Json:
    """Return what a serialiser makes of a value; `arguments` are those in its parentheses."""
    return _SERIALISERS[function](value, arguments)


def _string(value: Json, _: list[Json]) -> Json:
    """Return a text; a list stays one, of texts: how it is written depends on where it stands."""
    return [_string(each, _) for each in value] if isinstance(value, list) else scalar_text(value)


def _object(value: Json, _: list[Json]) -> Json:
    return value


def _equality(value: Json, arguments: list[Json]) -> Json:
    fields = [inner for each in arguments for inner in (each if isinstance(each, list) else [each])]
    names = [scalar_text(each) for each in fields]
    if len(names) > 1:
        return _tuples(value, names)
    field = quote.name(names[0]) if names and names[0] else ""
    if not field:
        raise BindingError("asEquality has no field.")
    if value is None:
        return f"{field} in all"
    if not isinstance(value, list):
        return f"{field} == {quote.literal(value)}"
    flat = [inner for each in value for inner in (each if isinstance(each, list) else [each])]
    present = [quote.literal(each) for each in flat if each is not None]
    parts = [f"{field} in [{', '.join(present)}]"] if present or None not in flat else []
    if None in flat:
        parts.append(f"{field} is null")
    return parts[0] if len(parts) == 1 else f"({' || '.join(parts)})"


def _tuples(value: Json, names: list[str]) -> Json:
    """Return the condition on several fields: `and` within a row, `or` between rows."""
    if value is None:
        return " && ".join(f"{quote.name(each)} in all" for each in names)
    rows = value if isinstance(value, list) and value and isinstance(value[0], list) else [value]
    conditions = []
    for row in rows:
        values = row if isinstance(row, list) else [row]
        pairs = zip(names, values, strict=False)
        conditions.append(" && ".join(f"{quote.name(name)} == {quote.literal(each)}" for name, each in pairs))
    return " || ".join(f"({each})" for each in conditions)


def _range(value: Json, arguments: list[Json]) -> Json:
    field = quote.name(scalar_text(arguments[0]))
    bounds = value[0] if isinstance(value, list) and value and isinstance(value[0], list) else value
    if bounds is None:
        return f"{field} in all"
    if not isinstance(bounds, list) or len(bounds) != 2:
        raise BindingError("asRange takes a lower and an upper value.")
    signs = zip((">=", "<="), bounds, strict=True)
    present = [f"{field} {sign} {quote.literal(each)}" for sign, each in signs if each is not None]
    return " && ".join(present) or f"{field} in all"


def _date_range(value: Json, arguments: list[Json]) -> Json:
    return date_range(value, scalar_text(arguments[0]))


def _grouping(value: Json, _: list[Json]) -> Json:
    names = [scalar_text(each) for each in value] if isinstance(value, list) else [scalar_text(value)]
    return "all" if value is None or not names else quote.names(names)


def _order(value: Json, _: list[Json]) -> Json:
    if value is None:
        raise BindingError("asOrder has no field: its step has no selection.")
    keys = value if isinstance(value, list) else [value]
    texts = []
    for each in keys:
        parts = each if isinstance(each, list) else [each, "asc"]
        direction = scalar_text(parts[1] if len(parts) > 1 else None).lower() or "asc"
        if direction not in ("asc", "desc"):
            raise BindingError(f"asOrder has the direction '{direction}'; there are asc and desc.")
        texts.append(f"{quote.name(scalar_text(parts[0]))} {direction}")
    return f"({', '.join(texts)})"


def _projection(value: Json, _: list[Json]) -> Json:
    if not isinstance(value, list) or not value:
        raise BindingError("asProjection takes rows of an expression and a name.")
    rows = value if isinstance(value[0], list) else [value]
    pairs = [[scalar_text(part) for part in row] for row in rows if isinstance(row, list) and len(row) == 2]
    return ", ".join(f"{expression} as {quote.name(name)}" for expression, name in pairs)


def _having(_: Json, __: list[Json]) -> Json:
    raise BindingError("asHaving is for SQL steps, which are not available yet.")


_SERIALISERS: dict[str, Callable[[Json, list[Json]], Json]] = {
    "asString": _string,
    "asObject": _object,
    "asEquality": _equality,
    "asRange": _range,
    "asDateRange": _date_range,
    "asGrouping": _grouping,
    "asOrder": _order,
    "asProjection": _projection,
    "asHaving": _having,
}
