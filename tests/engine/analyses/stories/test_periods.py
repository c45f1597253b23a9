"""Periods as people say them."""

import datetime as dt

import pytest

from engine.analyses.stories.errors import StoryError
from engine.analyses.stories.periods import read_periods

TODAY = dt.date(2026, 8, 14)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("last quarter", "Q1 2026", "Q2 2026"),
        ("Last  Month", "June 2026", "July 2026"),
        ("last year", "2024", "2025"),
        ("last week", "2026-07-27 to 2026-08-02", "2026-08-03 to 2026-08-09"),
        ("this quarter", "2026-04-01 to 2026-05-15", "2026-07-01 to 2026-08-14"),
        ("this year", "2025-01-01 to 2025-08-14", "2026-01-01 to 2026-08-14"),
        ("last 30 days", "2026-06-15 to 2026-07-14", "2026-07-15 to 2026-08-13"),
        ("last 6 months", "2025-08-01 to 2026-01-31", "2026-02-01 to 2026-07-31"),
        ("2026", "2025", "2026"),
        ("2026-Q1", "Q4 2025", "Q1 2026"),
        ("2026-03", "February 2026", "March 2026"),
        ("2026-03-30..2026-04-02", "2026-03-26 to 2026-03-29", "2026-03-30 to 2026-04-02"),
        ("last quarter against last year", "Q2 2025", "Q2 2026"),
        ("2026-Q2 against 2024-Q1", "Q1 2024", "Q2 2026"),
        ("last quarter against the 12 months before", "2025-04-01 to 2026-03-31", "Q2 2026"),
        ("2026-05 against the 2 quarters before", "2025-11-01 to 2026-04-30", "May 2026"),
        ("2024-02-29..2024-02-29 against last year", "2023-02-28 to 2023-02-28", "2024-02-29 to 2024-02-29"),
    ],
)
def test_periods_and_what_they_are_held_against(text: str, before: str, after: str) -> None:
    assert [each.label for each in read_periods(text, TODAY)] == [before, after]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "last 0 days",
        "2026-13",
        "2026-Q5",
        "2026-05-02..2026-05-01",
        "0001",
        "2026 against the 0 months before",
        "last 9999 years",
        "2026-02-30..2026-03-01",
    ],
)
def test_what_is_no_period_is_said(text: str) -> None:
    with pytest.raises(StoryError, match="is no period") as caught:
        read_periods(text, TODAY)
    assert "last quarter" in str(caught.value.hint)


def test_periods_that_overlap_are_refused() -> None:
    with pytest.raises(StoryError, match="overlap: Q1 2026 and 2026"):
        read_periods("2026 against 2026-Q1", TODAY)
