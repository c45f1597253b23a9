"""The rows of a chart as categories and series."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.export.report import Table
from dashboards.locale import EN_US, Locale
from dashboards.model import JsonObject
from dashboards.model.json import as_list, as_text
from dashboards.texts import Writer, column_keys, column_texts
from saql.record import record


@record
class Series:
    """Numbers by category; None where there is none. `pattern` is the number format."""

    name: str
    values: Sequence[float | None]
    pattern: str | None


@record
class Matrix:
    """A chart's numbers."""

    categories: Sequence[str]
    series: Sequence[Series]
    locale: Locale = EN_US


def matrix(table: Table, view: JsonObject, locale: Locale = EN_US) -> Matrix:
    """Return the numbers of a chart by the columns that its view names."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    texts, keys = column_texts(table.columns, table.rows, locale), column_keys(table.columns, table.rows)

    def label(row: Sequence[object], names: Sequence[str], texts: Sequence[Writer] = texts) -> str:
        return " · ".join(texts[places[each]](row[places[each]]) for each in names)  # type: ignore[arg-type]

    dimensions, split, measures = (_names(view, key, places) for key in ("dimensions", "split", "measures"))
    cells: dict[str, dict[str, float | None]] = {}
    categories: dict[str, str] = {}
    patterns: dict[str, str | None] = {}
    for row in table.rows:
        category = label(row, dimensions)
        categories[category] = label(row, dimensions, keys)
        for measure in measures:
            column = table.columns[places[measure]]
            name = label(row, split) if split else column.label
            value = row[places[measure]]
            number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
            cells.setdefault(name, {})[category] = number
            patterns[name] = column.format
    order = sorted(categories, key=categories.__getitem__) if view.get("chart") == "time" else [*categories]
    found = [Series(name, [values.get(each) for each in order], patterns[name]) for name, values in cells.items()]
    return Matrix(order, found, locale)


def _names(view: JsonObject, key: str, known: dict[str, int]) -> list[str]:
    return [as_text(each) for each in as_list(view.get(key)) if as_text(each) in known]
