"""Satisfaction from a dataset's scores to what was found out, by period and group."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.models.rows import numbers, read_rows, texts
from engine.satisfaction.measures import Measure, Score, csat, nps
from engine.satisfaction.settings import Satisfaction
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
    groups: list[Group] = []
    period, periods = texts(rows["period"]) if satisfaction.date else (np.full(rows.num_rows, -1, np.int32), ())
    order = np.argsort(np.array(periods, dtype=object)).tolist() if periods else []
    for measure, name in (("CSAT", satisfaction.csat), ("NPS", satisfaction.nps)):
        if name is None:
            continue
        scores = numbers(rows[measure])
        for field in (None, *satisfaction.by):
            codes, values = texts(rows[f"by {field}"]) if field else (np.zeros(rows.num_rows, np.int32), (None,))
            for at in sorted(range(len(values)), key=lambda each: values[each] or ""):
                chosen = codes == at
                groups.append(_group(satisfaction, measure, field, values[at], None, scores[chosen]))
                groups += [
                    _group(satisfaction, measure, field, values[at], periods[when], scores[chosen & (period == when)])
                    for when in order
                ]
    found = tuple(each for each in groups if each.score.answers)
    if not found:
        raise ModelError(f"No record of '{satisfaction.dataset}' has a score.", hint='Look at the fields and "where".')
    return Findings(satisfaction, found, _current(satisfaction, session.day(now)) if satisfaction.date else None)


def _group(
    satisfaction: Satisfaction, measure: str, field: str | None, value: str | None, period: str | None, scores: Array
) -> Group:
    score = csat(scores, satisfaction.content) if measure == "CSAT" else nps(scores)
    return Group(field=field, value=value, period=period, score=score)


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
