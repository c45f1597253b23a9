"""The functions of the old designer's bindings: `selection(step)`, `field(.., 'name')`, `single_quote(..)`."""

from __future__ import annotations

from dashboards.bindings.sources import Rows
from dashboards.compact import quote
from dashboards.errors import BindingError
from dashboards.model.json import Json


def unwrapped(rows: Rows) -> Json:
    """Return the values of the first column; none is null."""
    if not rows.rows or not rows.columns:
        return None
    return [row.get(rows.columns[0]) for row in rows.rows]


def field_of(rows: Rows, name: Json) -> Json:
    """Return the values of a column; an empty table is null."""
    if not rows.rows:
        return None
    if name not in rows.columns:
        raise BindingError(f"The binding asks for the column '{name}', which is not there.")
    return [row.get(str(name)) for row in rows.rows]


def in_single_quotes(value: Json) -> Json:
    """Return names in single quotes, several in parentheses."""
    if value is None:
        return "all"
    several = value if isinstance(value, list) else [value]
    return quote.names([str(each) for each in several])
