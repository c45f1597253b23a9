"""The datasets of next contacts: a row for each open record, and a row for each owner."""

from __future__ import annotations

import pyarrow as pa

from engine.analyses.contacts.analysis import Findings
from engine.models.kind import Made
from engine.store.fields import FieldSpec


def contact_rows(findings: Findings) -> Made:
    """Return the dataset of the open records with what is due."""
    due, today, name = findings.due, findings.today, findings.contacts.name
    dimensions = {
        "What": ("Kind of Record", [each.what for each in due]),
        "Id": ("Record ID", [each.key for each in due]),
        "Name": ("Name", [each.name for each in due]),
        "Owner": ("Owner", [each.owner for each in due]),
        "Team": ("Team", [each.team for each in due]),
        "Stage": ("Stage", [each.stage for each in due]),
        "Reason": ("Why", [each.reason for each in due]),
        "HandOverTo": ("Could Go To", [findings.hand_overs.get((each.what, each.key)) for each in due]),
    }
    measures = {
        "Rank": ("Rank", "#,##0", [each.rank for each in due]),
        "DaysOverdue": ("Days Overdue", "#,##0", [each.overdue(today) for each in due]),
        "ContactsLately": ("Contacts in 30 Days", "#,##0", [each.lately for each in due]),
        "AtStake": ("At Stake", "#,##0", [each.at_stake for each in due]),
    }
    dates = {
        "DueDay": ("Due", [each.due for each in due]),
        "LastContact": ("Last Contact", [each.last for each in due]),
        "PlannedFor": ("Planned For", [each.planned for each in due]),
    }
    columns: dict[str, pa.Array] = {each: pa.array(values, pa.string()) for each, (_, values) in dimensions.items()}
    columns |= {each: pa.array(values, _type(each)) for each, (_, _, values) in measures.items()}
    columns |= {each: pa.array(values, pa.int32()).cast(pa.date32()) for each, (_, values) in dates.items()}
    kept = _kept(findings)
    fields = [FieldSpec(name=each, role="dimension", label=label) for each, (label, _) in dimensions.items()]
    fields += [FieldSpec(name=each, role="measure", label=label, format=f) for each, (label, f, _) in measures.items()]
    fields += [FieldSpec(name=each, role="date", label=label) for each, (label, _) in dates.items()]
    return Made(
        name=name,
        rows=pa.table(columns | kept),
        fields=fields,
        key=("What", "Id"),
        label=name.replace("_", " ").capitalize(),
        description="Open records with the day of their next contact, and why; the most important of each owner first.",
    )


def _kept(findings: Findings) -> dict[str, pa.Array]:
    """Return the fields that are taken over from the records, null of sources that have them not."""
    rows: dict[str, list[tuple[int, int]]] = {}
    for place, each in enumerate(findings.due):
        rows.setdefault(each.what, []).append((place, each.row))
    found: dict[str, pa.Array] = {}
    for field in findings.contacts.keep:
        parts, places = [], []
        for source in findings.sources:
            own = rows.get(source.source.what, [])
            if field in source.kept.column_names and own:
                parts.append(source.kept[field].take(pa.array([row for _, row in own])))
                places += [place for place, _ in own]
        if parts:
            back = [-1] * len(findings.due)
            for at, place in enumerate(places):
                back[place] = at
            chosen = pa.array([None if at < 0 else at for at in back], pa.int64())
            found[field] = pa.chunked_array([chunk for part in parts for chunk in part.chunks]).take(chosen)
    return found


def workload_rows(findings: Findings) -> Made:
    """Return the dataset of the owners with what they have to do."""
    loads, name = findings.loads, findings.contacts.name
    texts = {
        "Owner": ("Owner", [each.owner for each in loads]),
        "Team": ("Team", [each.team for each in loads]),
        "State": ("Workload", [each.state for each in loads]),
        "Suggestion": ("Suggestion", [suggestion(each.hands_over) for each in loads]),
    }
    numbers: dict[str, tuple[str, list[float]]] = {
        "OpenRecords": ("Open Records", [each.records for each in loads]),
        "OpenTasks": ("Open Tasks", [each.tasks for each in loads]),
        "Meetings": ("Meetings to Come", [each.meetings for each in loads]),
        "Load": ("To Do in All", [each.load for each in loads]),
        "TeamMedian": ("Team's Median", [each.median for each in loads]),
        "Overdue": ("Overdue Contacts", [each.overdue for each in loads]),
        "AtStake": ("At Stake", [each.at_stake for each in loads]),
    }
    columns = {each: pa.array(values, pa.string()) for each, (_, values) in texts.items()}
    columns |= {each: pa.array(values, _type(each)) for each, (_, values) in numbers.items()}
    fields = [FieldSpec(name=each, role="dimension", label=label) for each, (label, _) in texts.items()]
    fields += [
        FieldSpec(name=each, role="measure", label=label, format="#,##0") for each, (label, _) in numbers.items()
    ]
    return Made(
        name=f"{name}_workload",
        rows=pa.table(columns),
        fields=fields,
        key=("Owner",),
        label=f"{name.replace('_', ' ').capitalize()}, Workload",
        description="What each owner has to do, against the team's median, and what could be handed over.",
    )


def _type(name: str) -> pa.DataType:
    return pa.float64() if name in ("AtStake", "TeamMedian") else pa.int64()


def suggestion(hands_over: tuple[tuple[str, int], ...]) -> str | None:
    """Return what could be handed over to whom, in words; None where that is nothing."""
    return ", ".join(f"{count} to {taker}" for taker, count in hands_over) or None
