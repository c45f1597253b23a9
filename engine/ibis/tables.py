"""Where the rows of a dataset are on a back end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol

from saql.record import record

if TYPE_CHECKING:
    import ibis

    from engine.mapped.dataset import Contents
    from engine.mapped.table import TableSetting
    from engine.store import Dataset

ROW = "row number"
"""Stands for the column of the rows' places among `DatasetTable.columns`; no field is called so by itself."""


@record(eq=False)
class DatasetTable:
    """A version of a dataset as a table of the back end.

    `columns` has the table's column for each stored field. Their types follow from the fields' roles:
    dimension `string`, measure `int64` or `float64`, date `timestamp` in UTC, day `date`, multivalue `array<string>` in
    ascending order. `row` is the column, int64, that says which row comes first: rows have no order of their own there.
    """

    table: ibis.Table
    columns: Mapping[str, str]
    row: str


class Tables(Protocol):
    """Gives the tables of datasets. Threads may share it."""

    def table(self, dataset: Dataset, fields: Collection[str]) -> DatasetTable:
        """Return the table of a version of a dataset, all rows.

        Args:
            dataset: The version; of a view of it, all rows are given all the same (`engine.ibis.scan` filters them).
            fields: The stored fields that are read; the table may have others.

        Raises:
            SwellError: The dataset is not there, or can't be brought there.
        """

    def look_at(self, setting: TableSetting) -> Contents:
        """Return what there is of a table that the back end has by itself.

        Raises:
            SwellError: There is no such table, or none can be.
        """
