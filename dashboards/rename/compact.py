"""Which texts of a compact query name fields of its dataset, and which name columns of its result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from dashboards.compact import ColumnOrigin, group_names, origins
from dashboards.compact.groups import SEPARATOR
from dashboards.compact.measures import default_name
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text
from dashboards.model.located import Node, Path
from dashboards.rename.names import Names

Role: TypeAlias = Literal["field", "column", "SAQL", "doubt"]

_WRITTEN: tuple[tuple[Role, str], ...] = (
    ("SAQL", r"pigql"),
    ("field", r"(measures|aggregateFilters)/\d+(/0)?/1|(groups|values|dimensions)/\d+(/\d+)?|filters/\d+/0(/\d+)?"),
    ("column", r"(order|orders)/\d+/(0(/\d+)?|name)|aggregateFilters/\d+/0|measuresMap/.*"),
    ("column", r"sources/\d+/columns/\d+/name"),
    ("column", r"(rowTotals|columnTotals|columnGroups)/\d+(/\d+)?"),
    ("field", r"sources/\d+/columns/\d+/field(/1)?|sources/\d+/(groups/\d+(/\d+)?|filters/\d+/0(/\d+)?)"),
    ("field", r"sourceFilters/[^/]+/filters/\d+/0(/\d+)?"),
    ("doubt", r"(sources/\d+/columns/\d+/)?formula"),
)
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in _WRITTEN)
_COLUMN_QUERY = re.compile(r"columns/\d+/query/")


def role_of(path: Path) -> Role | None:
    """Return what a text of a compact query is, by its path in it; None where it is neither field nor column."""
    written = "/".join(map(str, path))
    column = _COLUMN_QUERY.match(written)
    if column is not None:
        written = written[column.end() :]
    return next((role for role, pattern in _ROLES if pattern.fullmatch(written)), None)


def texts(query: Node) -> Iterator[tuple[Path, Node]]:
    """Yield the texts of a compact query with their paths, without what it is wrapped in."""
    inner = query.decoded()
    while (wrapped := inner.get("query")) is not None:
        inner = wrapped.decoded()
    for path, node in inner.walk():
        if node.passage is not None:
            yield path, node


def source_of(path: Path, query: Json) -> str | None:
    """Return the source of form 2.0 that a path is in, or None."""
    match path:
        case ("sources", int(place), *_):
            sources = as_list(as_object(query).get("sources"))
            return as_text(as_object(sources[place]).get("name"))
        case ("sourceFilters", str(name), *_):
            return name
        case _:
            return None


def renamed_columns(query: JsonObject, names: Names) -> dict[str, str]:
    """Return the columns of a result that get other names: fields, composite dates, and measures like `sum_x`."""
    found: dict[str, str] = {}
    made = {**origins(query), **{each: ColumnOrigin(None, each) for each in group_names(query)}}
    for name, origin in made.items():
        new, field = name, origin.field or ""
        if origin.function is not None and name == default_name(origin.function, field):
            new = default_name(origin.function, names.get(field, field))
        elif origin.function is None and field == name and ("sources" not in query or name in group_names(query)):
            new = SEPARATOR.join(names.get(part, part) for part in name.split(SEPARATOR))
        if new != name:
            found[name] = new
    return found
