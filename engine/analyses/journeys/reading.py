"""Events and segments from datasets."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.analyses.journeys.events import Events
from engine.analyses.journeys.segments import Segment
from engine.analyses.journeys.settings import EventSource, Journey
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.models.rows import NO_INSTANT, instants, read_rows, strings, texts
from engine.session import Session
from saql import quote
from saql.record import record


@record(eq=False)
class Read:
    """The events of a journey, and of each record its value in each segment, one code a record."""

    events: Events
    segments: tuple[Segment, ...]


def read_events(journey: Journey, session: Session, now: dt.datetime) -> Read:
    """Return the events of all sources.

    Raises:
        ModelError: there are none, or no source has a field by which records are to be split.
        SaqlError: a dataset, field or condition of a source is wrong.
    """
    known = {each.dataset: _fields(session, each.dataset) for each in journey.sources}
    for name in journey.segments:
        if not any(name in fields for fields in known.values()):
            raise ModelError(f"No dataset of the journey has the field '{name}'.", hint='Correct "segments".')
    tables = [_table(journey, each, known[each.dataset], session, now) for each in journey.sources]
    together = pa.concat_tables(tables)
    instant = together["instant"].to_numpy()
    record, ids = texts(together["record"])
    there = (instant != NO_INSTANT) & (instant <= now.timestamp() * 1000) & (record >= 0)
    if not there.any():
        raise ModelError("There are no events to learn from.", hint="Look at the fields and conditions of the events.")
    stage, names = texts(together["stage"])
    there &= stage >= 0
    events = Events(record[there], stage[there], instant[there], pa.array(ids, pa.string()), names)
    order = np.lexsort((events.instant, events.record))
    segments = [_segment(each, together[f"segment {each}"], there, events, order) for each in journey.segments]
    return Read(events, tuple(segments))


def _fields(session: Session, dataset: str) -> frozenset[str]:
    with session.store.open(dataset) as opened:
        return frozenset(each.name for each in opened.fields if each.role == "dimension")


def _table(
    journey: Journey, source: EventSource, fields: frozenset[str], session: Session, now: dt.datetime
) -> pa.Table:
    ids = [quote.name(each) for each in source.record]
    columns = {
        "record": ids[0] if len(ids) == 1 else f"coalesce({', '.join(ids)})",
        "stage": quote.text(source.called or "") if source.stage is None else quote.name(source.stage),
        "instant": quote.name(source.instant),
    }
    columns |= {f"segment {each}": quote.name(each) for each in journey.segments if each in fields}
    rows = read_rows(session, now, source.dataset, columns, source.where)
    made = {"record": strings(rows["record"]), "stage": strings(rows["stage"])}
    made["instant"] = pa.array(instants(rows["instant"]))
    for each in journey.segments:
        missing = pa.nulls(rows.num_rows, pa.string())
        made[f"segment {each}"] = strings(rows[f"segment {each}"]) if each in fields else missing
    return pa.table(made)


def _segment(field: str, column: pa.ChunkedArray, there: Array, events: Events, order: Array) -> Segment:
    """Return of each record the value at its first event that has one."""
    codes, values = texts(column)
    codes, record = codes[there][order], events.record[order]
    known = np.flatnonzero(codes >= 0)
    first = known[np.diff(record[known], prepend=-1) != 0]
    of_record = np.full(len(events.ids), -1, dtype=np.int32)
    of_record[record[first]] = codes[first]
    return Segment(field, of_record, values)
