"""Bins: the few classes into which the values of a field are put, each with its words.

Class 0 is that of records without a value. Of texts each frequent one is a class, the rest are the last; numbers fall
between edges that are as round as people write them.
"""

from __future__ import annotations

import sys
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.analyses.scorecards.records import Floats, Values
from engine.columns import TextColumn
from engine.json_value import JsonValue
from saql.record import record

Classes: TypeAlias = npt.NDArray[np.uint8]

MOST_TEXTS = 200
FEWEST_RECORDS, FEWEST_OUTCOMES = 30, 10
"""With fewer records, or fewer that are to be expected to have the outcome, or lack it, a text is among the rest."""

_SHARES = (0.01, 0.025, *(place / 20 for place in range(1, 20)), 0.975, 0.99)
"""The shares of records below the edges of numbers: closer at both ends, where what is rare shows."""

_LONG, _SHORT = 1e15, 1e-4
"""Numbers beyond which they are written with an exponent."""

_FEW_NUMBERS = 12
_MANY = 0.05


@record
class TextBins:
    """Classes of texts: `values` are those that have one of their own, the rest are the class after them."""

    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.values) + 2

    def classes(self, column: Values) -> Classes:
        """Return the class of each record."""
        if not isinstance(column, TextColumn):  # a text of which no record has any is read as a number
            return np.zeros(len(column), dtype=np.uint8)
        places = {value: place for place, value in enumerate(self.values, 1)}
        rest = len(self.values) + 1
        table = np.array([0, *(places.get(each, rest) for each in column.dictionary.to_pylist())], dtype=np.uint8)
        return table[column.codes]

    def words(self, place: int) -> str:
        """Return a class in words, as they follow the label of the field."""
        if place == 0:
            return "not known"
        return self.values[place - 1] if place <= len(self.values) else "one of the rarer ones"


@record
class NumberBins:
    """Classes of numbers: below the first of `edges`, from each to the next, from the last on.

    Args:
        edges: where classes begin, ascending.
        single: whether there are so few numbers that each class is one of them; then `edges` are these but the first.
        least: the least number.
        whole: whether all numbers are whole ones.
        alone: numbers that are a class of their own, as many records have them; a class begins with each.
    """

    edges: tuple[float, ...]
    single: bool = False
    least: float = 0.0
    whole: bool = False
    alone: tuple[float, ...] = ()

    def __len__(self) -> int:
        return len(self.edges) + 2

    def classes(self, column: Values) -> Classes:
        """Return the class of each record."""
        if isinstance(column, TextColumn):
            return np.zeros(len(column), dtype=np.uint8)
        found = (np.searchsorted(np.array(self.edges), column, side="right") + 1).astype(np.uint8)
        found[np.isnan(column)] = 0
        return found

    def words(self, place: int) -> str:
        """Return a class in words, as they follow the label of the field."""
        if place == 0:
            return "not known"
        if self.single:
            number = _number((self.least, *self.edges)[place - 1])
            return f"{number} or more" if self.edges and place == len(self.edges) + 1 else number
        if not self.edges:
            return "known"
        first = self.least if place == 1 else self.edges[place - 2]
        if place == len(self.edges) + 1:
            return _number(first) if first in self.alone else f"{_number(first)} or more"
        end = self.edges[place - 1]
        if first in self.alone or (self.whole and end - first <= 1):
            return _number(first)
        if place == 1:
            return f"below {_number(end)}"
        return f"{_number(first)} to {_number(end)}"


Bins: TypeAlias = TextBins | NumberBins


def find_bins(column: Values, rate: float) -> Bins:
    """Return bins that fit the values of the records that are learnt from, of which a share `rate` has the outcome."""
    return _text_bins(column, rate) if isinstance(column, TextColumn) else _number_bins(column)


def _text_bins(column: TextColumn, rate: float) -> TextBins:
    counts = np.bincount(column.codes, minlength=len(column.dictionary) + 1)[1:]
    least = max(FEWEST_RECORDS, FEWEST_OUTCOMES / max(min(rate, 1 - rate), 1e-9))
    order = np.argsort(-counts, kind="stable")[:MOST_TEXTS]
    chosen = order[counts[order] >= least]
    texts = column.dictionary.to_pylist() if len(chosen) else []
    return TextBins(tuple(sorted(texts[place] for place in chosen)))


def _number_bins(column: Floats) -> NumberBins:
    numbers = column[np.isfinite(column)]
    if not len(numbers):
        return NumberBins(())
    distinct, counts = np.unique(numbers, return_counts=True)
    least, whole = float(distinct[0]), bool(np.all(distinct == np.round(distinct)))
    if len(distinct) <= _FEW_NUMBERS:
        return NumberBins(tuple(float(each) for each in distinct[1:]), single=True, least=least, whole=whole)
    edges = np.unique(np.quantile(numbers, _SHARES))
    for digits in (2, 3, 6):
        rounded = np.unique([_rounded(float(each), digits) for each in edges])
        if len(rounded) >= 0.7 * len(edges):
            break
    kept: Floats = rounded[(rounded > distinct[0]) & (rounded <= distinct[-1])]
    if whole:
        kept = np.ceil(kept)
    alone = np.flatnonzero(counts >= _MANY * len(numbers))
    after = distinct[np.minimum(alone + 1, len(distinct) - 1)]
    kept = np.unique(np.concatenate([kept, distinct[alone], after]))
    begins = tuple(float(each) for each in kept if each > least)
    return NumberBins(begins, least=least, whole=whole, alone=tuple(float(each) for each in distinct[alone]))


def _rounded(number: float, digits: int) -> float:
    return float(f"{number:.{digits - 1}e}")


def _number(number: float) -> str:
    if abs(number) >= _LONG or 0 < abs(number) < _SHORT:
        return f"{number:.6g}"
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def bins_json(bins: Bins) -> dict[str, Any]:
    """Return bins as JSON."""
    if isinstance(bins, TextBins):
        return {"values": list(bins.values)}
    return {
        "edges": list(bins.edges),
        "single": bins.single,
        "least": bins.least,
        "whole": bins.whole,
        "alone": list(bins.alone),
    }


def bins_of(value: JsonValue) -> Bins:
    """Return the bins that `bins_json` wrote; a wrong value raises its error."""
    if value["values"].value is not None:
        return TextBins(tuple(each.required_text() for each in value["values"]))
    far = sys.float_info.max
    edges = tuple(each.number(0.0, -far, far) for each in value["edges"])
    least = value["least"].number(0.0, -far, far)
    alone = tuple(each.number(0.0, -far, far) for each in value["alone"])
    return NumberBins(edges, value["single"].flag(), least, value["whole"].flag(), alone)
