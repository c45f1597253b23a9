"""Datasets that are on the back end already: published files, and its own tables."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from engine.ibis.errors import BackEndError
from engine.ibis.tables import DatasetTable
from engine.mapped.dataset import Contents, MappedDataset, mapped_fields
from engine.mapped.table import TableSetting, TableSettingError
from engine.store.fields import DatasetField, Role
from saql.types import Type

if TYPE_CHECKING:
    import ibis
    import ibis.expr.datatypes as datatypes

    from engine.store import Dataset


class Reader(Protocol):
    """Reads what is on a back end."""

    def files(self, name: str, addresses: Sequence[str], /) -> ibis.Table:
        """Return Parquet files as one table; `name` is one that no other table has."""

    def named(self, name: str, /) -> ibis.Table:
        """Return a table that is there, by its name: `table`, `schema.table` or `catalog.schema.table`."""


class Copies(Protocol):
    """Brings datasets of the store to a back end."""

    def table(self, dataset: Dataset, fields: Collection[str], /) -> DatasetTable:
        """Return the table of a version of a dataset: see `engine.ibis.tables.Tables`."""


class MappedTables:
    """The tables of datasets that are there, and copies of the others."""

    def __init__(self, reader: Reader, copies: Copies) -> None:
        """Take who reads the one, and who makes the other."""
        self._reader = reader
        self._copies = copies
        self._lock = threading.Lock()
        self._read: dict[str, tuple[Contents, DatasetTable]] = {}
        self._looked_at: dict[TableSetting, Contents] = {}

    def table(self, dataset: Dataset, fields: Collection[str]) -> DatasetTable:
        """Return the table of a version of a dataset: see `engine.ibis.tables.Tables`."""
        if not isinstance(dataset, MappedDataset):
            return self._copies.table(dataset, fields)
        with self._lock:
            known = self._read.get(dataset.name)
            if known is None or known[0] is not dataset.contents:
                known = dataset.contents, self._opened(dataset)
                self._read[dataset.name] = known
            return known[1]

    def look_at(self, setting: TableSetting) -> Contents:
        """Return what there is of a table of the back end. It is looked at once: whoever changes it starts anew.

        Raises:
            BackEndError: there is no such table.
            TableSettingError: the order names no column.
        """
        with self._lock:
            if setting not in self._looked_at:
                self._looked_at[setting] = _contents(setting, self._table(setting))
            return self._looked_at[setting]

    def _opened(self, dataset: MappedDataset) -> DatasetTable:
        contents = dataset.contents
        if contents.files:
            table = self._reader.files(f"swell_{uuid.uuid4().hex[:8]}", contents.files)
        else:
            table = self._table(dataset.setting)
            table = table.mutate(**{each.name: _as_field(table[each.name]) for each in contents.fields})
        table, row = _with_row(table, contents.row)
        return DatasetTable(table, {each.name: each.name for each in contents.fields}, row)

    def _table(self, setting: TableSetting) -> ibis.Table:
        try:
            return self._reader.named(setting.table)
        except Exception as error:  # of whatever class the back end has
            raise BackEndError(f"[tables.{setting.name}]", error) from error


def named_table(backend: Any, name: str) -> ibis.Table:
    """Return a table of a back end by a name that may say where it is."""
    *database, table = name.split(".")
    found: ibis.Table = backend.table(table, database=tuple(database) if database else None)
    return found


def _with_row(table: ibis.Table, row: str) -> tuple[ibis.Table, str]:
    """Return a table with the column that says which row comes first; without one, whichever comes."""
    if row and table[row].type().is_integer():
        return table, row
    import ibis

    name = "swell_row"
    order = table[row] if row else ibis.literal(0)
    return table.mutate(**{name: ibis.row_number().over(order_by=order) if row else order.cast("int64")}), name


def _contents(setting: TableSetting, table: ibis.Table) -> Contents:
    if setting.order and setting.order not in table.columns:
        raise TableSettingError(f"[tables.{setting.name}]: the table has no column '{setting.order}'.")
    found = (_field(name, kind) for name, kind in table.schema().items())
    fields = tuple(each for each in found if each is not None)
    dates = [each.name for each in fields if each.role == "date"]
    return Contents(
        version=1,
        label=setting.name,
        fields=mapped_fields(fields, setting),
        main_date=setting.main_date or (dates[0] if dates else None),
        rows=int(table.count().execute()),
        row=setting.order,
    )


def _field(name: str, kind: datatypes.DataType) -> DatasetField | None:
    """Return the field that a column is, None where no field can hold what it has."""
    role, found = _role(kind)
    if role is None or found is None:
        return None
    return DatasetField(name=name, role=role, type=found, label=name)


def _role(kind: datatypes.DataType) -> tuple[Role | None, Type | None]:
    if kind.is_string() or kind.is_boolean():
        return "dimension", Type.TEXT
    if kind.is_numeric():
        return "measure", Type.NUMBER
    if kind.is_timestamp():
        return "date", Type.DATE
    if kind.is_date():
        return "date", Type.DAY
    if kind.is_array() and kind.value_type.is_string():
        return "multivalue", Type.MULTIVALUE
    return None, None


def _as_field(column: Any) -> Any:
    """Return a column with the type that lowered expressions expect."""
    kind = column.type()
    if kind.is_boolean():
        return column.cast("string").lower()
    if kind.is_integer():
        return column.cast("int64")
    return column.cast("float64") if kind.is_numeric() else column
