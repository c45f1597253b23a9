"""Rows split by the values of a field: texts as they are, numbers into four ranges of equally many rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analyses.stories.rows import Rows, numbers
from engine.columns import Column, TextColumn
from engine.store import Dataset
from engine.store.fields import DatasetField
from saql import quote
from saql.record import record
from saql.types import Type

Codes: TypeAlias = npt.NDArray[np.int64]

LEAST = 30
"""Rows that a value needs to be looked at, in both periods together; of many rows, a part of them."""

PART = 0.0025
MOST_VALUES = 100
_RANGES = (0.25, 0.5, 0.75)


@record
class Value:
    """A value, or a range of values, of a field: as people read it, and as SAQL finds it."""

    text: str
    condition: str


@record(eq=False)
class Split:
    """The values of a field that are looked at.

    `codes` has for each row the place of its value among `values`, or `len(values)` for all others.
    """

    field: str
    label: str
    codes: Codes
    values: tuple[Value, ...]


def splits(dataset: Dataset, fields: Sequence[DatasetField], rows: Rows) -> Iterator[Split]:
    """Yield a split for each field that has two values or more with enough rows.

    Args:
        dataset: the rows.
        fields: with texts or numbers, as people call them; others are left out.
        rows: those that are looked at.
    """
    least = max(LEAST, round(len(rows) * PART))
    for field in fields:
        column = dataset.column(field.name)
        made = _texts(field, column, rows, least) if isinstance(column, TextColumn) else _numbers(field, column, rows)
        if made is not None and len(made.values) > 0:
            yield made


def _texts(field: DatasetField, column: TextColumn, rows: Rows, least: int) -> Split | None:
    codes = column.codes[rows.places].astype(np.int64)
    counts = np.bincount(codes, minlength=len(column.dictionary) + 1)
    frequent = np.flatnonzero((counts >= least) & (counts <= len(rows) - least))
    kept = np.sort(frequent[np.argsort(-counts[frequent], kind="stable")][:MOST_VALUES])
    places = np.full(len(counts), len(kept), dtype=np.int64)
    places[kept] = np.arange(len(kept))
    name = quote.name(field.name)
    texts = [None if code == 0 else column.dictionary[int(code) - 1].as_py() for code in kept]
    shown = {member.value: member.label for member in field.members if member.label}
    values = tuple(
        Value("(empty)", f"{name} is null")
        if text is None
        else Value(shown.get(text, text), f"{name} == {quote.text(text)}")
        for text in texts
    )
    return Split(field.name, field.label, places[codes], values)


def _numbers(field: DatasetField, column: Column, rows: Rows) -> Split | None:
    if not isinstance(column, pa.Array) or field.type is not Type.NUMBER:
        return None
    found = numbers(column)[rows.places]
    known = found[~np.isnan(found)]
    if len(known) < LEAST:
        return None
    bounds = np.unique(np.quantile(known, _RANGES, method="higher"))
    bounds = bounds[bounds > known.min()]
    if len(bounds) == 0:
        return None
    codes = np.where(np.isnan(found), len(bounds) + 1, np.searchsorted(bounds, found, side="right"))
    return Split(field.name, field.label, codes, tuple(_ranges(field, bounds)))


def _ranges(field: DatasetField, bounds: npt.NDArray[np.float64]) -> Iterator[Value]:
    name = quote.name(field.name)
    edges = [None, *(float(each) for each in bounds), None]
    for low, high in pairwise(edges):
        conditions = [
            f"{name} {sign} {quote.number(edge)}" for sign, edge in ((">=", low), ("<", high)) if edge is not None
        ]
        yield Value(_range_text(low, high), " && ".join(conditions))


def _range_text(low: float | None, high: float | None) -> str:
    if low is None:
        return f"below {high:,.6g}"
    return f"{low:,.6g} and more" if high is None else f"{low:,.6g} to below {high:,.6g}"
