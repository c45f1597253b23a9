"""Measures as people write them, and the SAQL that they become."""

import pytest

from engine.analyses.stories.errors import StoryError
from engine.analyses.stories.measure import read_measure
from engine.store.fields import DatasetField
from saql.types import Type


def field(name: str) -> DatasetField | None:
    types = {"Amount": Type.NUMBER, "Cost": Type.NUMBER, "IsWon": Type.TEXT, "CloseDate": Type.DAY}
    role = {Type.NUMBER: "measure", Type.TEXT: "dimension", Type.DAY: "date"}
    if name not in types:
        return None
    return DatasetField(name=name, role=role[types[name]], type=types[name], label=f"The {name}")


@pytest.mark.parametrize(
    ("text", "kind", "aggregate", "label"),
    [
        ("count", "count", "count()", "The number of rows"),
        ("count()", "count", "count()", "The number of rows"),
        ("sum(Amount)", "sum", "sum('Amount')", "The sum of The Amount"),
        ("avg( 'Amount' )", "average", "avg('Amount')", "The average of The Amount"),
        ("sum(Amount - Cost)", "sum", "sum((Amount - Cost))", "The sum of Amount - Cost"),
        ("share(IsWon)", "share", "avg(case when 'IsWon' == \"true\" then 1 else 0 end)", "The share of The IsWon"),
        ("share(Amount > 5)", "share", "avg(case when Amount > 5 then 1 else 0 end)", "The share of Amount > 5"),
        ("sum(Amount) / sum(Cost)", "ratio", "sum('Amount') / sum('Cost')", "The Amount for each of The Cost"),
        ("sum(Amount)/count()", "ratio", "sum('Amount') / count()", "The Amount for each of rows"),
    ],
)
def test_measures_become_saql(text: str, kind: str, aggregate: str, label: str) -> None:
    found = read_measure(text, field)
    assert (found.kind, found.aggregate, found.label) == (kind, aggregate, label)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("median(Amount)", "can't be told of 'median"),
        ("", "can't be told of ''"),
        ("sum()", "can't be told of 'sum"),
        ("sum(IsWon)", "'IsWon' is no number"),
        ("share(CloseDate)", "neither true nor false"),
    ],
)
def test_what_can_not_be_taken_apart_is_said(text: str, words: str) -> None:
    with pytest.raises(StoryError, match=words):
        read_measure(text, field)
