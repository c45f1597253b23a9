"""What is in a field, for people who look before they query."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import arrays, arrow
from engine.store.fields import DatasetField, Role
from engine.store.zones import Bound
from saql.record import record
from saql.types import Type

SAMPLES = 5

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@record(kw_only=True)
class FieldProfile:
    """What is in a field.

    `type` is the name of the field's type. `distinct` counts the texts that occur, and is None for numbers and dates.
    `minimum` and `maximum` are texts, numbers, or dates as ISO texts; None where all is null. `sample` has the most
    frequent texts, the most frequent first.
    """

    name: str
    label: str
    role: Role
    type: str
    nulls: int
    distinct: int | None
    minimum: str | int | float | None
    maximum: str | int | float | None
    sample: tuple[str, ...]


def profile_field(field: DatasetField, column: Column) -> FieldProfile:
    """Return the profile of a field from its values."""
    if isinstance(column, MultivalueColumn):
        nulls = int((np.diff(column.offsets) == 0).sum())
    else:
        nulls = int((column.codes == 0).sum()) if isinstance(column, TextColumn) else column.null_count
    texts = isinstance(column, TextColumn | MultivalueColumn)
    distinct, minimum, maximum, sample = _texts(column) if texts else (None, *_bounds(field.type, column), ())
    return FieldProfile(
        name=field.name,
        label=field.label,
        role=field.role,
        type=field.type.value,
        nulls=nulls,
        distinct=distinct,
        minimum=minimum,
        maximum=maximum,
        sample=sample,
    )


def _texts(column: TextColumn | MultivalueColumn) -> tuple[int, str | None, str | None, tuple[str, ...]]:
    counts = np.bincount(column.codes, minlength=len(column.dictionary) + 1)[1:]
    present = np.flatnonzero(counts)
    if not len(present):
        return 0, None, None, ()
    bounds = arrow.call("min_max", arrow.take(column.dictionary, arrays.array(present)))
    frequent = present[np.argsort(-counts[present], kind="stable")][:SAMPLES]
    sample = tuple(column.dictionary[int(each)].as_py() for each in frequent)
    return len(present), bounds["min"].as_py(), bounds["max"].as_py(), sample


def _bounds(kind: Type, column: pa.Array) -> tuple[str | int | float | None, str | int | float | None]:
    valid = arrays.validity(column)
    known = arrays.values(column) if valid is None else arrays.values(column)[valid]
    return (shown(kind, known.min().item()), shown(kind, known.max().item())) if len(known) else (None, None)


def shown(kind: Type, bound: Bound) -> str | int | float | None:
    """Return a number, or a date from the integer that stands for it as an ISO text."""
    if bound is None or not kind.is_temporal:
        return bound
    try:
        if kind is Type.DAY:
            return (_EPOCH + dt.timedelta(days=bound)).date().isoformat()
        return (_EPOCH + dt.timedelta(milliseconds=bound)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except OverflowError:  # Python has the years 1 to 9999, Arrow more
        return str(bound)
