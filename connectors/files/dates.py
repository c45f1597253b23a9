"""Date patterns as upload schemas write them (`yyyy-MM-dd`, `M/d/yy h:mm a`) and their parser, a column at a time.

Letters mean what they mean in Java's SimpleDateFormat. Numbers may have fewer digits than their pattern. A year of two
digits lies in 1969 to 2068. A time without an offset is UTC.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = "uary|ruary|ch|il||e|y|ust|tember|ober|ember|ember".split("|")

_NUMERIC = "yMdHhmsS"
_TIME = frozenset("HhmsSaXZz")
_BOUNDS = {"M": (1, 12), "d": (1, 31), "H": (0, 23), "h": (1, 12), "m": (0, 59), "s": (0, 59)}
_MILLISECONDS = {"H": 3_600_000, "h": 3_600_000, "m": 60_000, "s": 1_000}
_PIVOT = 69


@dataclass(frozen=True, slots=True)
class DatePattern:
    """A pattern, the regular expression of its values, the letters in it, and whether months are written as names."""

    text: str
    expression: str
    letters: str
    named_months: bool

    @property
    def has_time(self) -> bool:
        """Whether values are instants, not days."""
        return any(each in _TIME for each in self.letters)


@dataclass(frozen=True, slots=True, eq=False)
class ParsedDates:
    """Dates (timestamp[ms, UTC] or date32), null where the text was null or no date; `bad` says where it was none."""

    values: pa.Array | pa.ChunkedArray
    bad: Mask


@functools.cache
def date_pattern(text: str) -> DatePattern:
    """Read a pattern.

    Raises:
        ValueError: it has letters that are not known, or lacks the year, the month or the day.
    """
    tokens = list(_tokens(text))
    expression = ""
    letters = ""
    for index, (letter, run) in enumerate(tokens):
        if not letter:
            expression += re.escape(run)
            continue
        if letter in letters:
            raise ValueError(f"has {letter!r} twice")
        # Numbers without anything between them have as many digits as letters.
        beside = tokens[max(index - 1, 0) : index] + tokens[index + 1 : index + 2]
        runs_on = any(_is_number(*each) for each in beside)
        expression += f"(?P<{letter}>{_expression(letter, len(run), runs_on)})"
        letters += letter
    missing = [name for letter, name in (("y", "year"), ("M", "month"), ("d", "day")) if letter not in letters]
    if missing:
        raise ValueError(f"has no {' and no '.join(missing)}")
    return DatePattern(
        text,
        f"^(?i:{expression})$",
        letters,
        named_months=any(letter == "M" and len(run) > 2 for letter, run in tokens),
    )


def parse_dates(texts: pa.Array | pa.ChunkedArray, pattern: DatePattern) -> ParsedDates:
    """Parse an array of strings. Equal texts are parsed once."""
    if isinstance(texts, pa.ChunkedArray):
        parsed = [parse_dates(each, pattern) for each in texts.chunks or [pa.array([], pa.string())]]
        values = pa.chunked_array([each.values for each in parsed])
        return ParsedDates(values, np.concatenate([each.bad for each in parsed]))
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary
    ticks, valid = _parse(pc.utf8_trim_whitespace(distinct), pattern)
    kind = pa.timestamp("ms", tz="UTC") if pattern.has_time else pa.date32()
    stored = ticks if pattern.has_time else ticks.astype(np.int32)
    dates = pa.array(stored, pa.int64() if pattern.has_time else pa.int32(), mask=~valid).cast(kind)
    values = dates.take(encoded.indices)
    return ParsedDates(values, np.asarray(values.is_null()) & np.asarray(texts.is_valid()))


def _tokens(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield (letter, run of it) and ("", literal text)."""
    for quoted, run, letter, other in re.findall(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|(.)", pattern, re.DOTALL):
        if letter:
            yield letter, run
        else:
            yield "", quoted.replace("''", "'") or other or "'"


def _is_number(letter: str, run: str) -> bool:
    return bool(letter) and letter in _NUMERIC and not (letter == "M" and len(run) > 2)


def _expression(letter: str, length: int, runs_on: bool) -> str:
    if letter == "y":
        if length > 2:
            return r"\d{4}"
        return r"\d{2}" if runs_on else r"\d{4}|\d{2}"
    if letter == "M" and length > 2:
        return "|".join(f"{short}(?:{rest})?" for short, rest in zip(MONTHS, _FULL_MONTHS, strict=True))
    if letter == "S":
        return rf"\d{{{length}}}" if runs_on else r"\d{1,9}"
    if letter in _BOUNDS:
        return rf"\d{{{length}}}" if runs_on else r"\d{1,2}"
    others = {"a": r"[ap]\.?m\.?", "E": r"[a-z]+", "X": r"z|[+-]\d{2}:?\d{2}"}
    others["Z"] = others["z"] = others["X"]
    if letter not in others:
        raise ValueError(f"has the letter {letter!r}, which is not known (texts go between apostrophes)")
    return others[letter]


def _parse(texts: pa.Array, pattern: DatePattern) -> tuple[Whole, Mask]:
    matched = pc.extract_regex(texts, pattern.expression)
    groups = {matched.type.field(i).name: each for i, each in enumerate(matched.flatten())}
    valid = np.array(matched.is_valid())
    numbers = {each: _number(groups[each]) for each in _BOUNDS if each in groups and each != "M"}
    numbers["M"] = _month(groups["M"]) if pattern.named_months else _number(groups["M"])
    for letter, values in numbers.items():
        low, high = _BOUNDS[letter]
        valid &= (values >= low) & (values <= high)
    days, exists = _days(_year(groups["y"]), numbers["M"], numbers["d"])
    valid &= exists
    if not pattern.has_time:
        return days, valid
    return days * 86_400_000 + _time(numbers, groups), valid


def _number(texts: pa.Array) -> Whole:
    """Return texts of digits as numbers, 0 for null and for the empty text."""
    present = pc.if_else(pc.equal(pc.fill_null(texts, ""), ""), "0", texts)
    return np.array(present.cast(pa.int64()))


def _year(texts: pa.Array) -> Whole:
    years = _number(texts)
    short = np.asarray(pc.fill_null(pc.utf8_length(texts), 4)) == 2
    return np.where(short, np.where(years < _PIVOT, years + 2000, years + 1900), years)


def _month(texts: pa.Array) -> Whole:
    """Return the number of months that are written as names."""
    starts = pc.utf8_slice_codeunits(pc.utf8_lower(texts), 0, 3)
    return np.array(pc.fill_null(pc.index_in(starts, pa.array(MONTHS)), -1)).astype(np.int64) + 1


def _days(years: Whole, months: Whole, days: Whole) -> tuple[Whole, Mask]:
    """Return days since 1970 and whether the month has that day."""
    in_months = ((years - 1970) * 12 + months - 1).astype("datetime64[M]")
    dates = in_months.astype("datetime64[D]") + (days - 1)
    return dates.astype(np.int64), dates.astype("datetime64[M]") == in_months


def _time(numbers: Mapping[str, Whole], groups: Mapping[str, pa.Array]) -> Whole:
    total = np.zeros(len(numbers["d"]), np.int64)
    for letter, factor in _MILLISECONDS.items():
        if letter in numbers:
            hours = numbers[letter] % 12 if letter == "h" else numbers[letter]
            total += hours * factor
    if "S" in groups:
        total += _number(pc.utf8_slice_codeunits(pc.utf8_rpad(groups["S"], 9, "0"), 0, 3))
    if "a" in groups:
        afternoon = pc.fill_null(pc.starts_with(pc.utf8_lower(groups["a"]), "p"), False)
        total += np.asarray(afternoon) * 43_200_000
    for letter in "XZz":
        if letter in groups:
            total -= _offset(groups[letter])
    return total


def _offset(texts: pa.Array) -> Whole:
    digits = pc.replace_substring_regex(texts, "[^0-9]", "")
    hours = _number(pc.utf8_slice_codeunits(digits, 0, 2))
    minutes = _number(pc.utf8_slice_codeunits(digits, 2, 4))
    west = np.asarray(pc.fill_null(pc.starts_with(texts, "-"), False))
    sign: Whole = np.where(west, -1, 1)
    return sign * (hours * 3_600_000 + minutes * 60_000)
