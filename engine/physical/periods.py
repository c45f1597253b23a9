"""Rows of a frame by their periods: fields that are parts of dates read as numbers, and made again from numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame, TextColumn
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, Mask, array, as_float, from_list, validity
from engine.kernels.periods import LAST_YEAR, period_numbers, period_parts
from engine.query_errors import EvaluationError, QueryLimitError
from saql.typed import expressions as typed
from saql.typed.forecasts import Periods

_WORDS = {"Y": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day"}


def read_periods(frame: Frame, periods: Periods) -> tuple[Array, Mask]:
    """Return the number of the period of each row, and which rows have one; the others have a null in it.

    Raises:
        EvaluationError: A row has a value that is no part of a date, or parts that are no date.
    """
    words = [_WORDS[letter] for letter in periods.format.split("-")]
    known = np.ones(frame.rows, np.bool_)
    parts = []
    for column, word in zip(periods.columns, words, strict=True):
        part, there = _read(frame.columns[column.name], column, word)
        parts.append(part)
        known &= there
    numbers, real = period_numbers(parts, periods.format, periods.calendar)
    wrong = np.flatnonzero(known & ~real)
    if len(wrong):
        written = "-".join(str(part[wrong[0]]) for part in parts)
        raise EvaluationError(f"{written} is no {words[-1]} of the calendar", periods.columns[-1].span)
    return numbers, known


def _read(column: Column, field: typed.Column, word: str) -> tuple[Array, Mask]:
    if isinstance(column, TextColumn):
        table = np.zeros(len(column.dictionary) + 1, np.int64)
        used = np.flatnonzero(np.bincount(column.codes, minlength=len(table)))
        for code in used[used > 0]:
            text = column.dictionary[int(code) - 1].as_py()
            if not (text.isascii() and text.isdigit() and len(text) < 10):
                raise EvaluationError(f'"{text}" is no {word}', field.span)
            table[code] = int(text)
        return table.take(column.codes), column.codes > 0
    if not isinstance(column, pa.Array) or column.type == pa.null():
        return np.zeros(len(column), np.int64), np.zeros(len(column), np.bool_)
    numbers, valid = as_float(column), validity(column)
    known = np.ones(len(numbers), np.bool_) if valid is None else valid
    wrong = np.flatnonzero(known & ((numbers != np.floor(numbers)) | (np.abs(numbers) > 1e9)))
    if len(wrong):
        raise EvaluationError(f"{numbers[wrong[0]]:g} is no {word}", field.span)
    return np.where(known, numbers, 0).astype(np.int64), known


def number_of(period: Sequence[int], periods: Periods) -> int:
    """Return the number of a period that is written in a query.

    Raises:
        EvaluationError: The calendar has no such period.
    """
    numbers, real = period_numbers([np.array([part]) for part in period], periods.format, periods.calendar)
    if not real[0]:
        word = _WORDS[periods.format[-1]]
        raise EvaluationError(f"{'-'.join(map(str, period))} is no {word} of the calendar", periods.columns[-1].span)
    return int(numbers[0])


def name_of(number: int, periods: Periods) -> str:
    """Return how an admin writes a period: 2024-03."""
    first, *rest = (int(part[0]) for part in period_parts(np.array([number]), periods.format, periods.calendar))
    width = 1 if periods.format == "Y-Q" else 2
    return "-".join([f"{first:04}", *(f"{part:0{width}}" for part in rest)])


def make_periods(frame: Frame, periods: Periods, numbers: Array) -> dict[str, Column]:
    """Return the fields of periods from their numbers, written as those that the frame has.

    Raises:
        QueryLimitError: A period lies after the last year of the calendar.
    """
    parts = period_parts(numbers, periods.format, periods.calendar)
    if len(numbers) and int(parts[0].max()) > LAST_YEAR:
        raise QueryLimitError(f"The periods go beyond the year {LAST_YEAR}.", hint="Forecast fewer periods.")
    made: dict[str, Column] = {}
    for field, part, letter in zip(periods.columns, parts, periods.format.split("-"), strict=True):
        like = frame.columns[field.name]
        if isinstance(like, TextColumn):
            made[field.name] = _texts(part, _width(like, letter))
        elif isinstance(like, pa.Array) and like.type == pa.null():
            made[field.name] = pa.nulls(len(part))
        else:
            made[field.name] = array(part)
    return made


def _width(like: TextColumn, letter: str) -> int:
    """Return how many digits a part has: as in a dataset, unless the rows have it without zeros before it."""
    if letter in "YQ":
        return 4 if letter == "Y" else 1
    used = np.flatnonzero(np.bincount(like.codes, minlength=len(like.dictionary) + 1))
    return 1 if any(len(like.dictionary[int(code) - 1].as_py()) == 1 for code in used[used > 0]) else 2


def _texts(part: Array, width: int) -> TextColumn:
    distinct, places = np.unique(part, return_inverse=True)
    dictionary = from_list([f"{number:0{width}}" for number in distinct.tolist()], pa.string())
    return TextColumn((places + 1).astype(texts.code_type(len(distinct))), dictionary)
