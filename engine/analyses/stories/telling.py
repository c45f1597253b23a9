"""A report of what was found: the change, what explains it, what to expect, where to look first."""

from __future__ import annotations

import numpy as np

from engine.analyses.stories.actions import actions
from engine.analyses.stories.choice import LEVEL
from engine.analyses.stories.effects import contributions
from engine.analyses.stories.facts import Fact, numbers, sentence
from engine.analyses.stories.findings import Findings
from engine.analyses.stories.looks import Tally
from engine.analyses.stories.queries import field_query, name_of, records_query, segment_query, whole_query
from engine.analyses.stories.question import Question
from engine.analyses.stories.rows import Rows
from engine.analyses.stories.significance import means_differ, shares_differ
from engine.analyses.stories.words import chance_words, change_words, moved, number_words
from engine.reports.report import Chart, Column, Report, Section, Statement, Table, Tone
from engine.store import Dataset

_IN_SHORT = 2
"""Causes that stand at the top of a report, below what changed."""

_UNCLEAR = 0.05
_FIELDS = 3
_EFFECTS = {"volume": "How many", "size": "How much each", "rate": "Its own", "mix": "Part of all"}


def report(question: Question, dataset: Dataset, rows: Rows, found: Findings, expected: Section) -> Report:
    """Return the report of a story.

    Args:
        question: what was asked.
        dataset: the dataset.
        rows: the rows of both periods.
        found: the segments that explain the change.
        expected: what is to be expected.
    """
    causes = [
        Statement(
            text=sentence(question, each),
            tone=_tone(question, each.impact),
            query=segment_query(question, each.told.look),
            records=records_query(question, dataset, each.told.look),
        )
        for each in found.facts
    ]
    label = question.measure.label[0].lower() + question.measure.label[1:]
    nothing = Statement(
        text=f"No segment moved differently from all others by more than chance: {found.looks:,} were looked at.",
        tone="unsure" if found.looks == 0 else "neutral",
    )
    sections = [
        *([_explained(question, found, causes)] if causes else []),
        *[_field(question, found, each) for each in _told_fields(found)],
        expected,
        actions(question, dataset, found.facts),
        _how(found),
    ]
    return Report(
        title=f"{question.label}: {label}, {question.after.label} against {question.before.label}",
        verdict=(_change(question, dataset, rows, found), *(causes[:_IN_SHORT] or [nothing])),
        sections=tuple(sections),
    )


def _change(question: Question, dataset: Dataset, rows: Rows, found: Findings) -> Statement:
    """Return the sentence about all rows."""
    measure, before, after = question.measure, found.before, found.after
    first, last = number_words(measure, before), number_words(measure, after)
    earlier, later = question.before.label, question.after.label
    if first == last:
        text = f"{measure.label} stayed at {last} from {earlier} to {later}"
    else:
        relative = f" ({abs(after / before - 1):.0%})" if before and "%" not in measure.pattern else ""
        did = moved(before, after, f"{first} in {earlier}", f"{last} in {later}")
        text = f"{measure.label} {did}, by {change_words(measure, after - before)}{relative}"
    counts = " and ".join(f"{float(each[0]):,.0f}" for each in found.whole.rows)
    tone = _tone(question, after - before)
    text += "." if measure.kind == "count" else f"; of {counts} records."
    if _few_decide(question, rows, after - before):
        tone = "unsure"
        text += " On the whole, records moved the other way: a few large ones decide it."
    chance = _chance(question, rows, found)
    if chance is not None and chance > _UNCLEAR:
        tone = "unsure"
        text += f" A change of this size comes about by chance alone in {round(chance * 100)} of 100 cases."
    return Statement(text=text, tone=tone, query=whole_query(question), records=records_query(question, dataset))


def _few_decide(question: Question, rows: Rows, change: float) -> bool:
    """Return whether the ranks of records moved the other way than the measure, by more than chance."""
    if rows.ranks is None or not question.measure.is_ratio:
        return False
    ranks = rows.ranks[rows.after == 1], rows.ranks[rows.after == 0]
    return change * float(ranks[0].mean() - ranks[1].mean()) < 0 and means_differ(*ranks) <= _UNCLEAR


def _chance(question: Question, rows: Rows, found: Findings) -> float | None:
    """Return how likely the change of a ratio is by chance; None for totals, which nothing is held against."""
    if not question.measure.is_ratio:
        return None
    whole = found.whole
    if whole.ranks is None or rows.ranks is None:
        return float(shares_differ(whole.amount[1], whole.rows[1], whole.amount[0], whole.rows[0])[1][0])
    return means_differ(rows.ranks[rows.after == 1], rows.ranks[rows.after == 0])


