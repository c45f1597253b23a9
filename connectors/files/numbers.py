"""Texts to numbers, a column at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_WHOLE = r"^-?[0-9]{1,18}$"


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How numbers are written: the sign before decimals, the one between thousands, the currency that may stand by."""

    decimal: str = "."
    groups: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ParsedNumbers:
    """Numbers (int64 where all are whole, else float64), null where the text was null or none; `bad` says where."""

    values: pa.Array | pa.ChunkedArray
    bad: npt.NDArray[np.bool_]


def parse_numbers(texts: pa.Array | pa.ChunkedArray, style: NumberStyle) -> ParsedNumbers:
    """Parse an array of strings; spaces around a number are left out."""
    plain = _plain(texts, style)
    fits = pc.match_substring_regex(plain, _NUMBER)
    bad = ~np.asarray(pc.fill_null(fits, True))
    valid = pc.if_else(fits, plain, pa.scalar(None, pa.string()))
    whole = pc.all(pc.match_substring_regex(valid, _WHOLE)).as_py()
    if whole:
        return ParsedNumbers(valid.cast(pa.int64()), bad)
    numbers = pc.replace_substring_regex(valid, r"^\+", "").cast(pa.float64())
    too_great = np.asarray(pc.fill_null(pc.is_inf(numbers), False))
    return ParsedNumbers(pc.if_else(pa.array(~too_great), numbers, pa.scalar(None, pa.float64())), bad | too_great)


def _plain(texts: pa.Array | pa.ChunkedArray, style: NumberStyle) -> pa.Array | pa.ChunkedArray:
    plain = pc.utf8_trim_whitespace(texts)
    if style.currency:
        plain = pc.replace_substring(plain, style.currency, "")
        plain = pc.replace_substring_regex(plain, r"^([+-]?)\s+|\s+$", r"\1")
    if style.groups:
        # A group has three digits: what has the sign elsewhere is no number.
        sign = re.escape(style.groups)
        fits = rf"^[+-]?[0-9]{{1,3}}({sign}[0-9]{{3}})+($|[^0-9])"
        plain = pc.if_else(pc.match_substring_regex(plain, fits), pc.replace_substring(plain, style.groups, ""), plain)
    return plain if style.decimal == "." else _with_point(plain, style.decimal)


def _with_point(texts: pa.Array | pa.ChunkedArray, decimal: str) -> pa.Array | pa.ChunkedArray:
    """Return the texts with a point for the decimal sign; one that has a point already is no number."""
    marked = pc.replace_substring(texts, ".", "?")
    return pc.replace_substring(marked, decimal, ".")
