"""What is in the fields of a dataset: what is missing, how many values there are and which, where numbers lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import arrays
from engine.kernels.arrays import Array
from engine.quality.values import Cell
from engine.store import Dataset, DatasetField, Role
from engine.store.profile import shown
from engine.store.threads import in_threads
from saql.record import record
from saql.types import Type

FREQUENT = 10
"""Values of a field that are counted one by one."""

STALE = dt.timedelta(days=365)
"""A row that was changed longer ago is stale."""

CHANGE_DATES = ("LastModifiedDate", "SystemModstamp", "hs_lastmodifieddate", "lastmodifieddate", "LastActivityDate")
"""Fields that say when a row was changed, as CRMs call them; the first that there is counts."""

_LOOKED_AT = 1_000
_FENCE = 3.0
_DENSE = 1 << 22
_THREADS = 4
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY = 86_400_000


@record(kw_only=True)
class Numbers:
    """Where the numbers of a field lie.

    `deviation` is the standard deviation of all of them. `outliers` counts those below `low` or above `high`: three
    times the distance between the quartiles below the first and above the third (Tukey's outer fences). Where half of
    the numbers are the same there are none.
    """

    mean: float
    deviation: float
    low: float
    high: float
    outliers: int


@record(kw_only=True)
class FieldQuality:
    """What is in a field.

    `distinct` counts the values that occur. `minimum` and `maximum` are texts, numbers, or dates as ISO texts; None
    where all is null. `frequent` has the most frequent values with how often they occur, the most frequent first; of a
    field of several values each counts. `numbers` is None but for numbers.
    """

    name: str
    label: str
    role: Role
    nulls: int
    distinct: int
    minimum: Cell
    maximum: Cell
    frequent: tuple[tuple[Cell, int], ...]
    numbers: Numbers | None = None


@record(kw_only=True)
class Freshness:
    """How old the rows are by a date: the newest date, its age in days, and how many rows are older than `STALE`."""

    field: str
    newest: Cell
    days: float
    stale: int


@record(kw_only=True)
class Profile:
    """What is in a dataset. `freshness` is by the date of its last change, else by its main date; None without one."""

    rows: int
    fields: tuple[FieldQuality, ...]
    freshness: Freshness | None


def profile(dataset: Dataset, now: dt.datetime) -> Profile:
    """Return what is in a dataset, over the rows that are seen; `now` is what ages are reckoned from.

    Raises:
        CorruptDatasetError: a file is missing or damaged.
    """
    found = in_threads(lambda each: _field(each, dataset.column(each.name)), dataset.fields, _THREADS)
    return Profile(rows=dataset.rows, fields=found, freshness=_freshness(dataset, now))


def _field(field: DatasetField, column: Column) -> FieldQuality:
    if isinstance(column, TextColumn | MultivalueColumn):
        return _of_texts(field, column)
    valid = arrays.validity(column)
    values = arrays.values(column)
    known = values if valid is None else values[valid]
    distinct, counts = _counted(known)
    show: Callable[[Array], Cell] = lambda each: shown(field.type, each.item())  # noqa: E731
    return FieldQuality(
        name=field.name,
        label=field.label,
        role=field.role,
        nulls=len(values) - len(known),
        distinct=len(distinct),
        minimum=show(distinct[0]) if len(distinct) else None,
        maximum=show(distinct[-1]) if len(distinct) else None,
        frequent=tuple((show(distinct[place]), int(counts[place])) for place in _most(counts)),
        numbers=_numbers(known.astype(np.float64)) if field.role == "measure" and len(known) else None,
    )


def _of_texts(field: DatasetField, column: TextColumn | MultivalueColumn) -> FieldQuality:
    counts = np.bincount(column.codes, minlength=len(column.dictionary) + 1)[1:]
    nulls = len(column) - int(
        np.count_nonzero(column.codes if isinstance(column, TextColumn) else np.diff(column.offsets))
    )
    used = np.flatnonzero(counts)
    least, greatest = _bounds(column, used)
    return FieldQuality(
        name=field.name,
        label=field.label,
        role=field.role,
        nulls=nulls,
        distinct=len(used),
        minimum=least,
        maximum=greatest,
        frequent=_frequent(column, counts, used),
    )


def _frequent(column: TextColumn | MultivalueColumn, counts: Array, used: Array) -> tuple[tuple[Cell, int], ...]:
    """Return the most frequent texts, of equally frequent ones the least, as far as there are not too many of them."""
    most = used[_most(counts[used], _LOOKED_AT)]
    found = [(column.dictionary[int(each)].as_py(), int(counts[each])) for each in most]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0]))[:FREQUENT])


def _bounds(column: TextColumn | MultivalueColumn, used: Array) -> tuple[Cell, Cell]:
    import pyarrow.compute as pc

    if not len(used):
        return None, None
    texts = column.dictionary if len(used) == len(column.dictionary) else column.dictionary.take(arrays.array(used))
    bounds = pc.min_max(texts)
    return bounds["min"].as_py(), bounds["max"].as_py()


def _counted(values: Array) -> tuple[Array, Array]:
    """Return the distinct values in ascending order, and how often each occurs."""
    if values.dtype.kind == "i" and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < min(_DENSE, 4 * len(values) + 1_000):
            counts = np.bincount(values - low)
            used = np.flatnonzero(counts)
            return used.astype(values.dtype) + values.dtype.type(low), counts[used]
    distinct, counts = np.unique(values, return_counts=True)
    return distinct, counts


def _most(counts: Array, ties: int = FREQUENT) -> Array:
    """Return the places of the greatest counts, the greatest first, of those as great as the last up to `ties`."""
    least = np.partition(counts, -FREQUENT)[-FREQUENT] if len(counts) > FREQUENT else 0
    places = np.flatnonzero(counts >= least)
    return places[np.argsort(-counts[places], kind="stable")][:ties]


def _numbers(values: Array) -> Numbers:
    first, third = np.quantile(values, (0.25, 0.75))
    spread = _FENCE * (third - first)
    low, high = float(first - spread), float(third + spread)
    outliers = int(np.count_nonzero((values < low) | (values > high))) if spread > 0 else 0
    return Numbers(mean=float(values.mean()), deviation=float(values.std()), low=low, high=high, outliers=outliers)


def _freshness(dataset: Dataset, now: dt.datetime) -> Freshness | None:
    dates = [each.name for each in dataset.fields if each.role == "date"]
    name = next((each for each in CHANGE_DATES if each in dates), dataset.main_date)
    if name is None or name not in dates:
        return None
    column = dataset.column(name)
    valid, values = arrays.validity(column), arrays.values(column)
    known = values if valid is None else values[valid]
    if not len(known):
        return None
    day = dataset.field(name).type is Type.DAY
    instant = (now - _EPOCH) // dt.timedelta(milliseconds=1)
    oldest = instant - STALE // dt.timedelta(milliseconds=1)
    newest = known.max()
    return Freshness(
        field=name,
        newest=shown(dataset.field(name).type, newest.item()),
        days=(instant - int(newest) * (_DAY if day else 1)) / _DAY,
        stale=int(np.count_nonzero(known < (oldest // _DAY if day else oldest))),
    )
