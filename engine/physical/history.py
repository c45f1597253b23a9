"""What a model learns a series from: rows of a part in order, without holes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame
from engine.kernels.arrays import Array, Mask, as_float, validity
from engine.kernels.ordering import SortKey, sorted_rows
from engine.kernels.rows import take
from engine.physical.decode import decode_column
from engine.physical.expressions import Evaluator
from engine.physical.periods import name_of, read_periods
from engine.physical.series import Parts
from engine.query_errors import EvaluationError, InternalError
from saql.record import record
from saql.typed.forecasts import Periods, Series


@record(eq=False)
class History:
    """A part's rows that a model learns from, in order, and those of the last period where that one is left out.

    `last` is the position of the last row; `steps` how many periods the model has to forecast.
    """

    part: int
    rows: Array
    left_out: Array
    last: int
    steps: int


def positions_of(frame: Frame, series: Series, zone: dt.tzinfo) -> tuple[Array, Mask]:
    """Return the position of each row, and which rows have one: those without a period have none."""
    if isinstance(series.position, Periods):
        return read_periods(frame, series.position)
    evaluator = Evaluator(frame, zone)
    keys = [SortKey(evaluator.column(each.expression), each.descending, each.nulls_first) for each in series.position]
    places = np.empty(frame.rows, np.int64)
    places[sorted_rows(keys, frame.rows)] = np.arange(frame.rows)
    return places, np.ones(frame.rows, np.bool_)


def histories(frame: Frame, parts: Parts, positions: Array, known: Mask, series: Series) -> Iterator[History]:
    """Yield the history of each part that has rows with a position.

    Raises:
        EvaluationError: A period is missing between two others.
    """
    order = np.lexsort((positions, ~known, parts.numbers))
    order = order[known[order]]
    ends = np.flatnonzero(np.diff(parts.numbers[order])) + 1
    for rows in np.split(order, ends):
        if not len(rows):
            continue
        there = positions[rows]
        part = int(parts.numbers[rows[0]])
        if isinstance(series.position, Periods):
            gaps = np.flatnonzero(np.diff(there) > 1)
            if len(gaps):
                raise _gap(frame, series, series.position, int(there[gaps[0]]) + 1, int(rows[0]))
        kept = there < there[-1] if series.ignore_last else np.ones(len(rows), np.bool_)
        yield History(part, rows[kept], rows[~kept], int(there[-1]), series.length + int(series.ignore_last))


def numbers_of(column: Column) -> Array:
    """Return a column of numbers as floats (rows,), NaN for null and for what is not finite."""
    if not isinstance(column, pa.Array):
        raise InternalError("a text was used where the checker allows only numbers")
    numbers = np.array(as_float(column))
    valid = validity(column)
    if valid is not None:
        numbers[~valid] = np.nan
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def _gap(frame: Frame, series: Series, periods: Periods, missing: int, row: int) -> EvaluationError:
    fields = ", ".join(f"'{each.name}'" for each in periods.columns)
    partition = ", ".join(f"'{each.name}'" for each in series.partition)
    several = f"({partition})" if len(series.partition) > 1 else partition
    fill = f'q = fill q by (dateCols=({fields}, "{periods.format}"){f", partition={several}" if several else ""});'
    values = [f"'{each.name}' is {_value(frame.columns[each.name], row)}" for each in series.partition]
    where = f" where {' and '.join(values)}" if values else ""
    return EvaluationError(
        f"arimax needs every period, and {name_of(missing, periods)} is missing{where}",
        periods.columns[0].span,
        f"fill the gaps in the statement before: `{fill}`",
    )


def _value(column: Column, row: int) -> str:
    value = decode_column(take(column, np.array([row])))[0].as_py()
    return "null" if value is None else f'"{value}"' if isinstance(value, str) else str(value)
