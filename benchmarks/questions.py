"""The fourteen questions: what each asks, what its answer looks like, and which columns it can't do without."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

NOW = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
"""What relative dates are reckoned from: the last day of the data."""

RECENT_FROM = dt.date(2026, 10, 3)
"""The first of the last 90 days."""

REGIONS = ("EMEA", "APAC")
"""The facet: two of six regions."""

LARGE = 20_000
ROW_COLUMNS = ("Id", "AccountId", "StageName", "Owner", "Region", "Amount", "Probability", "CloseDate")

WIDTHS = {
    "StageName": 1,
    "Owner": 2,
    "Industry": 1,
    "Region": 1,
    "Type": 1,
    "LeadSource": 1,
    "AccountId": 4,
    "Amount": 8 + 1 / 8,
    "CloseDate": 4,
}
"""Bytes a row of a column at its narrowest: codes of as many bytes as the values need, a bit for nulls of numbers."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table of an answer looks.

    `kinds` has a letter a column: t text, n number, s sum (of only nulls: null, or 0 in engines that have no null
    sum), i a number or its digits, d a day. `keys` is the number of columns, from the left, that tell rows apart.
    `top` is the number of the column by which rows are in descending order, where they are in one; the last of them
    may be cut off among equals.
    """

    kinds: str
    keys: int
    top: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `share` is the part of the rows that it is about where rows are in the order of CloseDate."""

    name: str
    asks: str
    shapes: tuple[Shape, ...]
    columns: tuple[str, ...]
    share: float = 1.0

    def bytes_touched(self, rows: int) -> float:
        """Return the least bytes that have to be read to answer."""
        return rows * self.share * sum(WIDTHS[each] for each in self.columns)


DASHBOARD = (
    Shape("sn", 0),
    Shape("tsn", 1),
    Shape("tsn", 1, top=1),
    Shape("iis", 2),
    Shape("tsn", 1),
    Shape("ttn", 2),
    Shape("tsn", 1),
    Shape("tn", 1),
    Shape("ts", 1, top=1),
    Shape("ds", 1),
    Shape("tn", 1),
    Shape("ttn", 1, top=2),
)


def _question(name: str, asks: str, shape: Shape, columns: str, share: float = 1.0) -> Question:
    return Question(name, asks, (shape,), tuple(columns.split()), share)


QUESTIONS = {
    each.name: each
    for each in (
        _question("Q1", "by Stage: sum, count", Shape("tsn", 1), "StageName Amount"),
        _question("Q2", "two filters, by Owner: sum, average; top 10", Shape("tsn", 1, 1), "Region Owner Amount"),
        _question("Q3", "by year and month: sum", Shape("iis", 2), "CloseDate Amount"),
        _question("Q4", "by three dimensions: sum, count", Shape("tttsn", 3), "Industry StageName Region Amount"),
        _question("Q5", "by AccountId: sum; top 20", Shape("ts", 1, 1), "AccountId Amount"),
        _question("Q6", "by Stage: distinct AccountId", Shape("tn", 1), "StageName AccountId"),
        _question("Q7", "by the account's Industry: sum, count", Shape("tsn", 1), "AccountId Amount"),
        _question("Q7b", "opportunities and accounts by Industry: sums", Shape("tss", 1), "Industry Amount"),
        _question("Q8", "last 90 days, by day: sum, count", Shape("dsn", 1), "CloseDate Amount", 90 / 1461),
        _question("Q9", "by Owner and month: running sum", Shape("tiiss", 3), "Owner CloseDate Amount"),
        _question("Q9b", "by Region and Owner: rank in the Region", Shape("ttsn", 2), "Region Owner Amount"),
        _question("Q10", "by Stage: median, 90th percentile", Shape("tnn", 1), "StageName Amount"),
        _question("Q11", "rows, two filters, the 100 largest", Shape("tttttnnd", 1, 5), "StageName LeadSource Amount"),
        Question("Q12", "a dashboard of 12 steps under a facet", DASHBOARD, tuple(WIDTHS)),
    )
}
