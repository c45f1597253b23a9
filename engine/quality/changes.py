"""Sudden changes from one version of a dataset to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import numpy as np

from engine.columns import MultivalueColumn, TextColumn
from engine.quality.profile import FieldQuality, Profile
from engine.store import Dataset
from saql.record import record

What: TypeAlias = Literal["rows", "empty", "distinct", "mean", "new values", "values gone", "new field", "field gone"]

ROWS = 0.2
"""Rows have changed where there are by this part more or less."""

EMPTY = 0.05
"""What is empty has changed where its part of the rows is another by this."""

DISTINCT = 0.5
"""Distinct values have changed where there are by this part more or less, of twenty or more."""

MEAN = 0.5
"""The mean has changed where it moved by this part of the standard deviation before."""

FEW = 200
"""Values that are new or gone are told of fields that have no more."""

_FEW_DISTINCT = 20
_TOLD = 10


@record(kw_only=True)
class Change:
    """Something that is another than before: of a field, None for the dataset; numbers, or values that came or went."""

    field: str | None
    what: What
    before: float | None = None
    after: float | None = None
    values: tuple[str, ...] = ()


def changes(before: Dataset, earlier: Profile, after: Dataset, later: Profile) -> tuple[Change, ...]:
    """Return the sudden changes between two versions, of which the profiles are known."""
    return tuple(_changes(before, earlier, after, later))


def _changes(before: Dataset, earlier: Profile, after: Dataset, later: Profile) -> Iterator[Change]:
    if abs(later.rows - earlier.rows) > ROWS * earlier.rows:
        yield Change(field=None, what="rows", before=earlier.rows, after=later.rows)
    known = {each.name: each for each in earlier.fields}
    for field in later.fields:
        old = known.pop(field.name, None)
        if old is None:
            yield Change(field=field.name, what="new field")
        elif old.role == field.role and earlier.rows and later.rows:
            yield from _of_field(old, field, earlier.rows, later.rows)
            yield from _values(before, old, after, field)
    for name in known:
        yield Change(field=name, what="field gone")


def _of_field(old: FieldQuality, new: FieldQuality, rows_before: int, rows_after: int) -> Iterator[Change]:
    share_before, share_after = old.nulls / rows_before, new.nulls / rows_after
    if abs(share_after - share_before) > EMPTY:
        yield Change(field=new.name, what="empty", before=share_before, after=share_after)
    most = max(old.distinct, new.distinct)
    if most >= _FEW_DISTINCT and abs(new.distinct - old.distinct) > DISTINCT * old.distinct:
        yield Change(field=new.name, what="distinct", before=old.distinct, after=new.distinct)
    if old.numbers is not None and new.numbers is not None:
        moved = abs(new.numbers.mean - old.numbers.mean)
        if moved > MEAN * old.numbers.deviation:
            yield Change(field=new.name, what="mean", before=old.numbers.mean, after=new.numbers.mean)


def _values(before: Dataset, old: FieldQuality, after: Dataset, new: FieldQuality) -> Iterator[Change]:
    if new.role not in ("dimension", "multivalue") or max(old.distinct, new.distinct) > FEW:
        return
    there, here = _texts(before, new.name), _texts(after, new.name)
    came, went = sorted(here - there), sorted(there - here)
    if came:
        yield Change(field=new.name, what="new values", after=len(came), values=tuple(came[:_TOLD]))
    if went:
        yield Change(field=new.name, what="values gone", before=len(went), values=tuple(went[:_TOLD]))


def _texts(dataset: Dataset, name: str) -> set[str]:
    column = dataset.column(name)
    assert isinstance(column, TextColumn | MultivalueColumn)
    codes = np.flatnonzero(np.bincount(column.codes, minlength=1)[1:])
    return {column.dictionary[int(each)].as_py() for each in codes}
