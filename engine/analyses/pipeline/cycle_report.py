"""The sales cycle in words: how long it takes, what is faster, and which deals take too long."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np

from engine.analyses.pipeline.cycle import Cycle
from engine.analyses.pipeline.cycle_tables import ALL
from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.source import Source
from engine.analyses.pipeline.speed import Speed
from engine.analyses.pipeline.survival import WON, Curve
from engine.analyses.pipeline.tables import MONEY, SEGMENT
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote

_WEEK = 7
_SHOWN = 50
_TOLD = 8


def cycle_report(
    name: str,
    source: Source,
    deals: Deals,
    cycle: Cycle,
    called: Sequence[str | None],
    found: Sequence[Speed],
    labels: Mapping[str, str],
    now: float,
) -> Report:
    """Return the report of a sales cycle.

    Args:
        name: the model's name, after which its datasets are called.
        source: where the deals are.
        deals: the deals.
        cycle: how long they take.
        called: the names of all deals.
        found: which kinds of deals are won sooner.
        labels: what people call the fields of these.
        now: the present moment, in days since 1970-01-01.
    """
    return Report(
        title="Sales cycle",
        verdict=(_whole(name, cycle), _old(source, deals, cycle, now)),
        sections=(
            _segments(name, cycle),
            Section(heading="What is won sooner", statements=_sooner(source, found, labels)),
            _old_deals(name, source, deals, cycle, called),
        ),
    )


def _whole(name: str, cycle: Cycle) -> Statement:
    curve = cycle.whole
    if not curve.ever_won:
        return Statement(text="No deal was won yet, so nothing is known of how long that takes.", tone="unsure")
    wins = int(np.count_nonzero(cycle.outcome == WON))
    text = (
        f"Of a hundred deals {curve.ever_won * 100:.0f} are won. Half of these are won within "
        f"{_days(curve.age_of(0.5))}, 90% within {_days(curve.age_of(0.9))}; open deals count for as long as they "
        f"have been open, so the {wins:,} wins do not make it look shorter than it is."
    )
    return Statement(text=text, query=_median_query(name, ALL))


def _old(source: Source, deals: Deals, cycle: Cycle, now: float) -> Statement:
    open_deals = int(np.count_nonzero(np.isinf(deals.closed) & np.isfinite(cycle.age)))
    if not len(cycle.old):
        return Statement(text=f"None of the {open_deals:,} open deals is older than 90% of the won ones.", tone="good")
    worth = float(np.nan_to_num(deals.amount[cycle.old]).sum())
    text = (
        f"{len(cycle.old):,} of {open_deals:,} open deals, worth {worth:,.0f}, are older than 90% of the won deals of "
        "their segment were: ask whether they are still alive."
    )
    return Statement(text=text, tone="bad", records=_old_records(source, deals, cycle, now))


def _old_records(source: Source, deals: Deals, cycle: Cycle, now: float) -> str:
    """Return the SAQL that lists the open deals made before the day from which on they are not old, by segment."""
    parts = []
    for place, limit in sorted(cycle.limits.items()):
        if math.isnan(limit) or (place >= 0 and not source.segment):
            continue
        last = dt.date(1970, 1, 1) + dt.timedelta(math.ceil(now - limit) - 1)
        made = f'{quote.name(source.created)} in ["1970-01-01".."{last.isoformat()}"]'
        if source.segment:
            field = quote.name(source.segment)
            made += f" && {field} == {quote.text(deals.segments[place])}" if place >= 0 else f" && {field} is null"
        parts.append(f"({made})")
    columns = [source.id, source.name, *(each for each in (source.owner, source.segment) if each), source.stage]
    listed = ", ".join(quote.name(each) for each in dict.fromkeys([*columns, source.amount, source.created]))
    where = f"q = filter q by {source.where}; " if source.where else ""
    return (
        f'q = load {quote.text(source.dataset)}; {where}q = filter q by {quote.name(source.closed)} == "false"; '
        f"q = filter q by {' || '.join(parts)}; q = foreach q generate {listed}; "
        f"q = order q by {quote.name(source.amount)} desc; q = limit q 10000;"
    )


def _segments(name: str, cycle: Cycle) -> Section:
    curves = {ALL: cycle.whole, **cycle.segments}
    columns = (
        Column(name=SEGMENT, label="Segment"),
        Column(name="Deals", label="Deals", type="number", format=MONEY),
        Column(name="Won", label="Won of a hundred", type="number", format="#,##0.0"),
        Column(name="Median", label="Half of the wins within (days)", type="number", format=MONEY),
        Column(name="Most", label="90% of the wins within (days)", type="number", format=MONEY),
    )
    rows = tuple(
        (segment, each.count, 100 * each.ever_won, _cell(each.age_of(0.5)), _cell(each.age_of(0.9)))
        for segment, each in curves.items()
    )
    statements = tuple(
        Statement(
            text=f"{segment}: half of the wins come within {_days(each.age_of(0.5))}, 90% within "
            f"{_days(each.age_of(0.9))}; {each.ever_won * 100:.0f} of a hundred deals are won.",
            query=_median_query(name, segment),
        )
        for segment, each in cycle.segments.items()
    )
    drawn = (
        Column(name="Days", label="Days since creation", type="number", format=MONEY),
        Column(name=SEGMENT, label="Segment"),
        Column(name="Won", label="Won of a hundred", type="number", format="#,##0.0"),
    )
    shown = cycle.segments or curves
    points = tuple(point for segment, curve in shown.items() for point in _points(segment, curve))
    chart = Chart(kind="line", dimension="Days", measures=("Won",), split=SEGMENT)
    query = (
        f"q = load {quote.text(name)}; q = foreach q generate 'CycleOf', 'Days', 'Won', 'Lost', 'Open'; "
        "q = order q by ('CycleOf' asc, 'Days' asc); q = limit q 10000;"
    )
    return Section(
        heading="By segment",
        statements=statements,
        tables=(Table(columns=columns, rows=rows), Table(columns=drawn, rows=points, chart=chart, query=query)),
    )


def _points(segment: str, curve: Curve) -> list[tuple[float, str, float]]:
    """Return the share won week by week, until nearly all that are won are."""
    end = curve.age_of(0.98)
    days = np.arange(0, (0 if math.isnan(end) else end) + _WEEK, _WEEK)
    return [(float(day), segment, float(won) * 100) for day, won in zip(days, curve.at(days)[0], strict=True)]


def _sooner(source: Source, found: Sequence[Speed], labels: Mapping[str, str]) -> tuple[Statement, ...]:
    certain = [each for each in found if each.certain]
    told = [_faster(source, each, labels.get(each.field, each.field)) for each in certain[:_TOLD]]
    rest = len(found) - len(certain)
    if rest:
        words = "value differs" if rest == 1 else "values differ"
        told.append(Statement(text=f"{rest} more {words} by no more than chance would do.", tone="unsure"))
    if not found:
        text = "There are too few wins to tell which kinds of deals are won sooner."
        told.append(Statement(text=text, tone="unsure"))
    return tuple(told)


def _faster(source: Source, speed: Speed, label: str) -> Statement:
    if speed.times > 1:
        often, low, high = f"{speed.times:.1f} times", f"{speed.low:.1f}", f"{speed.high:.1f} times"
    else:
        often, low, high = f"{speed.times * 100:.0f}%", f"{speed.low * 100:.0f}", f"{speed.high * 100:.0f}%"
    text = (
        f"{label} {speed.value}: at any age, {often} as many of those that are open are won as of {speed.usual}, all "
        f"else as it is (with 95% certainty {low} to {high})."
    )
    return Statement(text=text, tone="good" if speed.times > 1 else "bad", records=_records_of(source, speed))


def _records_of(source: Source, speed: Speed) -> str:
    columns = dict.fromkeys([source.id, source.name, source.stage, source.amount, source.created, source.close])
    where = f"q = filter q by {source.where}; " if source.where else ""
    return (
        f"q = load {quote.text(source.dataset)}; {where}"
        f"q = filter q by {quote.name(speed.field)} == {quote.text(speed.value)}; "
        f"q = foreach q generate {', '.join(quote.name(each) for each in columns)}; "
        f"q = order q by {quote.name(source.created)} desc; q = limit q 1000;"
    )


def _old_deals(name: str, source: Source, deals: Deals, cycle: Cycle, called: Sequence[str | None]) -> Section:
    columns = (
        Column(name="Deal", label="Deal"),
        Column(name="Owner", label="Owner"),
        Column(name="Stage", label="Stage"),
        Column(name="Amount", label="Amount", type="number", format=MONEY),
        Column(name="Age", label="Age (days)", type="number", format=MONEY),
        Column(name="Usual", label="90% of wins took (days)", type="number", format=MONEY),
    )
    rows = tuple(
        (
            called[each] or str(deals.ids[each]),
            deals.owners[deals.owner[each]] if deals.owner[each] >= 0 else None,
            deals.stages[deals.stage[each]] if deals.stage[each] >= 0 else None,
            _cell(float(deals.amount[each])),
            math.floor(cycle.age[each]),
            _cell(cycle.limits[int(deals.segment[each])]),
        )
        for each in cycle.old[:_SHOWN].tolist()
    )
    listed = ", ".join(
        quote.name(each) for each in dict.fromkeys([source.id, source.name, source.stage, source.amount])
    )
    query = (
        f"q = load {quote.text(name + '_old')}; q = foreach q generate {listed}, 'Age', 'Usual'; "
        f"q = order q by {quote.name(source.amount)} desc; q = limit q 10000;"
    )
    heading = "Open deals that take too long" + (f": the {_SHOWN} largest" if len(cycle.old) > _SHOWN else "")
    return Section(heading=heading, tables=(Table(columns=columns, rows=rows, query=query),) if rows else ())


def _median_query(name: str, segment: str) -> str:
    return (
        f"q = load {quote.text(name)}; q = filter q by 'CycleOf' == {quote.text(segment)} && 'OfWon' >= 0.5; "
        "q = foreach q generate 'CycleOf', 'Days', 'Won', 'Lost', 'Open', 'OfWon'; "
        "q = order q by 'Days' asc; q = limit q 1;"
    )


def _cell(value: float) -> float | None:
    return None if math.isnan(value) else float(math.ceil(value))


def _days(value: float) -> str:
    return "an unknown time" if math.isnan(value) else f"{math.ceil(value)} days"
