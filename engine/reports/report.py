"""A report: sentences that each can be looked into, with the tables and charts that belong to them."""

from __future__ import annotations

from typing import Literal

from saql.record import record

Cell = str | float | int | bool | None
Tone = Literal["neutral", "good", "bad", "unsure"]
ChartKind = Literal["line", "band", "bars", "columns", "stacked", "heat", "waterfall", "funnel", "points"]


@record(kw_only=True)
class Statement:
    """A sentence of a report.

    Args:
        text: the sentence, as a sales manager reads it.
        tone: whether it is good or bad news, or something that is not certain.
        query: the SAQL whose answer holds its numbers; None where there is none.
        records: the SAQL that lists the records behind it; None where there are none.
    """

    text: str
    tone: Tone = "neutral"
    query: str | None = None
    records: str | None = None


@record(kw_only=True)
class Column:
    """A column of a table: its name, what people read above it, and how its numbers are written.

    `format` is a number pattern such as `#,##0.0%`, or None for texts and for numbers as they are.
    """

    name: str
    label: str
    type: Literal["text", "number", "date"] = "text"
    format: str | None = None


@record(kw_only=True)
class Chart:
    """How a table is drawn.

    Args:
        kind: the kind of chart. A `band` has three measures: low, middle, high. A `waterfall` begins with a level and
            goes on with changes; its last row is the level that they lead to. `heat` shades a cell for each pair of
            `dimension` and `split`; `points` has the measures along and up, and a point for each row.
        dimension: the column along the axis; dates and numbers keep their order.
        measures: the columns that are drawn.
        split: the column that tells series apart; None for one series.
    """

    kind: ChartKind
    dimension: str
    measures: tuple[str, ...]
    split: str | None = None


@record(kw_only=True)
class Table:
    """Rows of cells, one for each column; dates are ISO texts."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: Chart | None = None
    query: str | None = None


@record(kw_only=True)
class Section:
    """A part of a report under a heading."""

    heading: str
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()


@record(kw_only=True)
class Report:
    """What an analysis found.

    Args:
        title: what was looked at.
        verdict: what to take from it, in one to three sentences; the first is the most important.
        sections: the rest, the more important first.
    """

    title: str
    verdict: tuple[Statement, ...]
    sections: tuple[Section, ...] = ()
