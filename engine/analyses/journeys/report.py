"""What was found out about a journey, in words."""

from __future__ import annotations

from engine.analyses.journeys.analysis import Findings
from engine.analyses.journeys.datasets import ARRIVED, DROPPED, OPEN
from engine.analyses.journeys.funnel import FunnelStage
from engine.analyses.journeys.segments import Difference
from engine.reports.report import Chart, Column, Report, Section, Statement, Table, Tone
from saql import quote

_MOST_DIFFERENCES = 8
_MOST_WAYS = 10
_FEW = 30

_FUNNEL = (
    Column(name="Stage", label="Stage"),
    Column(name="Came", label="Came to It", type="number", format="#,##0"),
    Column(name="MovedOn", label="Moved On", type="number", format="#,##0"),
    Column(name="Dropped", label="Dropped Out", type="number", format="#,##0"),
    Column(name="StillThere", label="Still There", type="number", format="#,##0"),
    Column(name="Conversion", label="Conversion of Decided", type="number", format="0.0%"),
    Column(name="ConversionExpected", label="Unfinished Counted", type="number", format="0.0%"),
)
_TIMES = (
    Column(name="Stage", label="Stage"),
    Column(name="MedianDays", label="Half Move On within (Days)", type="number", format="#,##0.0"),
    Column(name="NineInTenDays", label="Nine in Ten within (Days)", type="number", format="#,##0.0"),
)
_WAYS = (
    Column(name="Way", label="Way"),
    Column(name="Records", label="Records", type="number", format="#,##0"),
    Column(name="Share", label="Share", type="number", format="0.0%"),
)


def journey_report(findings: Findings) -> Report:
    """Return the report of a journey; its queries read the datasets that the model makes of it."""
    stages = findings.stages
    return Report(
        title=f"From {stages[0]} to {stages[-1]}",
        verdict=_verdict(findings),
        sections=(_funnel(findings), _differences(findings), _times(findings), _ways(findings), _doubts(findings)),
    )


def _verdict(findings: Findings) -> tuple[Statement, ...]:
    progress, name = findings.progress, findings.journey.name
    arrived, dropped = int(progress.arrived.sum()), int(progress.dropped.sum())
    still, decided = len(progress) - arrived - dropped, arrived + dropped
    share = f"{arrived / decided:.0%} arrived at {findings.stages[-1]}" if decided else "none has come to an end yet"
    by_state = (
        f"{_load(name, records=True)} q = group q by 'State'; q = foreach q generate 'State', count() as 'Records';"
    )
    first = Statement(
        text=f"Of {decided:,} records that are decided, {share}; {still:,} are still on the way.",
        query=by_state,
        records=_records(name, f"'State' == {quote.text(ARRIVED)}"),
    )
    return (first, *_weakest(findings), *_slowest(findings))


def _weakest(findings: Findings) -> tuple[Statement, ...]:
    """Return where most drop out: the stage whose loss is the largest part of all."""
    name, all_dropped = findings.journey.name, sum(each.dropped for each in findings.funnel)
    if not all_dropped:
        return ()
    stage = max(findings.funnel, key=lambda each: each.dropped)
    share = stage.dropped / all_dropped
    rate = "" if stage.conversion is None else f"; of those that are decided there, {stage.conversion:.0%} move on"
    return (
        Statement(
            text=f"Most drop out at {stage.name}: {stage.dropped:,}, {share:.0%} of all losses{rate}.",
            tone="bad",
            query=f"{_load(name)} q = order q by 'Dropped' desc; "
            "q = foreach q generate 'Stage', 'Dropped', 'Conversion';",
            records=_records(name, f"'State' == {quote.text(DROPPED)} && 'Furthest' == {quote.text(stage.name)}"),
        ),
    )


def _slowest(findings: Findings) -> tuple[Statement, ...]:
    name = findings.journey.name
    timed = [each for each in findings.funnel if each.median_days is not None]
    if not timed:
        return ()
    stage = max(timed, key=lambda each: each.median_days or 0.0)
    return (
        Statement(
            text=f"{stage.name} takes longest: of those that move on, half have after {_days(stage.median_days)}, "
            f"one in ten takes more than {_days(stage.slow_days)}.",
            query=f"{_load(name)} q = foreach q generate 'Stage', 'MedianDays', 'NineInTenDays'; "
            "q = order q by 'MedianDays' desc;",
            records=_records(name, f"'State' == {quote.text(OPEN)} && 'Furthest' == {quote.text(stage.name)}"),
        ),
    )


