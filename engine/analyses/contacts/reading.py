"""Records and contacts from datasets, as arrays."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.analyses.contacts.settings import ActivitySource, Contacts, RecordSource, StageHistory, Value
from engine.kernels.arrays import Array
from engine.models.rows import NO_INSTANT, instants, numbers, read_rows, strings, texts
from engine.session import Session
from saql import quote
from saql.record import record

DAY = 86_400_000
NEVER = -(1 << 40)
"""A day that never was, long before all others."""


@record(eq=False)
class Records:
    """Records of one source, one a row.

    Args:
        source: their source.
        keys: their keys, distinct.
        name: what people know them by, and None where that is not known.
        owner: who is responsible; None for nobody.
        team: the owner's team; None where it has none.
        since: int64 days since 1970-01-01: from when a first contact is expected; `NEVER` where that is not known.
        open: bool: to be contacted.
        good: bool: went well.
        bad: bool: did not go well.
        stage: int32: the place of the stage or group that each is in; -1 of none.
        stages: the stages or groups.
        amount: float64, NaN where it is not known.
        probability: float64 from 0 to 1, NaN where it is not known.
        kept: the fields that the dataset takes over.
    """

    source: RecordSource
    keys: tuple[str, ...]
    name: tuple[str | None, ...]
    owner: tuple[str | None, ...]
    team: tuple[str | None, ...]
    since: Array
    open: Array
    good: Array
    bad: Array
    stage: Array
    stages: tuple[str, ...]
    amount: Array
    probability: Array
    kept: pa.Table

    def __len__(self) -> int:
        return len(self.keys)


@record(eq=False)
class Meetings:
    """Contacts with the records of one source, in any order.

    Args:
        record: int32: the place of each contact's record.
        day: int64, days since 1970-01-01.
        done: bool: it was made; else it is planned.
        stage: int32: the stage that the record was in; -1 where that is not known.
    """

    record: Array
    day: Array
    done: Array
    stage: Array


@record(eq=False)
class Tasks:
    """What owners have to do: tasks that are open, and meetings to come.

    Args:
        owner: who has to do each; None for nobody.
        meeting: bool: it is a meeting.
    """

    owner: tuple[str | None, ...]
    meeting: Array


def read_records(contacts: Contacts, source: RecordSource, session: Session, now: dt.datetime) -> Records:
    """Return the records of a source.

    Raises:
        SaqlError: a dataset, field or condition is wrong.
    """
    with session.store.open(source.dataset) as opened:
        kept = [each for each in contacts.keep if any(each == field.name for field in opened.fields)]
    columns = {"key": source.key, "name": source.name, "owner": source.owner, "since": source.since}
    columns |= {f"kept {each}": each for each in kept}
    columns |= {"team": source.team} if source.team else {}
    columns |= {"by": source.by} if source.by else {}
    for name, value in (("amount", source.amount), ("probability", source.probability)):
        columns |= {name: value.field} if value is not None and value.dataset is None else {}
    expressions = {name: quote.name(field) for name, field in columns.items()}
    for name, condition in (("open", source.open), ("good", source.good), ("bad", source.bad)):
        expressions[name] = f"case when {condition} then 1 else 0 end"
    rows = read_rows(session, now, source.dataset, expressions, f"{quote.name(source.key)} is not null")
    keys = tuple(strings(rows["key"]).to_pylist())
    stage, stages = texts(rows["by"]) if source.by else (np.full(len(keys), -1, dtype=np.int32), ())
    return Records(
        source=source,
        keys=keys,
        name=tuple(strings(rows["name"]).to_pylist()),
        owner=tuple(strings(rows["owner"]).to_pylist()),
        team=tuple(strings(rows["team"]).to_pylist()) if source.team else (None,) * len(keys),
        since=_days(rows["since"]),
        open=numbers(rows["open"]) > 0,
        good=numbers(rows["good"]) > 0,
        bad=numbers(rows["bad"]) > 0,
        stage=stage,
        stages=stages,
        amount=_value(source.amount, "amount", keys, rows, session, now),
        probability=_value(source.probability, "probability", keys, rows, session, now),
        kept=pa.table({each: rows[f"kept {each}"] for each in kept}),
    )


def read_history(history: StageHistory, keys: tuple[str, ...], session: Session, now: dt.datetime) -> History:
    """Return when records entered which stages.

    Raises:
        SaqlError: a dataset or field is wrong.
    """
    columns = {"key": history.record, "stage": history.stage, "instant": history.instant}
    rows = read_rows(session, now, history.dataset, {name: quote.name(field) for name, field in columns.items()})
    record, (stage, names), day = _places(rows["key"], keys), texts(rows["stage"]), _days(rows["instant"])
    kept = (record >= 0) & (stage >= 0) & (day > NEVER)
    order = np.lexsort((instants(rows["instant"])[kept], record[kept]))
    return History(record[kept][order], day[kept][order], stage[kept][order], names)


@record(eq=False)
class History:
    """Which stage records entered when, in order of record and time.

    Args:
        record: int32: the place of the record.
        day: int64, days since 1970-01-01.
        stage: int32: the stage.
        names: the stages.
    """

    record: Array
    day: Array
    stage: Array
    names: tuple[str, ...]

    def at(self, record: Array, day: Array) -> Array:
        """Return the stage that records were in at the end of days, -1 where they were in none yet."""
        if not len(self.record):
            return np.full(len(record), -1, dtype=np.int32)
        width = int(max(self.day.max(), day.max(initial=0))) + 2
        place = np.searchsorted(self.record.astype(np.int64) * width + self.day, record * width + day, side="right") - 1
        known = (place >= 0) & (self.record[np.maximum(place, 0)] == record)
        return np.where(known, self.stage[np.maximum(place, 0)], -1).astype(np.int32)


def read_meetings(
    activities: ActivitySource,
    field: str,
    records: Records,
    history: History | None,
    session: Session,
    now: dt.datetime,
) -> Meetings:
    """Return the contacts with the records of a source; `field` of the activities has the record's key.

    Raises:
        SaqlError: a dataset, field or condition is wrong.
    """
    columns = {"key": quote.name(field), "date": quote.name(activities.date)}
    columns["done"] = f"case when {activities.done} then 1 else 0 end"
    rows = read_rows(session, now, activities.dataset, columns, f"{quote.name(field)} is not null")
    record, day, done = _places(rows["key"], records.keys), _days(rows["date"]), numbers(rows["done"]) > 0
    kept = (record >= 0) & (day > NEVER)
    record, day, done = record[kept], day[kept], done[kept]
    stage = records.stage[record] if history is None else history.at(record.astype(np.int64), day)
    return Meetings(record, day, done, stage)


def read_tasks(activities: ActivitySource, session: Session, now: dt.datetime, today: int) -> Tasks:
    """Return what owners have to do: tasks that are not done, and meetings from `today` on.

    Raises:
        SaqlError: a dataset, field or condition is wrong.
    """
    columns = {"owner": quote.name(activities.owner), "date": quote.name(activities.date)}
    columns["done"] = f"case when {activities.done} then 1 else 0 end"
    columns["meeting"] = f"case when {activities.meeting} then 1 else 0 end"
    rows = read_rows(session, now, activities.dataset, columns)
    meeting, day = numbers(rows["meeting"]) > 0, _days(rows["date"])
    waits = (numbers(rows["done"]) == 0) & (~meeting | (day >= today))
    owners = strings(rows["owner"]).filter(pa.array(waits)).to_pylist()
    return Tasks(tuple(owners), meeting[waits])


def _value(
    value: Value | None, name: str, keys: tuple[str, ...], rows: pa.Table, session: Session, now: dt.datetime
) -> Array:
    """Return a number of each record; of one without rows in another dataset none is known."""
    if value is None:
        return np.full(len(keys), np.nan)
    if value.dataset is None:
        found = numbers(rows[name])
    else:
        columns = {"key": quote.name(value.key), "value": quote.name(value.field)}
        others = read_rows(session, now, value.dataset, columns, value.where)
        place, each = _places(others["key"], keys), numbers(others["value"])
        kept = (place >= 0) & ~np.isnan(each)
        counts = np.bincount(place[kept], minlength=len(keys))
        found = np.where(counts > 0, np.bincount(place[kept], weights=each[kept], minlength=len(keys)), np.nan)
    return found / 100 if value.percent else found


def _places(column: pa.ChunkedArray, keys: tuple[str, ...]) -> Array:
    """Return the place of each text among the keys, -1 where it is none of them."""
    codes, values = texts(column)
    place = {key: at for at, key in enumerate(keys)}
    found = np.array([place.get(each, -1) for each in values] + [-1], dtype=np.int32)
    return found[codes]


def _days(column: pa.ChunkedArray) -> Array:
    stamps = instants(column)
    return np.where(stamps == NO_INSTANT, NEVER, stamps // DAY)
