"""The functions of the old designer's bindings: `selection(step)`, `field(.., 'name')`, `single_quote(..)`."""

from __future__ import annotations

import json

from dashboards.bindings.sources import Rows
from dashboards.compact import quote
from dashboards.errors import BindingError
from dashboards.model.json import Json, JsonObject, as_object


def unwrapped(rows: Rows) -> Json:
    """Return the different values of the first column, or of the one behind what is displayed; none is null."""
    if not rows.rows or not rows.columns:
        return None
    column = "value" if rows.columns[0] == "display" and "value" in rows.columns else rows.columns[0]
    # Several rows of the same value are one: results of computations over ungrouped rows are so.
    return [*{json.dumps(row.get(column)): row.get(column) for row in rows.rows}.values()]


def field_of(rows: Rows, name: Json) -> Json:
    """Return the values of a column, or of a member of the objects that a static step has as values.

    An empty table is null.
    """
    if not rows.rows:
        return None
    if name in rows.columns:
        return [row.get(str(name)) for row in rows.rows]
    objects = [_object(row.get("value")) for row in rows.rows]
    if not any(str(name) in each for each in objects):
        raise BindingError(
            f"The binding asks for the column '{name}', which is not there.",
            hint=f"Columns: {', '.join(rows.columns[:8])}.",
        )
    return [each.get(str(name)) for each in objects]


def either(values: list[Json]) -> Json:
    """Return the first value that is something (not null, zero or empty), else the last."""
    return next((each for each in values if _bare(each)), values[-1])


def shifted(value: Json, offset: Json) -> Json:
    """Return the sum of two numbers; null where the first is none."""
    number, more = quote.number(_bare(value)), quote.number(offset)
    return None if number is None or more is None else number + more


def _bare(value: Json) -> Json:
    """Return the only element of a list, and what is no list as it is."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


def _object(value: Json) -> JsonObject:
    return as_object(_bare(value))


def in_single_quotes(value: Json) -> Json:
    """Return names in single quotes, several in parentheses."""
    if value is None:
        return "all"
    several = value if isinstance(value, list) else [value]
    return quote.names([str(each) for each in several])
