"""When each open record is to be contacted next, and why."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np

from engine.analyses.contacts.reading import NEVER, Meetings, Records
from engine.analyses.contacts.rhythm import Usual
from engine.kernels.arrays import Array
from saql.record import record

LATELY = 30
"""Days that count as lately."""

_EPOCH = dt.date(1970, 1, 1)


@record(kw_only=True)
class NextContact:
    """An open record and its next contact; days since 1970-01-01.

    Args:
        what: what kind of record it is, such as "deal".
        row: its row among the records of its source.
        key: its key.
        name: what people know it by.
        owner: who is responsible; None for nobody.
        team: the owner's team.
        stage: the stage or group that it is in; None of none.
        last: the day of the last contact; None where there was none.
        lately: how many contacts there were in the last 30 days.
        planned: the day of the next contact that is planned; None where none is.
        due: the day on which it is due; None where the rhythm is not known.
        at_stake: amount times probability; None where the amount is not known.
        reason: why then, in words.
        rank: its place among its owner's, from 1: overdue ones first, by what is at stake.
    """

    what: str
    row: int
    key: str
    name: str
    owner: str | None
    team: str | None
    stage: str | None
    last: int | None
    lately: int
    planned: int | None
    due: int | None
    at_stake: float | None
    reason: str
    rank: int = 0

    def overdue(self, today: int) -> int:
        """Return by how many days it is overdue; 0 where it is not."""
        return 0 if self.due is None else max(today - self.due, 0)


def next_contacts(
    records: Records, meetings: Meetings, stage: Array, names: tuple[str, ...], usual: Usual, today: int
) -> list[NextContact]:
    """Return the open records of a source with what is due, in the order of their rows.

    Args:
        records: the records.
        meetings: all contacts with them, those that are planned too.
        stage: int32, one a record: the stage that it is in; -1 of none.
        names: the stages.
        usual: after how many days contacts are due.
        today: days since 1970-01-01.
    """
    last, lately, planned = _contacts(len(records), meetings, today)
    noted = int(meetings.day.min()) if len(meetings.day) else today  # earlier contacts are not known
    found = []
    for row in np.flatnonzero(records.open).tolist():
        own = names[stage[row]] if stage[row] >= 0 else None
        before = int(last[row]) if last[row] > NEVER else None
        ahead = int(planned[row]) if planned[row] < -NEVER else None
        since = None if records.since[row] == NEVER else max(int(records.since[row]), noted)
        due, why = _due(usual, own, _Known(before, ahead, since, today))
        stake, worth = _at_stake(float(records.amount[row]), float(records.probability[row]))
        found.append(
            NextContact(
                what=records.source.what,
                row=row,
                key=records.keys[row],
                name=records.name[row] or records.keys[row],
                owner=records.owner[row],
                team=records.team[row],
                stage=own,
                last=before,
                lately=int(lately[row]),
                planned=ahead,
                due=due,
                at_stake=stake,
                reason=f"{why}{worth}",
            )
        )
    return found


def _contacts(count: int, meetings: Meetings, today: int) -> tuple[Array, Array, Array]:
    """Return of each record the day of the last contact, how many there were lately, and the next day planned."""
    last = np.full(count, NEVER, dtype=np.int64)
    made = meetings.done & (meetings.day <= today)
    np.maximum.at(last, meetings.record[made], meetings.day[made])
    recent = made & (meetings.day > today - LATELY)
    lately = np.bincount(meetings.record[recent], minlength=count)
    planned = np.full(count, -NEVER, dtype=np.int64)
    ahead = ~meetings.done & (meetings.day >= today)
    np.minimum.at(planned, meetings.record[ahead], meetings.day[ahead])
    return last, lately, planned


@record
class _Known:
    """What is known of a record's contacts: the last day, the next that is planned, since when some could be noted."""

    last: int | None
    planned: int | None
    since: int | None
    today: int


def _due(usual: Usual, stage: str | None, known: _Known) -> tuple[int | None, str]:
    """Return the day on which the next contact is due, and why."""
    if known.planned is not None:
        return known.planned, f"Planned for {_date(known.planned)}."
    if known.last is None:
        if known.since is None or usual.first is None:
            return None, "No contact is noted."
        days, waits = math.ceil(usual.first), max(known.today - known.since, 0)
        return known.since + days, f"{_days(waits)} without a contact; the first is usual within {days}."
    own, spoken = usual.stages.get(stage or "", usual.days), f"{_days(known.today - known.last)} since the last contact"
    if own is None:
        return None, f"{spoken}; what is usual is not known."
    days, where = math.ceil(own), f" in {stage}" if stage in usual.stages else ""
    return known.last + days, f"{spoken}; {days} are usual{where}."


def _at_stake(amount: float, probability: float) -> tuple[float | None, str]:
    if math.isnan(amount):
        return None, ""
    if math.isnan(probability):
        return amount, f" At stake: {amount:,.0f}."
    stake = amount * probability
    return stake, f" At stake: {amount:,.0f} at {probability:.0%}."


def ranked(found: list[NextContact], today: int) -> list[NextContact]:
    """Return next contacts in order of owner and rank.

    First what is overdue, by what is at stake; then what is to come, by its day; last what has no day.
    """

    def order(each: NextContact) -> tuple[str, bool, float, float, str, str]:
        late, stake = each.overdue(today) > 0, -(each.at_stake or 0.0)
        day = math.inf if each.due is None else float(each.due)
        return (each.owner or "", not late, stake if late else day, stake, each.what, each.key)

    places: dict[str | None, int] = {}
    ranks = []
    for each in sorted(found, key=order):
        places[each.owner] = places.get(each.owner, 0) + 1
        ranks.append(replace(each, rank=places[each.owner]))
    return ranks


def _date(day: int) -> str:
    return (_EPOCH + dt.timedelta(days=day)).isoformat()


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
