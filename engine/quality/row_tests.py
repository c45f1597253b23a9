"""Which rows break a test of a field: over codes where there are texts, else over the numbers that stand for values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import arrays
from engine.kernels.arrays import Array, Mask
from engine.quality.rules import Allowed, Matches, Range, Reference, Required, Unique, Value
from engine.store import Dataset, FieldError
from saql.types import Type

RowTest = Required | Allowed | Unique | Matches | Range | Reference

Find = Callable[[str], Dataset]
"""Opens another dataset."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY = 86_400_000


def bad_rows(dataset: Dataset, test: RowTest, find: Find) -> Mask:
    """Return which rows break a test.

    Args:
        dataset: the rows.
        test: what they are asked.
        find: opens the dataset that a reference leads to.

    Raises:
        FieldNotFoundError: there is no such field, here or in the other dataset.
        DatasetNotFoundError: there is no such dataset.
        FieldError: the test does not fit the field.
    """
    if isinstance(test, Unique):
        return _repeated(dataset, test.fields)
    column = dataset.column(test.field)
    match test:
        case Required():
            return ~_present(column)
        case Allowed():
            return _elsewhere(column, _values(test.values, column, test.field))
        case Matches():
            return _by_code(_texts(column, test.field), lambda texts: _misfits(texts, test.pattern))
        case Range():
            return _outside(column, test, dataset.field(test.field).type)
        case Reference():
            return _elsewhere(column, _distinct(find(test.dataset).column(test.other), column, test))


def _present(column: Column) -> Mask:
    """Return where there is a value."""
    if isinstance(column, TextColumn):
        return np.asarray(column.codes != 0)
    if isinstance(column, MultivalueColumn):
        return np.diff(column.offsets) > 0
    valid = arrays.validity(column)
    return np.ones(len(column), np.bool_) if valid is None else valid


def _by_code(column: TextColumn | MultivalueColumn, bad: Callable[[pa.Array], Mask]) -> Mask:
    """Return the rows that have a text for which `bad` says so; it is asked once of each text."""
    table = np.concatenate([np.zeros(1, np.bool_), bad(column.dictionary)])
    if isinstance(column, TextColumn):
        return table.take(column.codes)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(table.take(column.codes))])
    return before[column.offsets[1:]] > before[column.offsets[:-1]]


def _misfits(texts: pa.Array, pattern: str) -> Mask:
    return ~np.asarray(pc.match_substring_regex(texts, f"^(?:{pattern})$"), np.bool_)


def _elsewhere(column: Column, among: pa.Array) -> Mask:
    """Return the rows that have a value which is not among some."""
    if isinstance(column, TextColumn | MultivalueColumn):
        return _by_code(column, lambda texts: ~np.asarray(pc.is_in(texts, among), np.bool_))
    return _present(column) & ~np.isin(arrays.values(column), np.asarray(among))


def _values(values: Sequence[Value], column: Column, field: str) -> pa.Array:
    """Return values as a column has them."""
    if isinstance(column, TextColumn | MultivalueColumn):
        if not all(isinstance(each, str) for each in values):
            raise _misfit(field, "has texts, and not all of the allowed values are", "Write them between quotes.")
        return pa.array(values, pa.string())
    dates = column.type in (arrays.INSTANT, arrays.DAY)
    if dates != all(isinstance(each, dt.date) for each in values) or any(isinstance(each, str) for each in values):
        raise _misfit(field, f"has {'dates' if dates else 'numbers'}, and the allowed values are none", "Write such.")
    return pa.array([_ticks(each, column.type == arrays.DAY) for each in values])


def _distinct(other: Column, column: Column, test: Reference) -> pa.Array:
    """Return the values that a field of another dataset has."""
    if isinstance(other, TextColumn | MultivalueColumn) != isinstance(column, TextColumn | MultivalueColumn):
        raise _misfit(test.field, f'and "{test.other}" of "{test.dataset}" are of different kinds', "Name its key.")
    if isinstance(other, TextColumn | MultivalueColumn):
        used = np.bincount(other.codes, minlength=len(other.dictionary) + 1)[1:] > 0
        return other.dictionary.filter(pa.array(used))
    return pa.array(np.unique(arrays.values(other)[_present(other)]))


def _outside(column: Column, test: Range, kind: Type) -> Mask:
    if isinstance(column, TextColumn | MultivalueColumn):
        raise _misfit(test.field, "has texts, and least and most are for numbers and dates", "Use matches or allowed.")
    bounds = [each for each in (test.least, test.most) if each is not None]
    if any(isinstance(each, dt.date) != kind.is_temporal for each in bounds):
        wanted = "dates, and a bound is a number" if kind.is_temporal else "numbers, and a bound is a date"
        raise _misfit(test.field, f"has {wanted}", "Write bounds as the field has its values.")
    values, bad = arrays.values(column), np.zeros(len(column), np.bool_)
    if test.least is not None:
        bad |= values < _ticks(test.least, kind is Type.DAY)
    if test.most is not None:
        bad |= values > _ticks(test.most, kind is Type.DAY)
    return bad & _present(column)


def _repeated(dataset: Dataset, fields: Sequence[str]) -> Mask:
    """Return the rows whose values in some fields another row has too."""
    keys = np.zeros(dataset.rows, np.int64)
    there = np.ones(dataset.rows, np.bool_)
    for name in fields:
        column = dataset.column(name)
        if isinstance(column, MultivalueColumn):
            raise _misfit(name, "has several values a row, and can't be unique", "Name a field with one.")
        there &= _present(column)
        codes = column.codes if isinstance(column, TextColumn) else arrays.values(column)
        keys = _numbered(codes) if len(fields) == 1 else _numbered(keys * np.int64(len(codes) + 1) + _numbered(codes))
    counts = np.bincount(keys[there], minlength=int(keys.max(initial=0)) + 1)
    return there & (counts[keys] > 1)


def _numbered(values: Array) -> Array:
    """Return a number for each value, the same for equal ones, from 0 to before the number of rows."""
    if values.dtype.kind in "iu" and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low <= len(values):
            return values.astype(np.int64) - low
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _ticks(value: Value, days: bool) -> float:
    """Return the number that stands for a number or a date."""
    if isinstance(value, dt.datetime):
        instant = value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
        ticks = (instant - _EPOCH) // dt.timedelta(milliseconds=1)
        return ticks / _DAY if days else ticks
    if isinstance(value, dt.date):
        return (value - _EPOCH.date()).days * (1 if days else _DAY)
    return float(value) if isinstance(value, float) else int(value)


def _texts(column: Column, field: str) -> TextColumn | MultivalueColumn:
    if isinstance(column, TextColumn | MultivalueColumn):
        return column
    raise _misfit(field, "has no texts, and matches is for texts", "Use least and most.")


def _misfit(field: str, reason: str, hint: str) -> FieldError:
    return FieldError(f'Field "{field}" {reason}.', hint=hint)
