"""What a scorecard learnt, in words: how far to trust it, what decides, what it does not use and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from engine.analyses.scorecards.bins import TextBins
from engine.analyses.scorecards.card import CardField
from engine.analyses.scorecards.leakage import FEWEST_OPEN
from engine.analyses.scorecards.learning import Learnt
from engine.analyses.scorecards.measures import Errors
from engine.analyses.scorecards.records import held_out_query, held_out_records, rates_query
from engine.analyses.scorecards.settings import Settings
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from engine.reports.words import listed

_SHOWN_FIELDS = 6
_SHOWN_CLASSES = 24
_PERCENT, _PLAIN = "0.0%", "0.000"


def scorecard_report(settings: Settings, learnt: Learnt, labels: Mapping[str, str]) -> Report:
    """Return the report of a scorecard.

    Args:
        settings: what it was to learn.
        learnt: what it learnt.
        labels: what people call fields.
    """
    sections = (
        _trust(settings, learnt, labels),
        _came_true(settings, learnt),
        *_deciding(settings, learnt),
        *_refused(learnt, labels),
        *_unused(learnt, labels),
        _reading(settings, learnt),
    )
    return Report(title=settings.label, verdict=_verdict(settings, learnt, labels), sections=sections)


def why_not_used(learnt: Learnt, labels: Mapping[str, str]) -> str:
    """Return why a scorecard is not used, in a sentence; empty where it is."""
    if learnt.usable:
        return ""
    return (
        f"The scores are not used: on the {learnt.records[2]:,} newest records they are no better than a plain guess "
        f"({_plain_guess(learnt, labels)})."
    )


def _verdict(settings: Settings, learnt: Learnt, labels: Mapping[str, str]) -> tuple[Statement, ...]:
    first = learnt.periods.third
    query, records = held_out_query(settings, first), held_out_records(settings, first)
    if not learnt.usable:
        text = why_not_used(learnt, labels)
        return (Statement(text=text, tone="bad", query=query, records=records),)
    ranked = (
        f"Of two records, one with {settings.outcome} and one without, it gives the first the higher chance in "
        f"{learnt.model.area:.0%} of all cases, where a coin gives 50%: so it was with the {learnt.records[2]:,} "
        f"records since {_day(first)}, which it had not seen."
    )
    top = learnt.tenths[0]
    ended = f"{top.came:.0%} ended in {settings.outcome}; of all, {learnt.rates[2]:.0%}."
    best = f"Of the tenth with the highest chances, {ended}"
    return (
        Statement(text=ranked, tone="good", query=query, records=records),
        Statement(text=best, query=query, records=records),
    )


def _trust(settings: Settings, learnt: Learnt, labels: Mapping[str, str]) -> Section:
    columns = (
        Column(name="guess", label="How it is guessed"),
        Column(name="area", label="Pairs in order", type="number", format=_PERCENT),
        Column(name="brier", label="Mean square error (Brier)", type="number", format=_PLAIN),
        Column(name="loss", label="Logarithmic loss", type="number", format=_PLAIN),
    )
    rows = [("These scores", learnt.model), ("The same share for all", learnt.overall)]
    if learnt.segment is not None and learnt.segments is not None:
        rows.append((f"The share of each {_label(learnt.segments.field, labels)}", learnt.segment))
    periods = (
        f"It learnt from {learnt.records[0]:,} records before {_day(learnt.periods.second)}, was set to the level of "
        f"{learnt.records[1]:,} up to {_day(learnt.periods.third - 1)}, and was tested with {learnt.records[2]:,} from "
        "then on. The scores that are published are learnt anew from all of them, in the same way."
    )
    shares = (
        f"The share with {settings.outcome} was {learnt.rates[0]:.1%}, then {learnt.rates[1]:.1%}, then "
        f"{learnt.rates[2]:.1%}."
    )
    better = "ahead of" if learnt.sure > 0 else "behind"
    sure = (
        f"By its losses it is {better} the better plain guess by {abs(learnt.sure):.2f} standard errors; it takes 1.65 "
        "ahead to be more than chance. Pairs are in order where the record with the higher chance is the one with "
        f"{settings.outcome}; of errors and losses the smaller are better."
    )
    table = Table(columns=columns, rows=tuple(_errors(name, each) for name, each in rows))
    statements = [Statement(text=periods), Statement(text=shares), Statement(text=sure)]
    if not learnt.compared:
        blind = (
            f"Fewer than {FEWEST_OPEN} records are open, so that it could not see which fields are filled in only "
            f"with {settings.outcome}, or without it: look whether what decides is known before, and name under "
            "'excluded' what is not."
        )
        statements.append(Statement(text=blind, tone="unsure"))
    return Section(heading="How far to trust it", statements=tuple(statements), tables=(table,))


def _errors(name: str, found: Errors) -> tuple[str, float, float, float]:
    return name, round(found.area, 4), round(found.brier, 5), round(found.loss, 5)


def _came_true(settings: Settings, learnt: Learnt) -> Section:
    columns = (
        Column(name="tenth", label="Tenth of the records"),
        Column(name="records", label="Records", type="number", format="#,##0"),
        Column(name="said", label="Chance that it gave", type="number", format=_PERCENT),
        Column(name="came", label=f"Share with {settings.outcome}", type="number", format=_PERCENT),
        Column(name="lift", label="Times the share of all", type="number", format="0.0"),
    )
    rate = max(learnt.rates[2], 1e-9)
    rows = tuple(
        (f"{place}", each.records, round(each.said, 4), round(each.came, 4), round(each.came / rate, 2))
        for place, each in enumerate(learnt.tenths, 1)
    )
    off = sum(abs(each.said - each.came) * each.records for each in learnt.tenths) / max(learnt.records[2], 1)
    text = (
        f"Ordered by their chances, the newest records had what the table says. In the mean over the tenths, the "
        f"chance was off by {100 * off:.1f} percentage points."
    )
    chart = Chart(kind="columns", dimension="tenth", measures=("said", "came"))
    table = Table(columns=columns, rows=rows, chart=chart)
    return Section(heading="What it said, and what came", statements=(Statement(text=text),), tables=(table,))


def _deciding(settings: Settings, learnt: Learnt) -> tuple[Section, ...]:
    fields = learnt.card.fields
    columns = (
        Column(name="field", label="Field"),
        Column(name="weight", label="Points in the mean", type="number", format="0.0"),
        Column(name="least", label="Least points", type="number", format="0"),
        Column(name="most", label="Most points", type="number", format="0"),
    )
    rows = tuple(
        (each.label, round(each.weight, 2), round(float(each.points.min()), 1), round(float(each.points.max()), 1))
        for each in fields
    )
    names = [each.label for each in fields[:3]]
    text = (
        f"{listed(names)} {'moves' if len(names) == 1 else 'move'} the chance most. 20 points more double the odds, "
        f"20 fewer halve them; the average record has {learnt.card.base:+.0f}, and no points stand for 50%. What goes "
        f"with {settings.outcome} need not be its cause."
    )
    chart = Chart(kind="bars", dimension="field", measures=("weight",))
    first = Section(
        heading="What decides",
        statements=(Statement(text=text),),
        tables=(Table(columns=columns, rows=rows, chart=chart),),
    )
    return (first, *(_field(settings, each, learnt.periods.third) for each in fields[:_SHOWN_FIELDS]))


def _field(settings: Settings, field: CardField, end: int) -> Section:
    columns = (
        Column(name="value", label=field.label),
        Column(name="records", label="Records", type="number", format="#,##0"),
        Column(name="rate", label=f"Share with {settings.outcome}", type="number", format=_PERCENT),
        Column(name="points", label="Points", type="number", format="0"),
    )
    there = [place for place in range(len(field.bins)) if field.records[place] > 0]
    if isinstance(field.bins, TextBins):
        there = sorted(sorted(there, key=lambda place: -field.records[place])[:_SHOWN_CLASSES])
        there.sort(key=lambda place: -float(field.points[place]))
    rows = tuple(
        (
            field.bins.words(place),
            int(field.records[place]),
            round(float(field.outcomes[place] / field.records[place]), 4),
            round(float(field.points[place]), 1),
        )
        for place in there
    )
    query = rates_query(settings, field.name, end) if isinstance(field.bins, TextBins) else None
    chart = Chart(kind="bars", dimension="value", measures=("points",))
    return Section(heading=field.label, tables=(Table(columns=columns, rows=rows, chart=chart, query=query),))


def _refused(learnt: Learnt, labels: Mapping[str, str]) -> tuple[Section, ...]:
    if not learnt.refused and not learnt.allowed:
        return ()
    statements = [
        Statement(
            text="These fields look as if they were known only after the outcome. What is learnt from them is of no "
            "use before it, so they are not used; 'allowed' in the model's file overrules that.",
            tone="unsure",
        )
    ]
    if learnt.allowed:
        names = listed([_label(name, labels) for name, _ in learnt.allowed])
        text = f"Overruled for {names}: if that was wrong, the scores look better than they are."
        statements.append(Statement(text=text, tone="unsure"))
    found = (*learnt.refused, *((name, f"{reason}; allowed") for name, reason in learnt.allowed))
    table = _reasons(found, labels)
    return (Section(heading="Fields that tell the outcome", statements=tuple(statements), tables=(table,)),)


def _unused(learnt: Learnt, labels: Mapping[str, str]) -> tuple[Section, ...]:
    if not learnt.unused:
        return ()
    return (Section(heading="Fields of which nothing can be learnt", tables=(_reasons(learnt.unused, labels),)),)


def _reasons(found: Sequence[tuple[str, str]], labels: Mapping[str, str]) -> Table:
    columns = (Column(name="field", label="Field"), Column(name="why", label="Why"))
    return Table(columns=columns, rows=tuple((_label(name, labels), reason) for name, reason in found))


def _reading(settings: Settings, learnt: Learnt) -> Section:
    card = learnt.card
    wish = "raise" if settings.better == "higher" else "lower"
    actionable = [each.label for each in card.fields if each.actionable]
    bands = f"High is a chance of {card.high:.1%} or more, Medium of {card.medium:.1%} or more, Low of less."
    statements = [Statement(text=bands)]
    if actionable:
        text = (
            f"For each record it says which change would {wish} the chance most, of {listed(actionable)}: records "
            "that have it do better, which is no proof that the change itself does it."
        )
        statements.append(Statement(text=text, tone="unsure"))
    return Section(heading="How to read the scores", statements=tuple(statements))


def _plain_guess(learnt: Learnt, labels: Mapping[str, str]) -> str:
    if learnt.segments is None or learnt.segment is None or learnt.overall.loss <= learnt.segment.loss:
        return "the same share for all"
    return f"the share of each {_label(learnt.segments.field, labels)}"


def _label(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name, name)


def _day(day: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=day)).isoformat()
