"""`cell`, `column` and `row`: values from a result or a selection.

An empty source gives null. A row or a column that a source with rows does not have is an error.
"""

from __future__ import annotations

from dashboards.bindings.sources import Rows
from dashboards.errors import BindingError
from dashboards.model.json import Json


def select(function: str, source: Rows, arguments: list[Json]) -> Json:
    """Return what a selector takes from a source; `arguments` are those after the source."""
    if not source.rows:
        return None
    if function == "cell":
        return _row(source, arguments[0]).get(_column(source, arguments[1]))
    if function == "column":
        return _columns(source, arguments[0] if arguments else None)
    return _rows(source, arguments[0] if arguments else None, arguments[1] if len(arguments) > 1 else None)


def _columns(source: Rows, names: Json) -> Json:
    """Return one column as a list of values, several as a list for each."""
    wanted = _names(source, names)
    taken: list[Json] = [[row.get(name) for row in source.rows] for name in wanted]
    return taken[0] if len(taken) == 1 else taken


def _rows(source: Rows, indices: Json, names: Json) -> Json:
    """Return one row as a list of values, several as a list for each."""
    wanted = _names(source, names)
    single = isinstance(indices, list) and len(indices) == 1
    if isinstance(indices, int) and not isinstance(indices, bool):
        indices, single = [indices], True
    rows = [_row(source, each) for each in indices] if isinstance(indices, list) and indices else source.rows
    taken: list[Json] = [[row.get(name) for name in wanted] for row in rows]
    return taken[0] if single else taken


def _names(source: Rows, names: Json) -> list[str]:
    listed = names if isinstance(names, list) else [] if names is None else [names]
    return [_column(source, each) for each in listed] or list(source.columns)


def _column(source: Rows, name: Json) -> str:
    if isinstance(name, list) and len(name) == 1:
        name = name[0]
    if not isinstance(name, str):
        raise BindingError(f"A binding names a column by {name!r}, not by a text.")
    if name not in source.columns:
        raise BindingError(
            f"A binding asks for the column '{name}', which its step does not have.",
            hint=f"Columns: {', '.join(source.columns[:8])}.",
        )
    return name


def _row(source: Rows, index: Json) -> dict[str, Json]:
    if isinstance(index, bool) or not isinstance(index, int):
        raise BindingError(f"A binding names a row by {index!r}, not by a whole number.")
    if not 0 <= index < len(source.rows):
        raise BindingError(f"A binding asks for row {index}; its step has {len(source.rows)}.")
    return dict(source.rows[index])
