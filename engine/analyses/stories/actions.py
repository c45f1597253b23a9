"""Where to look first: what segments would have brought if they had moved as all others did."""

from __future__ import annotations

from collections.abc import Sequence

from engine.analyses.stories.facts import Fact
from engine.analyses.stories.queries import name_of, records_query, segment_query
from engine.analyses.stories.question import Question
from engine.analyses.stories.words import change_words
from engine.reports.report import Section, Statement
from engine.store import Dataset

_MOST = 3


def actions(question: Question, dataset: Dataset, facts: Sequence[Fact]) -> Section:
    """Return the largest gaps that could be won back, and what went better than elsewhere.

    Args:
        question: what was asked.
        dataset: the dataset.
        facts: the segments that are told.
    """
    sign = 1 if question.better == "higher" else -1
    losses = sorted((each for each in facts if each.impact * sign < 0), key=lambda each: -abs(each.impact))
    gains = sorted((each for each in facts if each.impact * sign > 0), key=lambda each: -abs(each.impact))
    statements = [
        Statement(text=_loss(question, each), tone="bad", **_behind(question, dataset, each)) for each in losses[:_MOST]
    ]
    statements += [Statement(text=_gain(each), tone="good", **_behind(question, dataset, each)) for each in gains[:1]]
    if not statements:
        statements = [Statement(text="Nothing stands out that could be won back.")]
    return Section(heading="Where to look first", statements=tuple(statements))


def _behind(question: Question, dataset: Dataset, fact: Fact) -> dict[str, str]:
    look = fact.told.look
    return {"query": segment_query(question, look), "records": records_query(question, dataset, look)}


def _loss(question: Question, fact: Fact) -> str:
    would = f"had it moved as all others did, {_would(question, fact)}"
    return f"{name_of(fact.told.look)}: {would}. Ask what changed for these records."


def _would(question: Question, fact: Fact) -> str:
    """Return what would be different."""
    measure, kind = question.measure, fact.told.look.kind
    if measure.kind == "share" and kind == "rate":
        whole = float(fact.part.rows[1][0] + fact.rest.rows[1][0])
        count = abs(fact.impact) * whole
        direction = "fewer" if fact.impact > 0 else "more"
        return f"about {count:,.0f} {direction} of its {fact.part.rows[1][0]:,.0f} records would count"
    direction = "lower" if fact.impact > 0 else "higher"
    label = measure.label[0].lower() + measure.label[1:]
    return f"{label} would be about {change_words(measure, fact.impact)} {direction}"


def _gain(fact: Fact) -> str:
    return (
        f"{name_of(fact.told.look)}: it went better than elsewhere. Ask what is done there that others could do, too."
    )
