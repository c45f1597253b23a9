"""How much each owner has to do, against the team's median, and who could hand over what to whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from engine.analyses.contacts.due import NextContact
from engine.analyses.contacts.reading import Tasks
from saql.record import record

_MUCH, _LITTLE = 1.25, 0.75
_AT_LEAST = 5
"""Whoever has fewer things than this more than the median has not too much."""


@record(kw_only=True)
class Workload:
    """What an owner has to do.

    Args:
        owner: who.
        team: the team; None where there is none.
        records: open records.
        tasks: open tasks.
        meetings: meetings to come.
        overdue: records whose contact is overdue.
        at_stake: what is at stake in all open records.
        median: what the middle one of the team has to do, in all.
        hands_over: how many records to hand over to whom.
    """

    owner: str
    team: str | None
    records: int
    tasks: int
    meetings: int
    overdue: int
    at_stake: float
    median: float
    hands_over: tuple[tuple[str, int], ...] = ()

    @property
    def load(self) -> int:
        """All that there is to do: records, tasks and meetings."""
        return self.records + self.tasks + self.meetings

    @property
    def state(self) -> str:
        """Whether that is more or less than usual in the team."""
        if self.load > _MUCH * self.median and self.load >= self.median + _AT_LEAST:
            return "Too much"
        return "Has room" if self.load < _LITTLE * self.median else "As usual"


def workloads(
    due: Sequence[NextContact], counted: Iterable[tuple[str | None, str | None]], tasks: Tasks, today: int
) -> tuple[Workload, ...]:
    """Return what each owner has to do, those with most first.

    Args:
        due: the open records with their next contact.
        counted: owner and team of open records that have no contacts noted.
        tasks: tasks and meetings; those of owners without open records do not count.
        today: days since 1970-01-01.
    """
    teams: dict[str, str | None] = {}
    records: Counter[str] = Counter()
    for owner, team in [*((each.owner, each.team) for each in due), *counted]:
        if owner is not None:
            records[owner] += 1
            teams[owner] = teams.get(owner) or team
    meetings = Counter(owner for owner, meets in zip(tasks.owner, tasks.meeting, strict=True) if meets)
    others = Counter(owner for owner, meets in zip(tasks.owner, tasks.meeting, strict=True) if not meets)
    overdue = Counter(each.owner for each in due if each.overdue(today))
    stakes: defaultdict[str | None, float] = defaultdict(float)
    for each in due:
        stakes[each.owner] += each.at_stake or 0.0
    loads = {owner: records[owner] + others[owner] + meetings[owner] for owner in records}
    medians = _medians(loads, teams)
    found = [
        Workload(
            owner=owner,
            team=teams[owner],
            records=records[owner],
            tasks=others[owner],
            meetings=meetings[owner],
            overdue=overdue[owner],
            at_stake=stakes[owner],
            median=medians[teams[owner]],
        )
        for owner in records
    ]
    return tuple(sorted(found, key=lambda each: (-each.load, each.owner)))


def _medians(loads: dict[str, int], teams: dict[str, str | None]) -> dict[str | None, float]:
    members: defaultdict[str | None, list[int]] = defaultdict(list)
    for owner, load in loads.items():
        members[teams[owner]].append(load)
    return {team: float(median(each)) for team, each in members.items()}


def hand_overs(loads: Sequence[Workload], due: Sequence[NextContact], today: int) -> dict[tuple[str, str], str]:
    """Return to whom which records could go, by what and key: from those with too much to those with room.

    They stay in the team. What has waited longest goes first, as its owner does not come to it; records with a contact
    that is planned stay. Nobody gives so much that he has less than the median, or gets so much that he has more.

    Args:
        loads: what each owner has to do.
        due: the open records with their next contact.
        today: days since 1970-01-01.
    """
    room = {each.owner: int(each.median) - each.load for each in loads}
    late: defaultdict[str | None, list[NextContact]] = defaultdict(list)
    for each in due:
        if each.planned is None and each.overdue(today):
            late[each.owner].append(each)
    found: dict[tuple[str, str], str] = {}
    for giver in loads:
        if giver.state != "Too much":
            continue
        takers = [each.owner for each in loads if each.team == giver.team and room[each.owner] > 0]
        waiting = sorted(late[giver.owner], key=lambda each: (-each.overdue(today), each.at_stake or 0.0, each.key))
        for each in waiting[: max(-room[giver.owner], 0)]:
            taker = max(takers, key=lambda owner: room[owner], default=None)
            if taker is None or room[taker] <= 0:
                break
            found[each.what, each.key] = taker
            room[taker] -= 1
    return found
