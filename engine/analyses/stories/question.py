"""What a story is asked: a measure of a dataset, two periods, and which fields may explain it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np

from engine.analyses.stories.errors import StoryError
from engine.analyses.stories.measure import Measure, read_measure
from engine.analyses.stories.periods import Period
from engine.columns import TextColumn
from engine.store import Dataset
from engine.store.fields import DatasetField
from saql import quote
from saql.record import record
from saql.types import Type

_ALIKE = 1.25
"""Periods whose totals are compared may differ by this factor: February and March do."""

Better: TypeAlias = Literal["higher", "lower"]


@record(kw_only=True)
class Question:
    """What a story is asked.

    Args:
        dataset: the dataset's name.
        label: what people call it.
        measure: what is looked at.
        date: the field that says in which period a row is.
        before: the earlier period.
        after: the later one.
        where: SAQL that rows have to fulfil; None for all rows.
        groups: the fields that may explain it, as people call them.
        better: whether it is good news when the measure rises (`higher`) or falls (`lower`).
    """

    dataset: str
    label: str
    measure: Measure
    date: str
    before: Period
    after: Period
    where: str | None
    groups: tuple[DatasetField, ...]
    better: Better = "higher"

    def condition(self, *more: str) -> str:
        """Return the SAQL of a row that counts being looked at in one of the periods, and of further conditions."""
        periods = f"({self.before.condition(self.date)} || {self.after.condition(self.date)})"
        conditions = [f"({self.where})" if self.where else None, periods, self.measure.known, *more]
        return " && ".join(each for each in conditions if each)


def ask(
    dataset: Dataset,
    measure: str,
    periods: tuple[Period, Period],
    *,
    date: str | None = None,
    where: str | None = None,
    groups: tuple[str, ...] = (),
    better: Better | None = None,
    fields: Mapping[str, DatasetField] | None = None,
) -> Question:
    """Return a question from what people write.

    Args:
        dataset: the rows.
        measure: as `read_measure` takes it.
        periods: before and after.
        date: the field that says in which period a row is (default: the main date of the dataset, or its first).
        where: SAQL that rows have to fulfil.
        groups: the fields that may explain it (default: all that can).
        better: whether it is good news when the measure rises or falls (default: guessed from what it is called).
        fields: the fields as people call them, by name; those that are hidden are missing (default: as imported).

    Raises:
        StoryError: the measure can't be read, or the dataset has no date.
        engine.store.FieldNotFoundError: a field is not there.
    """
    known = {each.name: each for each in dataset.fields}
    called = known if fields is None else {**known, **fields}
    read = read_measure(measure, called.get)
    _refuse_other_than_true(dataset, read)
    _refuse_unlike_periods(read, periods)
    before, after = periods
    chosen = date or dataset.main_date or next((each.name for each in dataset.fields if each.role == "date"), None)
    if chosen is None:
        raise StoryError(
            f"The dataset '{dataset.name}' has no date, so there are no periods to compare.",
            hint="Keep a date with its rows, such as the day of closing.",
        )
    if not dataset.field(chosen).type.is_temporal:
        raise StoryError(f"'{chosen}' is no date.", hint="Name a date field with --date.")
    offered = (called[each] for each in (known if fields is None else fields) if each in known)
    chosen_groups = [called[dataset.field(each).name] for each in groups] or [
        each for each in offered if each.name not in read.fields and each.type in (Type.TEXT, Type.NUMBER)
    ]
    return Question(
        dataset=dataset.name,
        label=dataset.label,
        measure=read,
        date=chosen,
        before=before,
        after=after,
        where=where.strip() if where and where.strip() else None,
        groups=tuple(chosen_groups),
        better=better or _guessed(dataset, read),
    )


_WORDS_OF_ILLS = re.compile(
    r"(?i)hours|days|minutes|duration|\bage\b|cost|discount|escalat|churn|\blost\b|loss|late\b|overdue|response|cases|"
    r"tickets|complaint|reopen|pushed|refund|return|unsubscri|risk|backlog"
)


def _guessed(dataset: Dataset, measure: Measure) -> Better:
    """Return which way is good news, by words: fewer cases and shorter answers are, more of anything else is."""
    said = dataset.label if measure.kind == "count" else f"{measure.label} {' '.join(sorted(measure.fields))}"
    return "lower" if _WORDS_OF_ILLS.search(said) else "higher"


def _refuse_other_than_true(dataset: Dataset, measure: Measure) -> None:
    """Refuse the share of a field that has texts other than true and false."""
    columns = [dataset.column(each) for each in measure.fields if measure.kind == "share"]
    for column in columns:
        if isinstance(column, TextColumn) and _texts(column) - {None, "true", "false"}:
            raise StoryError(
                f"The field of '{measure.text}' has other values than true and false.",
                hint=f'Write a condition, such as share({next(iter(measure.fields))} == "a value").',
            )


def _refuse_unlike_periods(measure: Measure, periods: tuple[Period, Period]) -> None:
    """Refuse totals of periods of which one is much longer."""
    shorter, longer = sorted(each.days for each in periods)
    if not measure.is_ratio and longer > _ALIKE * shorter:
        raise StoryError(
            f"Totals of {longer} and {shorter} days say nothing about each other.",
            hint="Ask for an average or a share, or compare periods of the same length.",
        )


def _texts(column: TextColumn) -> set[str | None]:
    """Return some of the texts that rows have: more than two where there are."""
    codes = np.flatnonzero(np.bincount(column.codes, minlength=1))[:4]
    return {None if code == 0 else column.dictionary[int(code) - 1].as_py() for code in codes}


def load(question: Question, version: int | None = None) -> str:
    """Return the statement that loads the rows."""
    return f"q = load {quote.text(question.dataset if version is None else f'{question.dataset}@{version}')};"
