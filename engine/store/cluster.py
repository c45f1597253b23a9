"""The order of a dataset's rows: by its main date, so that a question about a period reads few blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import arrays, arrow
from engine.store.encode import EncodedColumn
from engine.store.errors import FieldNotFoundError, FieldRoleError

Order = npt.NDArray[np.int64]


def cluster(dataset: str, columns: Sequence[EncodedColumn], main_date: str | None) -> tuple[EncodedColumn, ...]:
    """Return the columns with their rows in ascending order of the main date, nulls first, else as they were.

    Args:
        dataset: its name, for messages.
        columns: all of the dataset, equally long.
        main_date: the name of the date to go by; the first of the dates by default.

    Raises:
        FieldNotFoundError: there is no field of that name.
        FieldRoleError: the field is not a date.
    """
    date = _main_date(dataset, columns, main_date)
    order = None if date is None else _ascending(date)
    if order is None:
        return tuple(columns)
    return tuple(EncodedColumn(each.field, take(each.values, order)) for each in columns)


def _main_date(dataset: str, columns: Sequence[EncodedColumn], name: str | None) -> EncodedColumn | None:
    if name is None:
        return next((each for each in columns if each.field.role == "date"), None)
    found = next((each for each in columns if each.field.name == name), None)
    if found is None:
        raise FieldNotFoundError(dataset, name, [each.field.name for each in columns])
    if found.field.role != "date":
        raise FieldRoleError(name, f"is a {found.field.role}, not a date", "Order the rows by a date field.")
    return found


def _ascending(date: EncodedColumn) -> Order | None:
    """Return the positions that put a date in order, or None where it is in order already."""
    ticks = arrays.values(date.values).astype(np.int64)
    valid = arrays.validity(date.values)
    if valid is not None:
        ticks[~valid] = np.iinfo(np.int64).min
    if not len(ticks) or bool((ticks[1:] >= ticks[:-1]).all()):
        return None
    return np.argsort(ticks, kind="stable")


def take(column: Column, order: Order) -> Column:
    """Return the rows of a column at the positions `order`."""
    if isinstance(column, TextColumn):
        return TextColumn(column.codes[order], column.dictionary)
    if isinstance(column, MultivalueColumn):
        lengths = np.diff(column.offsets)[order]
        offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
        codes = column.codes[np.repeat(column.offsets[:-1][order], lengths) + within]
        return MultivalueColumn(offsets, codes, column.dictionary)
    return arrow.take(column, arrays.array(order))
