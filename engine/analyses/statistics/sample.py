"""Rows of a dataset for an analysis: numbers and texts by field, of all rows or of a sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from engine.analyses.statistics.errors import AnalysisError
from engine.kernels.arrays import Array
from engine.models.rows import numbers, texts
from engine.session import Session
from engine.store import DatasetField
from saql import quote
from saql.check.wording import did_you_mean
from saql.record import record
from saql.types import Type

MOST_ROWS = 100_000
FEWEST = 50


@record(kw_only=True)
class Asked:
    """Which rows and fields are analysed.

    Args:
        dataset: the dataset's name.
        label: what people call it.
        fields: its fields by name, as people call them.
        where: SAQL that rows have to fulfil; None for all.
    """

    dataset: str
    label: str
    fields: Mapping[str, DatasetField]
    where: str | None = None

    def query(self, columns: Mapping[str, str], percent: float | None = None) -> str:
        """Return the query for columns, each SAQL by its name; with `percent`, of a sample."""
        sampled = "" if percent is None else f" sample({quote.number(percent)}) repeatable(1)"
        chosen = [] if self.where is None else [f"q = filter q by {self.where};"]
        made = ", ".join(f"{expression} as {quote.name(name)}" for name, expression in columns.items())
        return "\n".join([f"q = load {quote.text(self.dataset)}{sampled};", *chosen, f"q = foreach q generate {made};"])

    def field(self, name: str) -> DatasetField:
        """Return a field.

        Raises:
            AnalysisError: there is none of that name.
        """
        if name not in self.fields:
            near = [f"D{each[1:]}" for each in did_you_mean(name, self.fields)]
            raise AnalysisError(
                f"The dataset '{self.dataset}' has no field '{name}'.",
                hint=near[0] if near else f"'swell describe {self.dataset}' lists them.",
            )
        return self.fields[name]


@record(eq=False)
class Sample:
    """Rows: numbers by field (NaN where there is none), texts as codes (-1 where there is none) with their values.

    `part` is which part of all rows it is, 1.0 for all; `query` is what gives the rows.
    """

    rows: int
    part: float
    numbers: Mapping[str, Array]
    texts: Mapping[str, tuple[Array, tuple[str, ...]]]
    query: str


def take_sample(session: Session, asked: Asked, names: Sequence[str], now: dt.datetime) -> Sample:
    """Return fields of all rows, or of about `MOST_ROWS` of them.

    Raises:
        AnalysisError: there are too few rows.
        saql.SaqlError: the condition is not valid.
    """
    with session.store.open(asked.dataset) as opened:
        rows = opened.rows
    percent = round(100 * MOST_ROWS / rows, 4) if rows > MOST_ROWS else None
    query = asked.query({each: quote.name(each) for each in names}, percent)
    table = session.query(query, now=now, row_limit=2 * MOST_ROWS, name="the rows").table
    if table.num_rows < FEWEST:
        raise AnalysisError(
            f"There are {table.num_rows} rows; an analysis needs {FEWEST}.", hint="Ask for more of them."
        )
    kinds = {each: asked.field(each).type for each in names}
    return Sample(
        table.num_rows,
        1.0 if percent is None else percent / 100,
        {each: numbers(table[each]) for each in names if kinds[each] is Type.NUMBER},
        {each: texts(table[each]) for each in names if kinds[each] is Type.TEXT},
        query,
    )