def _funnel(findings: Findings) -> Section:
    rows = tuple(
        (each.name, each.came, each.moved, each.dropped, each.still, each.conversion, each.expected)
        for each in findings.funnel
    )
    columns = ", ".join(quote.name(each.name) for each in _FUNNEL)
    return Section(
        heading="How many move on",
        statements=tuple(_conversion(findings, at, each) for at, each in enumerate(findings.funnel[:-1])),
        tables=(
            Table(
                columns=_FUNNEL,
                rows=rows,
                chart=Chart(kind="funnel", dimension="Stage", measures=("Came",)),
                query=f"{_load(findings.journey.name)} q = order q by 'Place'; q = foreach q generate {columns};",
            ),
        ),
    )


def _conversion(findings: Findings, at: int, stage: FunnelStage) -> Statement:
    name, decided = findings.journey.name, stage.moved + stage.dropped
    here = f"'BeganPlace' <= {at + 1} && 'FurthestPlace' >= {at + 1}"
    query = f"{_load(name)} q = filter q by 'Stage' == {quote.text(stage.name)};"
    query += " q = foreach q generate 'Stage', 'MovedOn', 'Dropped', 'Conversion', 'ConversionLow', 'ConversionHigh';"
    if stage.conversion is None:
        return Statement(text=f"{stage.name}: nothing is decided yet.", tone="unsure", query=query)
    text = f"{stage.name}: {stage.moved:,} of {decided:,} moved on, {stage.conversion:.0%}"
    bounds = f" (with 95% certainty {stage.low:.0%} to {stage.high:.0%})"
    if decided < _FEW:
        text += f"; {decided} are few{bounds}"
    if stage.expected is not None and abs(stage.expected - stage.conversion) >= 0.02:
        text += f"; with the {stage.still:,} counted that still wait, it is to be {stage.expected:.0%}"
    tone: Tone = "unsure" if decided < _FEW else "neutral"
    return Statement(text=f"{text}.", tone=tone, query=query, records=_records(name, here))


def _differences(findings: Findings) -> Section:
    found = findings.differences
    if not findings.segments:
        text = 'No fields are named by which records are to be split: name some in "segments".'
    elif not found.sure:
        text = f"No segment differs from the others by more than chance; {found.looked_at:,} comparisons were made."
    else:
        text = (
            f"{len(found.sure):,} of {found.looked_at:,} comparisons differ by more than chance, corrected for how "
            "many were made. A difference says where to look; it is not yet a cause."
        )
    greatest = {(each.field, each.value): each for each in reversed(found.sure)}  # of each segment the first
    shown = [each for each in found.sure if greatest[each.field, each.value] is each][:_MOST_DIFFERENCES]
    told = tuple(_difference(findings, each) for each in shown)
    return Section(heading="Segments that differ", statements=(Statement(text=text), *told))


def _difference(findings: Findings, found: Difference) -> Statement:
    where = "in all" if found.stage is None else f"from {findings.stages[found.stage]}"
    does = "arrive" if found.stage is None else "move on"
    by = f"{abs(found.effect):,.0f} {'more' if found.effect > 0 else 'fewer'} than at the rate of the others"
    condition = _moves(found.stage)
    decided = f"({condition} || 'State' == {quote.text(DROPPED)})"
    if found.stage is not None:
        decided = f"'BeganPlace' <= {found.stage + 1} && 'FurthestPlace' >= {found.stage + 1} && {decided}"
    field, name = quote.name(found.field), findings.journey.name
    query = (
        f"{_load(name, records=True)} q = filter q by {decided} && {field} is not null; "
        f"q = foreach q generate {field}, case when {condition} then 1 else 0 end as 'Moved'; "
        f"q = group q by {field}; q = foreach q generate {field}, sum('Moved') as 'MovedOn', count() as 'Decided', "
        "avg('Moved') as 'Conversion'; q = order q by 'Conversion' desc;"
    )
    return Statement(
        text=f"{found.value} ({found.field}): {found.share:.0%} of {found.decided:,} {does} {where}, "
        f"of the others {found.others:.0%}; {by}.",
        tone="good" if found.effect > 0 else "bad",
        query=query,
        records=_records(name, f"{decided} && {field} == {quote.text(found.value)}"),
    )


