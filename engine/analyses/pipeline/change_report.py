"""What became of the pipeline, as a dataset of each deal's part and in words with a waterfall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.analyses.pipeline.change import STEPS, Change, Step
from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.source import Source
from engine.analyses.pipeline.tables import MONEY, OWNER, SEGMENT
from engine.models.kind import Made
from engine.reports.report import Chart, Column, Report, Section, Statement, Table, Tone
from engine.reports.words import amount
from engine.store.fields import FieldSpec
from saql import quote

_EPOCH = dt.date(1970, 1, 1)
_TONES: dict[Step, Tone] = {"Won": "good", "Lost": "bad", "Pushed out": "bad"}
_WORDS: dict[Step, str] = {
    "Created": "{deals} made since bring {amount}.",
    "Pulled in": "{deals} that were to close at another time are now to close in it: {amount}.",
    "Increased": "{deals} grew by {amount}.",
    "Decreased": "{deals} shrank by {amount}.",
    "Pushed out": "{deals} are now to close at another time: {amount} left.",
    "Won": "{deals} won: {amount}.",
    "Lost": "{deals} lost: {amount}.",
}


def change_table(
    name: str, source: Source, deals: Deals, called: Sequence[str | None], changes: Sequence[Change]
) -> Made:
    """Return the dataset of changes: a row for each period, change and deal; `called` are the names of all deals."""
    owner, segment = source.owner or OWNER, source.segment or SEGMENT
    parts = [(change, step, np.flatnonzero(change.amounts[step])) for change in changes for step in STEPS]
    deal = np.concatenate([chosen for _, _, chosen in parts])
    sizes = [len(chosen) for _, _, chosen in parts]
    columns = {
        "Period": pa.array(np.repeat([change.period.name for change, _, _ in parts], sizes).tolist(), pa.string()),
        "Change": pa.array(np.repeat([step for _, step, _ in parts], sizes).tolist(), pa.string()),
        source.id: pa.array(deals.ids[deal].tolist(), pa.string()),
        source.name: pa.array([called[each] for each in deal.tolist()], pa.string()),
        owner: _names(deals.owner[deal].tolist(), deals.owners),
        segment: _names(deals.segment[deal].tolist(), deals.segments),
        "Change Amount": pa.array(np.concatenate([change.amounts[step][chosen] for change, step, chosen in parts])),
    }
    fields = [FieldSpec(name=each, role="dimension") for each in list(columns)[:-1]]
    fields.append(FieldSpec(name="Change Amount", role="measure", label="Amount", format=MONEY))
    return Made(
        name=name,
        rows=pa.table(columns),
        fields=fields,
        key=("Period", "Change", source.id),
        label="Pipeline Change",
        description="What each deal adds to a period's pipeline or takes from it, until now or the period's end.",
    )


def change_report(name: str, source: Source, changes: Sequence[Change]) -> Report:
    """Return the report of changes, that of the present period first.

    Args:
        name: the model's name, after which its dataset is called.
        source: where the deals are.
        changes: what became of the pipelines of some periods.
    """
    present = changes[0]
    verdict = [_whole(name, present)]
    if not present.dated:
        text = (
            "Close dates of the past are not known: all open deals count, whenever they are to close, and what was "
            "pulled in or pushed out can't be told."
        )
        verdict.append(Statement(text=text, tone="unsure"))
    sections = tuple(_section(name, source, each) for each in changes)
    return Report(title="Pipeline change", verdict=tuple(verdict), sections=sections)


def _whole(name: str, change: Change) -> Statement:
    text = (
        f"Of {change.period.words}, {amount(change.total('Opening'))} was open on {_day(change.since)}, and "
        f"{amount(change.total('Closing'))} is on {_day(change.until)}; {amount(0 - change.total('Won'))} was won and "
        f"{amount(0 - change.total('Lost'))} lost meanwhile."
    )
    return Statement(text=text, query=_query(name, change))


def _section(name: str, source: Source, change: Change) -> Section:
    statements = tuple(
        Statement(
            text=_WORDS[step].format(deals=_deals(change.deals(step)), amount=amount(abs(change.total(step)))),
            tone=_TONES.get(step, "neutral"),
            query=_step_query(name, change, step),
            records=_records(name, source, change, step),
        )
        for step in STEPS
        if step in _WORDS and change.deals(step)
    )
    opening = _open(name, source, change, "Opening", change.since)
    closing = _open(name, source, change, "Closing", change.until)
    columns = (
        Column(name="Change", label="Change"),
        Column(name="Amount", label="Amount", type="number", format=MONEY),
        Column(name="Deals", label="Deals", type="number", format=MONEY),
    )
    rows = tuple((step, round(change.total(step), 2), change.deals(step)) for step in STEPS)
    chart = Chart(kind="waterfall", dimension="Change", measures=("Amount",))
    return Section(
        heading=f"{change.period.words[0].upper()}{change.period.words[1:]}",
        statements=(opening, *statements, closing),
        tables=(Table(columns=columns, rows=rows, chart=chart, query=_query(name, change)),),
    )


def _open(name: str, source: Source, change: Change, step: Step, day: float) -> Statement:
    return Statement(
        text=f"Open on {_day(day)}: {_deals(change.deals(step))}, {amount(change.total(step))}.",
        query=_step_query(name, change, step),
        records=_records(name, source, change, step),
    )


def _query(name: str, change: Change) -> str:
    return (
        f"q = load {quote.text(name)}; q = filter q by 'Period' == {quote.text(change.period.name)}; "
        "q = group q by 'Change'; "
        "q = foreach q generate 'Change', sum('Change Amount') as 'Amount', count() as 'Deals';"
    )


def _step_query(name: str, change: Change, step: Step) -> str:
    return (
        f"q = load {quote.text(name)}; q = filter q by 'Period' == {quote.text(change.period.name)} && 'Change' == "
        f"{quote.text(step)}; q = group q by all; "
        "q = foreach q generate sum('Change Amount') as 'Amount', count() as 'Deals';"
    )


def _records(name: str, source: Source, change: Change, step: Step) -> str:
    fields = [source.id, source.name, source.owner or OWNER, source.segment or SEGMENT, "Change Amount"]
    order = "asc" if change.total(step) < 0 else "desc"
    return (
        f"q = load {quote.text(name)}; q = filter q by 'Period' == {quote.text(change.period.name)} && 'Change' == "
        f"{quote.text(step)}; q = foreach q generate {', '.join(quote.name(each) for each in dict.fromkeys(fields))}; "
        f"q = order q by 'Change Amount' {order}; q = limit q 10000;"
    )


def _names(codes: Sequence[int], names: Sequence[str]) -> pa.Array:
    return pa.array([names[each] if each >= 0 else None for each in codes], pa.string())


def _day(day: float) -> str:
    return (_EPOCH + dt.timedelta(int(day))).isoformat()


def _deals(count: int) -> str:
    return "1 deal" if count == 1 else f"{count:,} deals"
