"""What the values of a column are, where no schema says it.

Numbers, then dates, else texts. Texts stay what they are: numbers with leading zeros or more than 15 digits (postcodes,
ids), booleans. Where a column reads as month first and as day first, it is month first.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from connectors.files.convert import Rows
from connectors.files.dates import date_pattern, parse_dates
from connectors.files.numbers import NumberStyle, parse_numbers
from engine.store import Role

DATE_FORMATS = (
    "yyyy-MM-dd",
    "yyyy-MM-dd'T'HH:mm:ss.SSSX",
    "yyyy-MM-dd'T'HH:mm:ssX",
    "yyyy-MM-dd'T'HH:mm:ss.SSS",
    "yyyy-MM-dd'T'HH:mm:ss",
    "yyyy-MM-dd'T'HH:mm",
    "yyyy-MM-dd HH:mm:ssX",
    "yyyy-MM-dd HH:mm:ss.SSS",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd HH:mm",
    "yyyy/MM/dd",
    "yyyy/MM/dd HH:mm:ss",
    "M/d/yy",
    "d/M/yy",
    "M/d/yy h:mm a",
    "M/d/yy h:mm:ss a",
    "M/d/yy H:mm",
    "M/d/yy H:mm:ss",
    "d/M/yy H:mm",
    "d/M/yy H:mm:ss",
    "d.M.yy",
    "d.M.yy H:mm",
    "d.M.yy H:mm:ss",
    "d-M-yyyy",
    "d-MMM-yy",
    "d MMM yyyy",
    "MMM d, yyyy",
)
"""Formats that are tried, in this order; `yy` also reads years of four digits."""

_SAMPLE = 500
_NO_NUMBER = r"^[+-]?0[0-9]|^[^.]*[0-9]{16}"
_STYLES = (NumberStyle(), NumberStyle(groups=","))


def infer_column(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the texts (strings) as numbers or dates where all are, else as they are.

    Days are date32, instants timestamp[ms, UTC].
    """
    present = texts.drop_null()
    sample = present.slice(0, _SAMPLE)
    if not len(sample):
        return texts
    for style in _STYLES:
        if _are_numbers(sample, style) and _are_numbers(present, style):
            return parse_numbers(texts, style).values
    for pattern in map(date_pattern, DATE_FORMATS):
        if not parse_dates(sample, pattern).bad.any():
            parsed = parse_dates(texts, pattern)
            if not parsed.bad.any():
                return parsed.values
    return texts


def fit_column(texts: pa.ChunkedArray, name: str, role: Role, index: int, rows: Rows) -> pa.ChunkedArray:
    """Return the texts as what a field with a role holds; one without any value fits every role.

    Args:
        texts: the column as strings.
        name: the field's name.
        role: its role.
        index: which column of the file it is, from 0.
        rows: where its rows are.

    Raises:
        ValueFormatError: a value is not a number, or not a date, and the field holds them.
    """
    if texts.null_count == len(texts):
        return pa.chunked_array([pa.nulls(len(texts))])
    if role == "measure":
        parsed = min((parse_numbers(texts, each) for each in _STYLES), key=lambda each: int(each.bad.sum()))
        if not parsed.bad.any():
            return parsed.values
        what, bad = "number", parsed.bad
    elif role == "date":
        found = infer_column(texts)
        if pa.types.is_temporal(found.type):
            return found
        tried = (parse_dates(texts, date_pattern(each)).bad for each in DATE_FORMATS)
        what, bad = "date", min(tried, key=lambda each: int(each.sum()))
    else:
        return texts
    row = int(bad.argmax())
    raise rows.error(
        f'"{texts[row].as_py()[:40]}" is not a {what}, and the field "{name}" of the dataset holds {what}s.',
        "Correct the value.",
        row,
        index,
    )


def _are_numbers(texts: pa.ChunkedArray, style: NumberStyle) -> bool:
    codes = pc.match_substring_regex(pc.utf8_trim_whitespace(texts), _NO_NUMBER)
    return not bool(pc.any(codes).as_py()) and not np.any(parse_numbers(texts, style).bad)
