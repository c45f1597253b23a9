"""The rows of both periods, as numbers: which period, what each adds to the measure."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analyses.stories.errors import StoryError
from engine.analyses.stories.question import Question, load
from engine.kernels.arrays import validity, values
from engine.session import Session
from engine.store import Dataset
from saql.record import record

Floats: TypeAlias = npt.NDArray[np.float64]

FEWEST = 20
"""Rows that each period needs."""

_NO_LIMIT = 1 << 40


@record(eq=False)
class Rows:
    """The rows of both periods.

    Args:
        places: where they stand in the dataset.
        after: 1 for those of the later period, else 0.
        amount: what each adds to the measure.
        base: what each adds below the line of a ratio; None where each adds 1.
        ranks: ranks of the amounts, or of what they are above or below their bases, from -1 to 1; None where amounts
            are 0 or 1. One row with a large amount moves a mean, but hardly a mean of ranks.
        squares: the squares of the ranks.
    """

    places: npt.NDArray[np.int64]
    after: npt.NDArray[np.int64]
    amount: Floats
    base: Floats | None
    ranks: Floats | None
    squares: Floats | None

    def __len__(self) -> int:
        return len(self.places)

    def where(self, mask: npt.NDArray[np.bool_]) -> Rows:
        """Return the rows for which a mask is true."""
        base, ranks, squares = (None if each is None else each[mask] for each in (self.base, self.ranks, self.squares))
        return Rows(self.places[mask], self.after[mask], self.amount[mask], base, ranks, squares)


def read_rows(session: Session, dataset: Dataset, question: Question, now: dt.datetime) -> Rows:
    """Return the rows of both periods.

    Raises:
        StoryError: a period has too few.
        saql.SaqlError: the measure or the condition is not valid.
    """
    measure = question.measure
    periods = ((1, question.after), (2, question.before))
    period = " ".join(f"when {each.condition(question.date)} then {number}" for number, each in periods)
    period = f"case {period} else 0 end"
    if question.where:  # said once, so that what is wrong with it is told once
        period = f"case when ({question.where}) then {period} else 0 end"
    columns = f"{period} as 'period', {measure.amount} as 'amount', {measure.base} as 'base'"
    text = f"{load(question, dataset.version)}\nq = foreach q generate {columns};"
    # Other engines may give rows in another order than that of the columns, which are read from the store.
    table = session.embedded().query(text, now=now, row_limit=_NO_LIMIT, name="the measure").table
    period_of, amount, base = (numbers(table[each].combine_chunks()) for each in ("period", "amount", "base"))
    places = np.flatnonzero((period_of > 0) & ~np.isnan(amount) & ~np.isnan(base))
    after = (period_of[places] == 1).astype(np.int64)
    _refuse_few(question, int(after.sum()), len(places))
    amount = amount[places]
    below = None if measure.base == "1" else base[places]
    ranks = _ranks(measure.kind, amount, below)
    return Rows(places, after, amount, below, ranks, None if ranks is None else ranks**2)


def numbers(column: pa.Array) -> Floats:
    """Return numbers, NaN where there is none.

    Raises:
        StoryError: they are no numbers.
    """
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        raise StoryError(
            f"The measure gives {column.type} values, no numbers.", hint="Write count, or share(condition)."
        )
    valid, found = validity(column), values(column).astype(np.float64)
    return found if valid is None else np.where(valid, found, np.nan)


def _refuse_few(question: Question, after: int, rows: int) -> None:
    for period, count in ((question.after, after), (question.before, rows - after)):
        if count < FEWEST:
            raise StoryError(
                f"{period.label} has {count} rows; a story needs {FEWEST} in each period.",
                hint="Compare longer periods, or leave conditions out.",
            )


def _ranks(kind: str, amount: Floats, base: Floats | None) -> Floats | None:
    if kind in ("count", "share"):
        return None
    total = 0.0 if base is None else float(base.sum())
    above = amount if base is None else amount - base * (amount.sum() / total if total else 0.0)
    _, places, counts = np.unique(above, return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - (counts + 1) / 2
    ranks: Floats = (2 * middles / max(len(above) - 1, 1) - 1)[places]
    return ranks
