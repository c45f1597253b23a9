"""What was found out about next contacts and workloads, in words."""

from __future__ import annotations

from engine.analyses.contacts.analysis import Findings, SourceFindings
from engine.analyses.contacts.datasets import suggestion
from engine.analyses.contacts.due import LATELY
from engine.analyses.contacts.rhythm import Rhythm, Rhythms
from engine.analyses.contacts.workload import Workload
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote

_SURE = 0.05
_MOST = 10

_RHYTHM = (
    Column(name="Stage", label="Stage"),
    Column(name="Median", label="Half of Next Contacts within (Days)", type="number", format="#,##0.0"),
    Column(name="Usual", label="Three in Four within (Days)", type="number", format="#,##0.0"),
    Column(name="BadMedian", label="Half, Where It Went Badly (Days)", type="number", format="#,##0.0"),
    Column(name="Gaps", label="Gaps Learnt From", type="number", format="#,##0"),
)
_LOAD = (
    Column(name="Owner", label="Owner"),
    Column(name="Team", label="Team"),
    Column(name="Load", label="To Do in All", type="number", format="#,##0"),
    Column(name="TeamMedian", label="Team's Median", type="number", format="#,##0"),
    Column(name="OpenRecords", label="Open Records", type="number", format="#,##0"),
    Column(name="OpenTasks", label="Open Tasks", type="number", format="#,##0"),
    Column(name="Meetings", label="Meetings to Come", type="number", format="#,##0"),
    Column(name="Overdue", label="Overdue Contacts", type="number", format="#,##0"),
    Column(name="State", label="Workload"),
    Column(name="Suggestion", label="Could Hand Over"),
)
_ACTIVE = (
    Column(name="Name", label="Name"),
    Column(name="Owner", label="Owner"),
    Column(name="ContactsLately", label=f"Contacts in {LATELY} Days", type="number", format="#,##0"),
    Column(name="AtStake", label="At Stake", type="number", format="#,##0"),
)


def contacts_report(findings: Findings) -> Report:
    """Return the report of a model of next contacts; its queries read the datasets that the model makes."""
    noted = [each for each in findings.sources if each.rhythms is not None]
    return Report(
        title="Whom to contact next, and who has too much to do",
        verdict=(_overdue(findings), *_too_much(findings)),
        sections=(
            *(_rhythm_section(each, each.rhythms) for each in noted if each.rhythms is not None),
            _load_section(findings),
            *(_activity_section(findings, each) for each in noted),
            *_not_noted(findings),
        ),
    )


def _overdue(findings: Findings) -> Statement:
    name, today = findings.contacts.name, findings.today
    late = [each for each in findings.due if each.overdue(today)]
    stake = sum(each.at_stake or 0.0 for each in late)
    query = (
        f"q = load {quote.text(name)}; q = filter q by 'DaysOverdue' > 0; q = group q by 'What'; "
        "q = foreach q generate 'What', count() as 'Overdue', sum('AtStake') as 'AtStake';"
    )
    return Statement(
        text=f"Of {len(findings.due):,} open records, {len(late):,} are overdue for a contact, with {stake:,.0f} at "
        "stake.",
        tone="bad" if late else "good",
        query=query,
        records=_records(name, "'DaysOverdue' > 0", "('Owner' asc, 'Rank' asc)"),
    )


def _too_much(findings: Findings) -> tuple[Statement, ...]:
    found = [each for each in findings.loads if each.state == "Too much"]
    query = _load_query(findings)
    if not found:
        return (Statement(text="Nobody has much more to do than others of the team.", tone="good", query=query),)
    return tuple(_relieve(findings, each) for each in found[:3])


def _relieve(findings: Findings, load: Workload) -> Statement:
    moves = suggestion(load.hands_over)
    could = f" It could help to hand over {moves}." if moves else " Nobody of the team has room."
    return Statement(
        text=f"{load.owner} has {load.load:,} things to do ({load.records:,} open records, {load.tasks:,} tasks, "
        f"{load.meetings:,} meetings); the middle one of the team has {load.median:,.0f}.{could}",
        tone="bad",
        query=_load_query(findings),
        records=_records(findings.contacts.name, f"'Owner' == {quote.text(load.owner)}", "'Rank' asc"),
    )


def _rhythm_section(found: SourceFindings, rhythms: Rhythms) -> Section:
    what = found.source.what
    heading = f"The rhythm of contacts with {what}s"
    if rhythms.all is None:
        text = f"Too few contacts with {what}s that went well are noted to learn a rhythm; {found.made:,} in all."
        return Section(heading=heading, statements=(Statement(text=text, tone="unsure"),))
    first = rhythms.first
    statements = [_compared(what, rhythms.all)]
    if first is not None:
        text = f"Three in four {what}s that went well had their first contact within {first:,.0f} days."
        statements.append(Statement(text=text))
    rows = tuple(_row(each) for each in (*rhythms.stages, rhythms.all))
    table = Table(columns=_RHYTHM, rows=rows)
    return Section(heading=heading, statements=tuple(statements), tables=(table,))


