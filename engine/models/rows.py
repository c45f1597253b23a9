"""Rows of datasets as arrays, as what models compute needs them: read by a query, texts as codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.session import Session
from saql import quote

NO_INSTANT = int(np.iinfo(np.int64).min)
"""Stands for an instant that is not known."""

_ALL_ROWS = 1 << 40
_HINT = "Look at the fields that the model's file names."


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
    encoded = arrow.dictionary_encode(strings(column))
    return arrays.values(arrow.fill_null(encoded.indices, -1)).astype(np.int32), tuple(encoded.dictionary.to_pylist())


def strings(column: pa.ChunkedArray) -> pa.StringArray:
    """Return texts; numbers, such as ids, without a fraction where all are whole."""
    values = column.combine_chunks()
    if pa.types.is_floating(values.type):
        whole = arrow.call("floor", values)
        if arrow.call("all", arrow.call("equal", whole, values)).as_py() is not False:
            values = arrow.cast(whole, pa.int64())
    return arrow.cast(values, pa.string())


def instants(column: pa.ChunkedArray) -> Array:
    """Return dates as int64 milliseconds since 1970-01-01, UTC; `NO_INSTANT` where there is none.

    Raises:
        ModelError: these are no dates.
    """
    if not (pa.types.is_temporal(column.type) or pa.types.is_null(column.type)):
        raise ModelError("A field that is no date is named where a date has to be.", hint=_HINT)
    stamps = arrow.cast(column.combine_chunks(), pa.timestamp("ms", tz="UTC"))
    return arrays.values(arrow.fill_null(arrow.cast(stamps, pa.int64()), NO_INSTANT))


def numbers(column: pa.ChunkedArray) -> Array:
    """Return numbers as float64, NaN where there is none; texts that are numbers count as these.

    Raises:
        ModelError: some are no numbers.
    """
    try:
        values = arrow.cast(column.combine_chunks(), pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ModelError("A field that is no number is named where a number has to be.", hint=_HINT) from error
    return arrays.values(arrow.fill_null(values, float("nan")))


def texts_of(codes: Array, values: Sequence[str]) -> pa.Array:
    """Return the text of each code as a dictionary array, null where the code is below 0."""
    indices = arrays.array(np.maximum(codes, 0).astype(np.int32), codes >= 0)
    return pa.DictionaryArray.from_arrays(indices, arrays.from_list(list(values), pa.string()))
