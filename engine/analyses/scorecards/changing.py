"""Fields that change when the outcome comes, as an older version of the dataset tells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analyses.scorecards.records import Booleans, Records, Values, of_rows
from engine.columns import TextColumn
from engine.kernels import arrays, arrow, codes
from saql.record import record

FEWEST = 30
"""Records whose outcome came since, without which nothing can be said."""

_MOSTLY, _TIMES = 0.5, 3


@record(eq=False)
class Since:
    """Records that were open in an older version: where they stood there and stand now, and whose outcome came since.

    Args:
        before: the records of the older version.
        then: the row of each in it.
        now: its row now.
        came: whether its outcome came since.
    """

    before: Records
    then: npt.NDArray[np.int64]
    now: npt.NDArray[np.int64]
    came: Booleans


def since(before: Records, records: Records) -> Since | None:
    """Return what became of records that were open in an older version; None where the outcome of too few came."""
    was_open = np.flatnonzero(before.open & ~before.known & (before.ids.codes > 0))
    there = np.flatnonzero(records.ids.codes > 0)
    found = arrow.index_in(_texts(records.ids, there), _texts(before.ids, was_open))
    places = arrays.values(arrow.fill_null(found, -1)).astype(np.int64)
    now, then = there[places >= 0], was_open[places[places >= 0]]
    came = records.known[now]
    return Since(before, then, now, came) if came.sum() >= FEWEST else None


def why_changing(name: str, records: Records, found: Since) -> str | None:
    """Return whether a field changed for most records when their outcome came, and seldom else."""
    if name not in found.before.fields:
        return None
    changed = _differ(of_rows(found.before.fields[name], found.then), of_rows(records.fields[name], found.now))
    with_outcome = float(np.mean(changed[found.came]))
    without = float(np.mean(changed[~found.came])) if (~found.came).any() else 0.0
    if with_outcome > _MOSTLY and with_outcome > _TIMES * without:
        count = int(found.came.sum())
        others = f"and of {without:.0%} of the others"
        return f"it changed with the outcome of {with_outcome:.0%} of {count:,} records, {others}"
    return None


def _differ(first: Values, second: Values) -> Booleans:
    if isinstance(first, TextColumn) and isinstance(second, TextColumn):
        texts = [codes.decode(each).to_numpy(zero_copy_only=False) for each in (first, second)]
        differ: Booleans = np.asarray(texts[0] != texts[1], dtype=np.bool_)
        return differ
    if isinstance(first, TextColumn) or isinstance(second, TextColumn):
        return np.ones(len(first), dtype=np.bool_)
    other: Booleans = (first != second) & ~(np.isnan(first) & np.isnan(second))
    return other


def _texts(ids: TextColumn, rows: npt.NDArray[np.int64]) -> pa.Array:
    return codes.decode(TextColumn(ids.codes.take(rows), ids.dictionary))
