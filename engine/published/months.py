"""Rows cut by the month of the main date. Rows of a part ascend by it, those without a date first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from engine.kernels.arrays import Array
from engine.store import Dataset
from engine.store.gather import Places
from engine.store.reading import read_places
from saql.record import record

_BLOCK = 1 << 20
"""Rows whose dates are looked at together."""

_NEVER = np.iinfo(np.int64).min
"""The month of rows without a date."""


@record
class Stretch:
    """Rows of a part beside each other, from `start` to before `stop`, those that count no more among them."""

    part: int
    start: int
    stop: int


def stretches_by_month(dataset: Dataset) -> Mapping[str, Sequence[Stretch]]:
    """Return where the rows of each month ("2024-05") lie; under "" are those without a date."""
    found: dict[int, list[Stretch]] = {}
    for number, part in enumerate(dataset.parts):
        for start in range(0, part.rows, _BLOCK):
            stop = min(start + _BLOCK, part.rows)
            for month, each in _cut(dataset, Stretch(number, start, stop)):
                found.setdefault(month, []).append(each)
    return {_name(month): found[month] for month in sorted(found)}


def places_of(dataset: Dataset, stretches: Sequence[Stretch]) -> Places:
    """Return the rows of stretches that count."""
    rows = [_live(dataset, each) for each in stretches]
    parts = np.repeat([each.part for each in stretches], [len(each) for each in rows])
    return Places(parts.astype(np.int64), np.concatenate([np.zeros(0, np.int64), *rows]))


def places_by_month(dataset: Dataset, places: Places) -> Mapping[str, Places]:
    """Return any rows by month, in their order."""
    months = _months(dataset, places)
    return {_name(int(each)): places.some(months == each) for each in np.unique(months)}


def _cut(dataset: Dataset, stretch: Stretch) -> Iterator[tuple[int, Stretch]]:
    rows = np.arange(stretch.start, stretch.stop)
    months = _months(dataset, Places(np.full(len(rows), stretch.part), rows))
    edges = np.flatnonzero(np.diff(months)) + 1
    for start, stop in zip([0, *edges], [*edges, len(rows)], strict=True):
        yield int(months[start]), Stretch(stretch.part, stretch.start + int(start), stretch.start + int(stop))


def _live(dataset: Dataset, stretch: Stretch) -> Array:
    live = dataset.parts[stretch.part].live
    if live is None:
        return np.arange(stretch.start, stretch.stop)
    return np.flatnonzero(live[stretch.start : stretch.stop]) + stretch.start


def _months(dataset: Dataset, places: Places) -> Array:
    """Return the months since 1970 of rows."""
    if dataset.main_date is None:
        return np.full(len(places), _NEVER)
    dates = read_places(dataset, places, [dataset.main_date]).column(0).to_numpy()
    return np.asarray(dates.astype("datetime64[M]").astype(np.int64))  # no date is the least number


def _name(month: int) -> str:
    return "" if month == _NEVER else str(np.datetime64(month, "M"))