def _explained(question: Question, found: Findings, causes: list[Statement]) -> Section:
    pattern = question.measure.pattern
    columns = (
        Column(name="segment", label="Segment"),
        Column(name="what", label="What moved"),
        Column(name="before", label=question.before.label),
        Column(name="after", label=question.after.label),
        Column(name="elsewhere", label="Elsewhere"),
        Column(name="impact", label="Moves the whole by", type="number", format=pattern),
        Column(name="chance", label="By chance"),
    )
    rows = tuple(_row(question, each) for each in found.facts)
    chart = Chart(kind="bars", dimension="segment", measures=("impact",))
    return Section(
        heading="What explains it",
        statements=tuple(causes[_IN_SHORT:]),
        tables=(Table(columns=columns, rows=rows, chart=chart), _steps(question, found)),
    )


def _row(question: Question, fact: Fact) -> tuple[str | float, ...]:
    kind = fact.told.look.kind
    before, after, other_before, other_after = (
        f"{each:,.0f}" if kind == "volume" else f"{each:.1%}" if kind == "mix" else number_words(question.measure, each)
        for each in numbers(fact)
    )
    elsewhere = f"{other_before} → {other_after}"
    name = name_of(fact.told.look)
    return name, _EFFECTS[kind], before, after, elsewhere, fact.impact, chance_words(fact.told.chance)


def _steps(question: Question, found: Findings) -> Table:
    """Return the way from before to after: the segments that are told, and all else."""
    rest = found.after - found.before - sum(each.impact for each in found.facts)
    steps = [
        (f"{name_of(each.told.look)} ({_EFFECTS[each.told.look.kind].lower()})", each.impact) for each in found.facts
    ]
    rows = ((question.before.label, found.before), *steps, ("All else", rest), (question.after.label, found.after))
    columns = (
        Column(name="step", label="Step"),
        Column(name="measure", label=question.measure.label, type="number", format=question.measure.pattern),
    )
    return Table(columns=columns, rows=rows, chart=Chart(kind="waterfall", dimension="step", measures=("measure",)))


def _told_fields(found: Findings) -> list[Tally]:
    """Return the fields of the first segments, each once."""
    fields = [split.field for fact in found.facts for split, _ in fact.told.look.places]
    chosen = list(dict.fromkeys(fields))[:_FIELDS]
    return [each for field in chosen for each in found.tallies if each.split.field == field]


def _field(question: Question, found: Findings, tally: Tally) -> Section:
    measure = question.measure
    sums = tally.sums
    first, second = contributions(measure.kind, sums, found.whole)
    values = sums.means() if measure.is_ratio else sums.amount
    order = np.argsort(-np.abs(first + second), kind="stable")
    names = ("Part of all", "Its own") if measure.is_ratio else ("How many", "How much each")
    pattern = measure.pattern
    columns = (
        Column(name="value", label=tally.split.label),
        Column(name="total", label="Adds to the change", type="number", format=pattern),
        Column(name="first", label=f"By: {names[0].lower()}", type="number", format=pattern),
        Column(name="second", label=f"By: {names[1].lower()}", type="number", format=pattern),
        Column(name="before", label=question.before.label, type="number", format=pattern),
        Column(name="after", label=question.after.label, type="number", format=pattern),
        Column(name="rows_before", label=f"Records, {question.before.label}", type="number", format="#,##0"),
        Column(name="rows_after", label=f"Records, {question.after.label}", type="number", format="#,##0"),
    )
    numbers_by = (first + second, first, second, *values, *sums.rows)
    rows = tuple(
        (tally.split.values[place].text, *(float(each[place]) for each in numbers_by)) for place in order.tolist()
    )
    chart = Chart(kind="bars", dimension="value", measures=("total",))
    query = field_query(question, tally.split.field)
    return Section(
        heading=f"By {tally.split.label}", tables=(Table(columns=columns, rows=rows, chart=chart, query=query),)
    )


def _how(found: Findings) -> Section:
    """Return how it was found, so that nobody takes it for more than it is."""
    texts = [
        f"{found.looks:,} looks were taken: each value of {len(found.tallies)} fields, and pairs of values of the "
        "fields that moved most, each held against all other records. What is told stands after a correction for so "
        "many looks: if nothing had changed but by chance, a story would name anything at all in fewer than "
        f"{chance_words(LEVEL)} cases.",
        "A segment that moved differently is where to look, not why it did: something else that changed at the same "
        "time, in the same records, looks alike.",
    ]
    for why in dict.fromkeys(why for _, why in found.left_out):
        texts.append(
            f"Left out, since each {why}: {', '.join(label for label, other in found.left_out if other == why)}."
        )
    return Section(heading="How this was found", statements=tuple(Statement(text=each) for each in texts))


def _tone(question: Question, change: float) -> Tone:
    if change == 0:
        return "neutral"
    return "good" if (change > 0) == (question.better == "higher") else "bad"
