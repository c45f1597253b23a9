"""The order of a dataset's rows: by its main date, so that a question about a period reads few blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.kernels import arrays
from engine.kernels.arrays import Array
from engine.kernels.rows import take
from engine.store.encode import EncodedColumn
from engine.store.errors import FieldNotFoundError, FieldRoleError
from engine.store.threads import in_threads

Order = npt.NDArray[np.int64]


def main_date(dataset: str, columns: Sequence[EncodedColumn], name: str | None) -> str | None:
    """Return the name of the date to put rows in order by: `name`, or the first of the dates, None where there is none.

    Raises:
        FieldNotFoundError: there is no field of that name.
        FieldRoleError: the field is not a date.
    """
    if name is None:
        return next((each.field.name for each in columns if each.field.role == "date"), None)
    found = next((each for each in columns if each.field.name == name), None)
    if found is None:
        raise FieldNotFoundError(dataset, name, [each.field.name for each in columns])
    if found.field.role != "date":
        raise FieldRoleError(name, f"is a {found.field.role}, not a date", "Order the rows by a date field.")
    return name


def cluster(columns: Sequence[EncodedColumn], date: str | None, threads: int = 1) -> tuple[EncodedColumn, ...]:
    """Return the columns with their rows in ascending order of a date, nulls first, else as they were.

    Args:
        columns: all of the dataset, equally long.
        date: the date's name; where there is no such column the rows stay as they are.
        threads: how many columns are put in order at a time.
    """
    found = next((each for each in columns if each.field.name == date), None)
    order = None if found is None else ascending(arrays.values(found.values), arrays.validity(found.values))
    if order is None:
        return tuple(columns)
    return in_threads(lambda each: EncodedColumn(each.field, take(each.values, order)), columns, threads)


def ticks(numbers: Array, valid: npt.NDArray[np.bool_] | None) -> Array:
    """Return numbers to put dates in order by: theirs, and less than all for null."""
    if valid is None or bool(valid.all()):
        return numbers
    if numbers.dtype.itemsize < 8 and int(numbers.min()) > np.iinfo(numbers.dtype).min:
        return np.where(valid, numbers, np.iinfo(numbers.dtype).min)
    return np.where(valid, numbers.astype(np.int64, copy=False), np.iinfo(np.int64).min)


def ascending(numbers: Array, valid: npt.NDArray[np.bool_] | None) -> Order | None:
    """Return the positions that put dates in order, nulls first, or None where they are in order already."""
    numbers = ticks(numbers, valid)
    if not len(numbers) or bool((numbers[1:] >= numbers[:-1]).all()):
        return None
    low, high = int(numbers.min()), int(numbers.max())
    if high - low < 1 << 16:  # NumPy sorts two bytes by counting
        numbers = (numbers - low).astype(np.uint16)
    return np.argsort(numbers, kind="stable")
