"""Next contacts and workloads from their datasets to what was found out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from engine.analyses.contacts.due import NextContact, next_contacts, ranked
from engine.analyses.contacts.reading import Meetings, Records, read_history, read_meetings, read_records, read_tasks
from engine.analyses.contacts.rhythm import Rhythms, Usual, learn_rhythms
from engine.analyses.contacts.settings import Contacts, RecordSource
from engine.analyses.contacts.workload import Workload, hand_overs, workloads
from engine.kernels.arrays import Array
from engine.session import Session
from saql.record import record


@record(eq=False)
class SourceFindings:
    """What was found out about the records of one source.

    Args:
        source: the source.
        rhythms: the rhythm of contacts; None where none are noted.
        kept: by row of the records the fields that the dataset takes over.
        made: how many contacts were made.
    """

    source: RecordSource
    rhythms: Rhythms | None
    kept: pa.Table
    made: int


@record(eq=False)
class Findings:
    """What was found out.

    Args:
        contacts: the settings.
        sources: what was found out about each source of records.
        due: the open records that have contacts noted, in order of owner and rank.
        loads: what each owner has to do, those with most first.
        hand_overs: to whom records could go, by what and key.
        today: days since 1970-01-01.
    """

    contacts: Contacts
    sources: tuple[SourceFindings, ...]
    due: tuple[NextContact, ...]
    loads: tuple[Workload, ...]
    hand_overs: dict[tuple[str, str], str]
    today: int


def analyse(
    contacts: Contacts, session: Session, now: dt.datetime, learnt: Mapping[str, Usual] | None = None
) -> Findings:
    """Return what is due, and what each owner has to do.

    Args:
        contacts: the settings.
        session: answers queries over all rows.
        now: the present moment, with its zone.
        learnt: what was learnt before, by kind of record; without it the rhythm of now counts.

    Raises:
        SaqlError: a dataset, field or condition is wrong.
    """
    today = (session.day(now) - dt.date(1970, 1, 1)).days
    sources: list[SourceFindings] = []
    due: list[NextContact] = []
    counted: list[tuple[str | None, str | None]] = []
    for source in contacts.records:
        records = read_records(contacts, source, session, now)
        if source.contact is None:
            sources.append(SourceFindings(source, None, records.kept, 0))
            rows = np.flatnonzero(records.open).tolist()
            counted += [(records.owner[row], records.team[row]) for row in rows]
            continue
        meetings, stage, names = _with_stages(contacts, records, source.contact, session, now, today)
        rhythms = learn_rhythms(records, meetings, names)
        usual = rhythms.usual if learnt is None else learnt.get(source.what, rhythms.usual)
        due += next_contacts(records, meetings, stage, names, usual, today)
        sources.append(SourceFindings(source, rhythms, records.kept, int(np.count_nonzero(meetings.done))))
    loads = workloads(due, counted, read_tasks(contacts.activities, session, now, today), today)
    moves = hand_overs(loads, due, today)
    return Findings(
        contacts=contacts,
        sources=tuple(sources),
        due=tuple(ranked(due, today)),
        loads=_with_moves(loads, due, moves),
        hand_overs=moves,
        today=today,
    )


def _with_stages(
    contacts: Contacts, records: Records, field: str, session: Session, now: dt.datetime, today: int
) -> tuple[Meetings, Array, tuple[str, ...]]:
    """Return the contacts with records, the stage of each record now, and the stages."""
    noted = records.source.stages
    history = None if noted is None else read_history(noted, records.keys, session, now)
    meetings = read_meetings(contacts.activities, field, records, history, session, now)
    if history is None:
        return meetings, records.stage, records.stages
    rows = np.arange(len(records))
    return meetings, history.at(rows, np.full(len(records), today)), history.names


def _with_moves(
    loads: tuple[Workload, ...], due: list[NextContact], moves: dict[tuple[str, str], str]
) -> tuple[Workload, ...]:
    given = Counter((each.owner, moves[each.what, each.key]) for each in due if (each.what, each.key) in moves)
    return tuple(
        replace(
            load,
            hands_over=tuple((taker, count) for (giver, taker), count in sorted(given.items()) if giver == load.owner),
        )
        for load in loads
    )
