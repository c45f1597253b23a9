"""Rows of datasets as arrays, as what models compute needs them: read by a query, texts as codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.session import Session
from saql import quote

NO_INSTANT = int(np.iinfo(np.int64).min)
"""Stands for an instant that is not known."""

_ALL_ROWS = 1 << 40


def read_rows(
    session: Session, now: dt.datetime, dataset: str, columns: Mapping[str, str], where: str | None = None
) -> pa.Table:
    """Return columns of all rows of a dataset.

    Args:
        session: answers queries.
        now: the instant from which relative dates in conditions are reckoned.
        dataset: the dataset's name.
        columns: by the name of each column the SAQL expression that gives it.
        where: a SAQL condition on the rows; None for all.

    Raises:
        SaqlError: there is no such dataset or field, or an expression is not valid.
    """
    made = ", ".join(f"{expression} as {quote.name(name)}" for name, expression in columns.items())
    chosen = "" if where is None else f" q = filter q by {where};"
    text = f"q = load {quote.text(dataset)};{chosen} q = foreach q generate {made};"
    return session.query(text, now=now, row_limit=_ALL_ROWS, name=f"rows of {dataset}").table


def texts(column: pa.ChunkedArray) -> tuple[Array, tuple[str, ...]]:
    """Return texts as int32 codes into distinct values, -1 where there is none."""
    if pa.types.is_null(column.type):
        return np.full(len(column), -1, dtype=np.int32), ()
    encoded = arrow.dictionary_encode(_one(column))
    return arrays.values(arrow.fill_null(encoded.indices, -1)).astype(np.int32), tuple(encoded.dictionary.to_pylist())


def instants(column: pa.ChunkedArray) -> Array:
    """Return dates as int64 milliseconds since 1970-01-01, UTC; `NO_INSTANT` where there is none."""
    stamps = arrow.cast(_one(column), pa.timestamp("ms", tz="UTC"))
    return arrays.values(arrow.fill_null(arrow.cast(stamps, pa.int64()), NO_INSTANT))


def numbers(column: pa.ChunkedArray) -> Array:
    """Return numbers as float64, NaN where there is none."""
    return arrays.values(arrow.fill_null(arrow.cast(_one(column), pa.float64()), float("nan")))


def texts_of(codes: Array, values: Sequence[str]) -> pa.Array:
    """Return the text of each code as a dictionary array, null where the code is below 0."""
    indices = arrays.array(np.maximum(codes, 0).astype(np.int32), codes >= 0)
    return pa.DictionaryArray.from_arrays(indices, arrays.from_list(list(values), pa.string()))


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()
