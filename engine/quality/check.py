"""The rules of a dataset checked: for each that is broken how many rows do it, some of them, and a query for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

import numpy as np

from engine.columns import MultivalueColumn, TextColumn
from engine.errors import SwellError
from engine.kernels import arrays
from engine.kernels.arrays import Mask
from engine.quality.query import rows_query
from engine.quality.row_tests import RowTest, bad_rows
from engine.quality.rules import Fresh, Reference, Rows, Rule, fields_of
from engine.quality.values import Cell, cells
from engine.security.errors import DatasetClosedError
from engine.store import Dataset
from saql.record import record

EXAMPLES = 5
"""Rows that are shown of a rule that is broken."""

_MOST_FIELDS = 8
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

State: TypeAlias = Literal["kept", "broken", "skipped"]


@record(kw_only=True)
class Outcome:
    """What came of a rule.

    `found` says what, in words; `rows` how many break it, None where it is not about single rows. Without `fits` it is
    broken because it does not fit the dataset: a field is missing, or of another kind. `fields` are the columns of
    `examples`, `query` asks for the rows (SAQL), None where no query can.
    """

    rule: Rule
    state: State
    found: str
    rows: int | None = None
    fits: bool = True
    fields: tuple[str, ...] = ()
    examples: tuple[tuple[Cell, ...], ...] = ()
    query: str | None = None


def check(
    dataset: Dataset,
    rules: Sequence[Rule],
    *,
    find: Callable[[str], Dataset],
    before: Callable[[], Dataset | None],
    now: dt.datetime,
) -> tuple[Outcome, ...]:
    """Check rules over the rows of a dataset; each is answered, also where its field is missing.

    Args:
        dataset: the version, with the rows that are seen.
        rules: the rules.
        find: opens another dataset by its name.
        before: opens the version before; None where there is none.
        now: what ages are reckoned from.
    """
    return tuple(_outcome(dataset, each, find, before, now) for each in rules)


def _outcome(
    dataset: Dataset,
    rule: Rule,
    find: Callable[[str], Dataset],
    before: Callable[[], Dataset | None],
    now: dt.datetime,
) -> Outcome:
    test = rule.test
    try:
        if isinstance(test, Rows):
            return _count(dataset, rule, test, before)
        if isinstance(test, Fresh):
            return _age(dataset, rule, test, now)
        if isinstance(test, Reference) and find(test.dataset).view is not None:
            # What the reader does not see would seem to be missing.
            return Outcome(rule=rule, state="skipped", found=f'Not all rows of "{test.dataset}" are seen.')
        return _of_rows(dataset, rule, test, bad_rows(dataset, test, find))
    except DatasetClosedError as error:
        return Outcome(rule=rule, state="skipped", found=error.message)
    except SwellError as error:
        return _unfit(rule, error.message)


def _unfit(rule: Rule, reason: str) -> Outcome:
    return Outcome(rule=rule, state="broken", found=f"It can't be checked: {reason}", fits=False)


def _of_rows(dataset: Dataset, rule: Rule, test: RowTest, bad: Mask) -> Outcome:
    count = int(np.count_nonzero(bad))
    if not count:
        return Outcome(rule=rule, state="kept", found=f"{dataset.rows:,} rows keep it.", rows=0)
    own = fields_of(test)
    others = [each.name for each in dataset.fields if each.name not in own]
    shown = (*own, *others[: max(_MOST_FIELDS - len(own), 0)])
    places = np.flatnonzero(bad)[:EXAMPLES]
    return Outcome(
        rule=rule,
        state="broken",
        found=f"{count:,} of {dataset.rows:,} rows break it.",
        rows=count,
        fields=shown,
        examples=tuple(zip(*(cells(dataset, each, places) for each in shown), strict=True)),
        query=rows_query(dataset, test, bad),
    )


def _count(dataset: Dataset, rule: Rule, test: Rows, before: Callable[[], Dataset | None]) -> Outcome:
    rows = dataset.rows
    kept = (test.least is None or rows >= test.least) and (test.most is None or rows <= test.most)
    found = f"There are {rows:,} rows"
    earlier = before() if test.drop is not None or test.rise is not None else None
    if earlier is not None and earlier.rows:
        change = 100 * (rows - earlier.rows) / earlier.rows
        kept &= test.drop is None or -change <= test.drop
        kept &= test.rise is None or change <= test.rise
        found += f"; the version before has {earlier.rows:,}"
    return Outcome(rule=rule, state="kept" if kept else "broken", found=f"{found}.")


def _age(dataset: Dataset, rule: Rule, test: Fresh, now: dt.datetime) -> Outcome:
    column, field = dataset.column(test.field), dataset.field(test.field)
    if isinstance(column, TextColumn | MultivalueColumn) or not field.type.is_temporal:
        return _unfit(rule, f'"{test.field}" is no date.')
    valid = arrays.validity(column)
    known = arrays.values(column) if valid is None else arrays.values(column)[valid]
    if not len(known):
        return Outcome(rule=rule, state="broken", found="No row has a date.")
    ticks = int(known.max()) * (86_400_000 if column.type == arrays.DAY else 1)
    newest = ticks - (now - _EPOCH) // dt.timedelta(milliseconds=1)
    state: State = "kept" if -newest <= test.within // dt.timedelta(milliseconds=1) else "broken"
    return Outcome(rule=rule, state=state, found=f"The newest is {_when(ticks)}.")


def _when(ticks: int) -> str:
    try:
        return f"{_EPOCH + dt.timedelta(milliseconds=ticks):%Y-%m-%d %H:%M}"
    except OverflowError:  # Python has the years 1 to 9999
        return "in a year beyond 9999" if ticks > 0 else "in a year before 1"
