"""The SAQL behind the sentences of a story."""

from __future__ import annotations

from collections.abc import Sequence

from engine.analyses.stories.looks import Look
from engine.analyses.stories.question import Question, load
from engine.store import Dataset
from saql import quote

ELSEWHERE = "Elsewhere"
_COLUMNS = 12
_RECORDS = 1000


def condition_of(look: Look) -> str:
    """Return the SAQL of a row being in a segment."""
    return " && ".join(f"({split.values[place].condition})" for split, place in look.places)


def name_of(look: Look) -> str:
    """Return what a segment is called: `Lead Source is Partner and Segment is Enterprise`."""
    return " and ".join(f"{split.label} is {split.values[place].text}" for split, place in look.places)


def whole_query(question: Question) -> str:
    """Return the query for the measure before and after."""
    return _grouped(question, [])


def segment_query(question: Question, look: Look) -> str:
    """Return the query for the measure of a segment and of all other rows, before and after."""
    name = quote.text(name_of(look))
    return _grouped(
        question, [(f"case when {condition_of(look)} then {name} else {quote.text(ELSEWHERE)} end", "Segment")]
    )


def field_query(question: Question, field: str) -> str:
    """Return the query for the measure of each value of a field, before and after."""
    return _grouped(question, [(quote.name(field), field)])


def records_query(question: Question, dataset: Dataset, look: Look | None = None) -> str:
    """Return the query that lists the rows of both periods, of a segment or all, the latest first."""
    first = [
        question.date,
        *sorted(question.measure.fields),
        *(split.field for split, _ in (look.places if look else ())),
    ]
    others = [each.name for each in dataset.fields if each.name not in first]
    names = [*dict.fromkeys([*others[:2], *first, *others[2:]])][:_COLUMNS]
    columns = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in names)
    conditions = () if look is None else (condition_of(look),)
    return "\n".join(
        [
            load(question),
            f"q = filter q by {question.condition(*conditions)};",
            f"q = foreach q generate {columns};",
            f"q = order q by {quote.name(question.date)} desc;",
            f"q = limit q {_RECORDS};",
        ]
    )


def _grouped(question: Question, keys: Sequence[tuple[str, str]]) -> str:
    after, before = quote.text(question.after.label), quote.text(question.before.label)
    period = f"case when {question.after.condition(question.date)} then {after} else {before} end"
    every = [*keys, (period, "Period")]
    listed = ", ".join(key for key, _ in every)
    columns = ", ".join(f"{key} as {quote.name(alias)}" for key, alias in every)
    return "\n".join(
        [
            load(question),
            f"q = filter q by {question.condition()};",
            f"q = group q by {listed if len(every) == 1 else f'({listed})'};",
            f"q = foreach q generate {columns}, count() as 'Records', {question.measure.aggregate} as 'Measure';",
        ]
    )
