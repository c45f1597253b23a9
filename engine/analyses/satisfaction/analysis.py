"""Satisfaction from a dataset's scores to what was found out, by period and group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.analyses.satisfaction.measures import Answers, Measure, Score, csat_answers, nps_answers
from engine.analyses.satisfaction.settings import Satisfaction
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.models.rows import numbers, read_rows, texts
from engine.session import Session
from saql import quote
from saql.record import record


@record(kw_only=True)
class Group:
    """A measure of a group of answers.

    Args:
        field: the field that has the group; None of all answers.
        value: the group; None of all answers.
        period: such as "2026-03"; None of all periods together.
        score: the measure.
    """

    field: str | None
    value: str | None
    period: str | None
    score: Score


@record(eq=False)
class Findings:
    """What was found out.

    Args:
        satisfaction: the settings.
        groups: all groups that have answers: of each measure all answers, by period, by field, by field and period.
        current: the period that goes on now; None without a date.
    """

    satisfaction: Satisfaction
    groups: tuple[Group, ...]
    current: str | None

    def of(self, measure: Measure, field: str | None = None, periods: bool = False) -> tuple[Group, ...]:
        """Return the groups of a measure and field, in order: those of each period, or of all periods together."""
        found = (e for e in self.groups if e.score.measure == measure and e.field == field)
        return tuple(each for each in found if (each.period is not None) == periods)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that have answers."""
        return tuple(dict.fromkeys(each.score.measure for each in self.groups))


def analyse(satisfaction: Satisfaction, session: Session, now: dt.datetime) -> Findings:
    """Return what the scores of a dataset say.

    Raises:
        ModelError: no record has a score.
        SaqlError: a dataset, field or condition is wrong.
    """
    rows = _rows(satisfaction, session, now)
    everything = np.zeros(rows.num_rows, np.int32), (None,)
    period, periods = texts(rows["period"]) if satisfaction.date else (everything[0] - 1, ())
    groups: list[Group] = []
    for answers in _answers(satisfaction, rows):
        for field in (None, *satisfaction.by):
            codes, values = everything if field is None else texts(rows[f"by {field}"])
            groups += _groups(answers, field, (codes, values), (period, periods))
    if not groups:
        raise ModelError(f"No record of '{satisfaction.dataset}' has a score.", hint='Look at the fields and "where".')
    return Findings(
        satisfaction, tuple(groups), _current(satisfaction, session.day(now)) if satisfaction.date else None
    )


Coded = tuple[Array, Sequence[str | None]]
"""Texts of rows as codes into values, -1 where there is none."""


def _answers(satisfaction: Satisfaction, rows: pa.Table) -> list[Answers]:
    found = [csat_answers(numbers(rows["CSAT"]), satisfaction.content)] if satisfaction.csat else []
    return [*found, nps_answers(numbers(rows["NPS"]))] if satisfaction.nps else found


def _groups(answers: Answers, field: str | None, of: Coded, when: Coded) -> list[Group]:
    """Return the groups of a field that have answers: each of all periods together, then of each period."""
    (codes, values), (period, periods) = of, when
    found = []
    whole = answers.scores(codes, len(values))
    both = np.where((codes < 0) | (period < 0), -1, codes.astype(np.int64) * max(len(periods), 1) + period)
    parts = answers.scores(both, len(values) * len(periods))
    order = sorted(range(len(periods)), key=lambda at: periods[at] or "")
    for at in sorted(range(len(values)), key=lambda each: values[each] or ""):
        own = [(None, whole[at]), *((periods[each], parts[at * len(periods) + each]) for each in order)]
        found += [Group(field=field, value=values[at], period=name, score=score) for name, score in own]
    return [each for each in found if each.score.answers]


def _rows(satisfaction: Satisfaction, session: Session, now: dt.datetime) -> pa.Table:
    columns = {f"by {each}": quote.name(each) for each in satisfaction.by}
    columns |= {"CSAT": quote.name(satisfaction.csat)} if satisfaction.csat else {}
    columns |= {"NPS": quote.name(satisfaction.nps)} if satisfaction.nps else {}
    columns |= {"period": period_expression(satisfaction)} if satisfaction.date else {}
    return read_rows(session, now, satisfaction.dataset, columns, satisfaction.where)


def period_expression(satisfaction: Satisfaction) -> str:
    """Return the SAQL expression of the period of a row: "2026", "2026-Q1" or "2026-03"."""
    year, quarter, month = (quote.name(f"{satisfaction.date}_{part}") for part in ("Year", "Quarter", "Month"))
    if satisfaction.period == "year":
        return year
    return f'{year} + "-Q" + {quarter}' if satisfaction.period == "quarter" else f'{year} + "-" + {month}'


def _current(satisfaction: Satisfaction, day: dt.date) -> str:
    if satisfaction.period == "year":
        return f"{day.year}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if satisfaction.period == "quarter" else f"{day.year}-{day.month:02}"
