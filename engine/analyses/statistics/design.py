"""What a regression computes with: a column for each number, and one for each value of a text but the most frequent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from engine.analyses.statistics.sample import Asked, Sample
from saql.record import record

MOST_VALUES = 8
LEAST_PART = 0.02
OTHERS = "any other, or none"
"""Stands for the values of a text that are too rare for a column of their own, and for none."""

_OTHERS = 0.5
_SAME = 0.98
_DECIDED = 0.25
_FEW = 30


@record(eq=False)
class Term:
    """A column of the design.

    Args:
        field: the field that it comes from.
        label: what people call that.
        value: the value that it stands for; None for a number.
        against: the value that it is held against; None for a number.
        low: of a number, a low value of it (a quarter of the rows is lower); 0 of a text.
        high: a high one; 1 of a text.
        column: its values, one a row.
    """

    field: str
    label: str
    value: str | None
    against: str | None
    low: float
    high: float
    column: npt.NDArray[np.float64]


@record(eq=False)
class Design:
    """The terms, the rows that have all of them, and labels of fields that were left out, each with why."""

    terms: tuple[Term, ...]
    rows: npt.NDArray[np.bool_]
    left_out: tuple[tuple[str, str], ...]

    def matrix(self) -> npt.NDArray[np.float64]:
        """Return the columns of the rows that have all, after a column of ones."""
        columns = [np.ones(int(self.rows.sum())), *(each.column[self.rows] for each in self.terms)]
        return np.column_stack(columns)


def design(asked: Asked, sample: Sample, names: Sequence[str], target: npt.NDArray[np.float64], binary: bool) -> Design:
    """Return the design of fields.

    Args:
        asked: says what fields are called.
        sample: the rows.
        names: the fields.
        target: what is to be explained, NaN where it is not known.
        binary: whether that is 0 or 1.
    """
    known = ~np.isnan(target)
    terms: list[Term] = []
    left_out: list[tuple[str, str]] = []
    for name in names:
        label = asked.field(name).label
        made = _number(name, label, sample, known) if name in sample.numbers else _values(name, label, sample, known)
        why = "has too few or too many values" if not made else _echo(made, target, known, binary)
        if why:
            left_out.append((label, why))
        else:
            terms += made
    there = known.copy()
    for each in terms:
        there &= ~np.isnan(each.column)
    return Design(tuple(terms), there, tuple(left_out))


def _number(name: str, label: str, sample: Sample, known: npt.NDArray[np.bool_]) -> list[Term]:
    column = sample.numbers[name]
    there = column[known & ~np.isnan(column)]
    if len(there) < _FEW or len(there) < known.sum() / 2 or there.min() == there.max():
        return []
    low, high = (float(each) for each in np.quantile(there, (0.25, 0.75)))
    if low == high:
        low, high = float(there.min()), float(there.max())
    return [Term(name, label, None, None, low, high, column)]


def _values(name: str, label: str, sample: Sample, known: npt.NDArray[np.bool_]) -> list[Term]:
    codes, values = sample.texts[name]
    counts = np.bincount(codes[known] + 1, minlength=len(values) + 1)[1:]
    order = np.argsort(-counts, kind="stable")[:MOST_VALUES]
    kept = [int(each) for each in order if counts[each] >= max(_FEW, LEAST_PART * known.sum())]
    if len(kept) < 2 or counts[kept].sum() < _OTHERS * known.sum():
        return []
    # What is held against the most frequent value must not be held against rare ones and rows without any, too.
    others = ~np.isin(codes, kept)
    named = [(values[each], codes == each) for each in kept[1:]]
    few = np.count_nonzero(others & known) < _FEW
    named += [] if few else [(OTHERS, others)]
    columns = [np.where(others & few, np.nan, chosen.astype(np.float64)) for _, chosen in named]
    base = values[kept[0]]
    return [Term(name, label, value, base, 0.0, 1.0, column) for (value, _), column in zip(named, columns, strict=True)]


def _echo(terms: Sequence[Term], target: npt.NDArray[np.float64], known: npt.NDArray[np.bool_], binary: bool) -> str:
    """Return why a field explains nothing since it says what the target says; empty where it does not."""
    decided = 0.0
    for each in terms:
        there = known & ~np.isnan(each.column)
        column, outcome = each.column[there], target[there]
        if column.std() and outcome.std() and abs(np.corrcoef(column, outcome)[0, 1]) > _SAME:
            return "says the same"
        if binary and each.value is not None:
            hits, rows = float(outcome[column == 1].sum()), float((column == 1).sum())
            decided += rows / len(target) if hits in (0, rows) and rows >= _FEW else 0.0
    if binary and terms[0].value is not None:
        chosen = known & (np.sum([each.column for each in terms], axis=0) == 0)
        hits, rows = float(target[chosen].sum()), float(chosen.sum())
        decided += rows / len(target) if hits in (0, rows) and rows >= _FEW else 0.0
    return "is known only after the outcome" if decided > _DECIDED else ""


def by_field(terms: Sequence[Term]) -> Iterator[tuple[str, list[int]]]:
    """Yield each field with the places of its columns in the matrix."""
    fields = list(dict.fromkeys(each.field for each in terms))
    for field in fields:
        yield field, [place for place, each in enumerate(terms, 1) if each.field == field]
