"""A story: from a question to the report that tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from engine.analyses.stories.expectation import expectation
from engine.analyses.stories.findings import find
from engine.analyses.stories.periods import read_periods
from engine.analyses.stories.question import Better, ask
from engine.analyses.stories.rows import read_rows
from engine.analyses.stories.telling import report
from engine.reports.report import Report
from engine.session import Session
from engine.store import Dataset
from engine.store.fields import DatasetField

DEFAULT_PERIODS = "last quarter"


def tell(
    session: Session,
    dataset: str,
    measure: str,
    *,
    now: dt.datetime,
    compare: str = DEFAULT_PERIODS,
    date: str | None = None,
    where: str | None = None,
    groups: Sequence[str] = (),
    better: Better | None = None,
    called: Callable[[Dataset], Mapping[str, DatasetField] | None] = lambda _: None,
) -> Report:
    """Return what changed in a measure from one period to another, and which segments explain it.

    Args:
        session: asks as who it is: rows that are not seen are not there.
        dataset: the dataset's name.
        measure: `count`, `sum(Amount)`, `avg(Amount)`, `share(IsWon)`, `sum(Won) / sum(Asked)`.
        now: the present moment, with its zone.
        compare: the periods, such as `last quarter` or `2026-Q2 against 2025-Q2`.
        date: the field that says in which period a row is (default: the main date of the dataset).
        where: SAQL that rows have to fulfil.
        groups: the fields that may explain it (default: all).
        better: whether it is good news when the measure rises or falls (default: guessed from what it is called).
        called: gives the fields as people call them, without those that are hidden (default: as imported).

    Raises:
        engine.analyses.stories.errors.StoryError: the question can't be read, or there are too few rows.
        engine.store.StoreError: the dataset or a field is not there.
        saql.SaqlError: the measure or the condition is not valid.
    """
    today = now.astimezone(session.plan_setting(now, None, None).zone).date()
    periods = read_periods(compare, today)
    with session.store.open(dataset) as opened:
        question = ask(
            opened,
            measure,
            periods,
            date=date,
            where=where,
            groups=tuple(groups),
            better=better,
            fields=called(opened),
        )
        rows = read_rows(session, opened, question, now)
        found = find(opened, question, rows)
        return report(question, opened, rows, found, expectation(session, question, now, today))