def _compared(what: str, found: Rhythm) -> Statement:
    text = (
        f"Where {what}s went well, half of the next contacts came within {found.median:,.0f} days and three in four "
        f"within {found.usual:,.0f}"
    )
    if found.bad_longer is None or found.chance is None:
        return Statement(text=f"{text}; too few of the others have contacts to compare.", tone="unsure")
    if found.chance >= _SURE:
        rest = "the others were contacted as often, so the rhythm is a habit and no proof that it helps"
        return Statement(text=f"{text}; {rest}.", tone="unsure")
    rest = f"of the others {found.bad_longer:.0%} took longer than that instead of {found.longer:.0%}"
    return Statement(text=f"{text}; {rest}. That is more than chance, and not yet a cause.")


def _row(found: Rhythm) -> tuple[str | float | None, ...]:
    return (found.stage or "All together", found.median, found.usual, found.bad_median, found.gaps)


def _load_section(findings: Findings) -> Section:
    rows = tuple(
        (
            each.owner,
            each.team,
            each.load,
            each.median,
            each.records,
            each.tasks,
            each.meetings,
            each.overdue,
            each.state,
            suggestion(each.hands_over),
        )
        for each in findings.loads
    )
    text = "To do are open records, open tasks and meetings to come, each counted once, however long they take."
    chart = Chart(kind="bars", dimension="Owner", measures=("Load", "TeamMedian"))
    table = Table(columns=_LOAD, rows=rows, chart=chart, query=_load_query(findings))
    return Section(heading="Who has how much to do", statements=(Statement(text=text),), tables=(table,))


def _activity_section(findings: Findings, found: SourceFindings) -> Section:
    what, name = found.source.what, findings.contacts.name
    own = [each for each in findings.due if each.what == what]
    active = sorted(own, key=lambda each: (-each.lately, -(each.at_stake or 0.0), each.key))[:_MOST]
    silent = [each for each in own if not each.lately]
    is_what = f"'What' == {quote.text(what)}"
    columns = ", ".join(quote.name(each.name) for each in _ACTIVE)
    query = (
        f"q = load {quote.text(name)}; q = filter q by {is_what}; "
        "q = order q by ('ContactsLately' desc, 'AtStake' desc nulls last, 'Id' asc); "
        f"q = limit q {_MOST}; q = foreach q generate {columns};"
    )
    text = f"{len(silent):,} of {len(own):,} open {what}s had no contact in {LATELY} days."
    quiet = Statement(
        text=text,
        tone="bad" if silent else "good",
        query=f"q = load {quote.text(name)}; q = filter q by {is_what} && 'ContactsLately' == 0; "
        "q = group q by 'Owner'; q = foreach q generate 'Owner', count() as 'Silent'; q = order q by 'Silent' desc;",
        records=_records(name, f"{is_what} && 'ContactsLately' == 0", "('Owner' asc, 'Rank' asc)"),
    )
    rows = tuple((each.name, each.owner, each.lately, each.at_stake) for each in active)
    return Section(
        heading=f"The most and the least active {what}s",
        statements=(quiet,),
        tables=(Table(columns=_ACTIVE, rows=rows, query=query),),
    )


def _not_noted(findings: Findings) -> tuple[Section, ...]:
    silent = [each.source.what for each in findings.sources if each.rhythms is None]
    if not silent:
        return ()
    listed = " and ".join(f"{each}s" for each in silent)
    where = findings.contacts.activities.dataset
    text = f"No contacts with {listed} are noted in {where}: they count in the workload alone."
    return (Section(heading="What to know about it", statements=(Statement(text=text, tone="unsure"),)),)


def _load_query(findings: Findings) -> str:
    columns = ", ".join(quote.name(each.name) for each in _LOAD)
    name = quote.text(f"{findings.contacts.name}_workload")
    return f"q = load {name}; q = order q by ('Load' desc, 'Owner' asc); q = foreach q generate {columns};"


def _records(name: str, condition: str, order: str) -> str:
    shown = "'Rank', 'What', 'Name', 'Owner', 'Stage', 'DueDay', 'AtStake', 'Reason', 'Id'"
    chosen = f"q = load {quote.text(name)}; q = filter q by {condition}; q = order q by {order};"
    return f"{chosen} q = foreach q generate {shown};"
