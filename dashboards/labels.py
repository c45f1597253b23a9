"""What people read in place of a column's name: "Sum of Amount", "Close Date (Year)"."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.compact import ColumnOrigin
from dashboards.compact.groups import SEPARATOR
from dashboards.datasets import Datasets

AGGREGATES = {
    "sum": "Sum of",
    "avg": "Average of",
    "average": "Average of",
    "min": "Minimum of",
    "max": "Maximum of",
    "unique": "Unique",
    "count": "Count of",
    "median": "Median of",
    "first": "First",
    "last": "Last",
    "stddev": "Standard Deviation of",
    "stddevp": "Standard Deviation of",
    "var": "Variance of",
    "varp": "Variance of",
}
COUNT_OF_ROWS = "Count of Rows"


def column_label(name: str, origin: ColumnOrigin | None, datasets: Datasets, read: Sequence[str]) -> str:
    """Return the label of a column.

    Args:
        name: the column's name.
        origin: what it is made of, where the query tells; else the name itself is looked at.
        datasets: where labels of fields are found.
        read: the names of the datasets that the query reads.
    """
    origin = origin or origin_of(name, datasets, read)
    if origin.label:
        return origin.label
    derived = datasets.derived(read, name)
    if derived is not None:
        return derived.label
    if origin.function == "count" and origin.field in (None, "*"):
        return COUNT_OF_ROWS
    if origin.function and origin.field:
        word = AGGREGATES.get(origin.function, origin.function.capitalize() + " of")
        return f"{word} {_field_label(origin.field, datasets, read)}"
    return _field_label(origin.field or name, datasets, read)


def origin_of(name: str, datasets: Datasets, read: Sequence[str]) -> ColumnOrigin:
    """Return what a column's name says that it is made of: `sum_Amount` where there is a field `Amount`."""
    if name == "count":
        return ColumnOrigin("count", "*")
    function, _, field = name.partition("_")
    if function in AGGREGATES and field and datasets.field(read, field) is not None:
        return ColumnOrigin(function, field)
    return ColumnOrigin(None, name)


def _field_label(name: str, datasets: Datasets, read: Sequence[str]) -> str:
    known = datasets.field(read, name)
    parts = name.split(SEPARATOR)
    dates = [datasets.date_of(read, each) for each in parts]
    first = dates[0]
    if known is not None and (known.label != name or first is None):
        return known.label
    if first is None or any(each is None or each.name != first.name for each in dates):
        return name
    kinds = [each[len(first.name) + 1 :].replace("_", " ") for each in parts]
    return f"{first.label} ({'-'.join(kinds)})"
