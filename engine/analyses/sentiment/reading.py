"""Texts from a dataset, each distinct one once, with what is known of their records."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.analyses.sentiment.settings import Sentiment
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.models.rows import read_rows, strings, texts
from engine.session import Session
from saql import quote
from saql.record import record

MONTH = " month"
"""The column with the month of each record, such as "2026-03"; no field can be called so."""


@record(eq=False)
class Texts:
    """The texts of records that have one.

    Args:
        rows: the records: their key and what else is known of them, under the fields' own names, and `MONTH`.
        text: int32, one a record: the place of its text.
        distinct: the texts.
        silent: how many records have none.
        sampled_from: of how many distinct texts these are a sample; None where they are all.
    """

    rows: pa.Table
    text: Array
    distinct: tuple[str, ...]
    silent: int
    sampled_from: int | None = None

    def sample(self, texts: int, seed: int) -> Texts:
        """Return the records of some of the texts."""
        chosen = np.random.default_rng(seed).choice(len(self.distinct), texts, replace=False)
        place = np.full(len(self.distinct), -1, dtype=np.int32)
        place[chosen] = np.arange(texts)
        kept = place[self.text] >= 0
        rows, distinct = self.rows.filter(pa.array(kept)), tuple(self.distinct[at] for at in chosen)
        return Texts(rows, place[self.text][kept], distinct, self.silent, len(self.distinct))


def read_texts(sentiment: Sentiment, session: Session, now: dt.datetime) -> Texts:
    """Return the texts of a dataset.

    Raises:
        ModelError: no record has a text.
        SaqlError: a dataset, field or condition is wrong.
    """
    kept = [sentiment.key, *sentiment.by]
    kept += [] if sentiment.date is None else [sentiment.date]
    kept += [] if sentiment.score is None else [sentiment.score.field]
    columns = {each: quote.name(each) for each in kept} | {
        f" text {at}": quote.name(each) for at, each in enumerate(sentiment.texts)
    }
    if sentiment.date is not None:
        year, month = (quote.name(f"{sentiment.date}_{part}") for part in ("Year", "Month"))
        columns[MONTH] = f'{year} + "-" + {month}'
    found = read_rows(session, now, sentiment.dataset, columns, sentiment.where)
    codes, distinct = texts(pa.chunked_array([_joined([found[f" text {at}"] for at in range(len(sentiment.texts))])]))
    there = codes >= 0
    if not there.any():
        raise ModelError(f"No record of '{sentiment.dataset}' has a text.", hint='Look at "texts" and "where".')
    rows = found.select([each for each in found.column_names if not each.startswith(" text ")])
    silent = int(np.count_nonzero(~there))
    return Texts(rows.filter(pa.array(there)), codes[there], distinct, silent)


def _joined(columns: list[pa.ChunkedArray]) -> pa.StringArray:
    """Return the texts of several fields as one, null where none has any; empty ones count as none."""
    import pyarrow.compute as pc

    trimmed = [pc.utf8_trim_whitespace(strings(each)) for each in columns]
    filled = [pc.if_else(pc.equal(each, ""), pa.scalar(None, pa.string()), each) for each in trimmed]
    if len(filled) == 1:
        return filled[0]
    joined = pc.binary_join_element_wise(*filled, ". ", null_handling="skip")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)