def _moves(stage: int | None) -> str:
    return f"'State' == {quote.text(ARRIVED)}" if stage is None else f"'FurthestPlace' > {stage + 1}"


def _times(findings: Findings) -> Section:
    rows = tuple((each.name, each.median_days, each.slow_days) for each in findings.funnel[:-1])
    text = (
        "Days from entering a stage until moving on, of those that move on. Records that still wait count for as long "
        "as they have waited, so that slow ones are not forgotten."
    )
    columns = ", ".join(quote.name(each.name) for each in _TIMES)
    table = Table(
        columns=_TIMES,
        rows=rows,
        chart=Chart(kind="columns", dimension="Stage", measures=("MedianDays", "NineInTenDays")),
        query=f"{_load(findings.journey.name)} q = filter q by 'Place' < {len(findings.stages)}; "
        f"q = order q by 'Place'; q = foreach q generate {columns};",
    )
    return Section(heading="How long it takes", statements=(Statement(text=text),), tables=(table,))


def _ways(findings: Findings) -> Section:
    name, count = findings.journey.name, int(findings.ways.counts.sum())
    most = findings.ways.most_frequent(_MOST_WAYS)
    query = (
        f"{_load(name, records=True)} q = group q by 'Way'; "
        "q = foreach q generate 'Way', count() as 'Records', "
        "count() / sum(count()) over ([..] partition by all) as 'Share'; "
        f"q = order q by ('Records' desc, 'Way' asc); q = limit q {_MOST_WAYS};"
    )
    rows = tuple((way, taken, taken / count) for way, taken in most)
    table = Table(columns=_WAYS, rows=rows, query=query)
    return Section(heading="The ways that most take", statements=_back(findings), tables=(table,))


def _back(findings: Findings) -> tuple[Statement, ...]:
    went = int((findings.progress.back > 0).sum())
    query = (
        f"{_load(findings.journey.name)} q = order q by 'StepsBack' desc; q = foreach q generate 'Stage', 'StepsBack';"
    )
    if not went:
        return (Statement(text="No record went back to an earlier stage.", query=query),)
    before, after = divmod(int(findings.back.argmax()), len(findings.stages))
    text = (
        f"{went:,} records ({went / len(findings.progress):.0%}) went back at least once, most often from "
        f"{findings.stages[before]} to {findings.stages[after]} ({int(findings.back[before, after]):,} times)."
    )
    return (Statement(text=text, query=query, records=_records(findings.journey.name, "'StepsBack' > 0")),)


def _doubts(findings: Findings) -> Section:
    name, first = findings.journey.name, findings.stages[0]
    late = sum(each.began for each in findings.funnel[1:])
    over = sum(each.passed_over for each in findings.funnel)
    statements = [
        Statement(
            text=f"{late:,} records begin after {first}: some start there, others began before the data do. They count "
            "from the stage that they began in.",
            query=f"{_load(name)} q = order q by 'Place'; q = foreach q generate 'Stage', 'BeganHere';",
            records=_records(name, "'BeganPlace' > 1"),
        ),
        Statement(
            text=f"Stages were passed over {over:,} times; that counts as having moved on from them.",
            query=f"{_load(name)} q = order q by 'Place'; q = foreach q generate 'Stage', 'PassedOver';",
        ),
    ]
    if findings.steps.left_out:
        text = f"{findings.steps.left_out:,} events are of stages that are not part of the journey, and do not count."
        statements.append(Statement(text=text, tone="unsure"))
    return Section(heading="What to know about the numbers", statements=tuple(statements))


def _load(name: str, records: bool = False) -> str:
    return f"q = load {quote.text(f'{name}_records' if records else name)};"


def _records(name: str, condition: str) -> str:
    shown = "'Id', 'Began', 'Furthest', 'State', 'Way', 'Days', 'LastStep'"
    chosen = f"{_load(name, records=True)} q = filter q by {condition}; q = order q by 'LastStep' desc;"
    return f"{chosen} q = foreach q generate {shown};"


def _days(days: float | None) -> str:
    return "?" if days is None else f"{days:,.1f} days" if days < 10 else f"{days:,.0f} days"
