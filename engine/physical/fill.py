"""A row for each period that is missing in a part."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Frame
from engine.kernels.arrays import Array, Mask
from engine.physical.periods import make_periods, number_of, read_periods
from engine.physical.series import Added, Parts, parts_of, put_in
from engine.plan import nodes
from engine.query_errors import QueryLimitError

_MOST_ROWS = 20_000_000


def run_fill(node: nodes.Fill, inputs: list[Frame], _zone: dt.tzinfo) -> Frame:
    """Return all rows and those of missing periods, by part and period. Rows with a null in the period end their part.

    Raises:
        EvaluationError: A row has fields that are no period.
        QueryLimitError: There are too many periods between the first and the last.
    """
    frame = inputs[0]
    parts = parts_of(frame, node.partition)
    periods, known = read_periods(frame, node.periods)
    start = None if node.start is None else number_of(node.start, node.periods)
    end = None if node.end is None else number_of(node.end, node.periods)
    owners, missing = _missing(parts, periods, known, start, end)
    added = Added(owners, missing, make_periods(frame, node.periods, missing))
    return put_in(frame, node.schema, parts, periods, known, added)[0]


def _missing(parts: Parts, periods: Array, known: Mask, start: int | None, end: int | None) -> tuple[Array, Array]:
    """Return the parts and numbers of the periods that no row has."""
    owners, there = parts.numbers[known], periods[known]
    low = np.full(len(parts), np.iinfo(np.int64).max)
    high = np.full(len(parts), np.iinfo(np.int64).min)
    np.minimum.at(low, owners, there)
    np.maximum.at(high, owners, there)
    used = np.unique(owners)
    low, high = low[used], high[used]
    low = low if start is None else np.minimum(low, start)
    high = high if end is None else np.maximum(high, end)
    lengths = high - low + 1
    total = int(lengths.sum())
    if total > _MOST_ROWS:
        raise QueryLimitError(
            f"fill would make {total:,} rows.", hint="Look at the first and the last period: is one of them a mistake?"
        )
    starts = np.cumsum(lengths) - lengths
    present = np.zeros(total, np.bool_)
    place = np.searchsorted(used, owners)
    present[starts[place] + there - low[place]] = True
    absent = np.flatnonzero(~present)
    owner = np.searchsorted(starts, absent, "right") - 1
    return used[owner], absent - starts[owner] + low[owner]
