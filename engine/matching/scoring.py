"""How likely it is that two records are one customer, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from engine.matching.blocking import Pairs
from engine.matching.errors import MissingLibraryError
from engine.matching.normalise import Normalised
from engine.matching.records import Texts, encode
from engine.matching.specification import Kind
from engine.matching.weights import PRIOR, WEIGHTS, Weight
from saql.record import record

MISSING = -1
"""The level of a field that one of two records does not have."""

_AT_A_TIME = 1 << 20
"""Pairs that are compared at a time."""


@record(eq=False)
class Scored:
    """Pairs with what speaks for and against them.

    Args:
        pairs: the pairs.
        bits: the bits of all fields together, without the prior, float64.
        levels: by field the level of each pair, int8: a place among those of its weight, or MISSING.
    """

    pairs: Pairs
    bits: Array
    levels: Mapping[str, Array]

    @property
    def scores(self) -> Array:
        """The probability that a pair is one customer."""
        return 1 / (1 + np.exp2(-(self.bits + PRIOR)))

    def take(self, chosen: Array) -> Scored:
        """Return some of the pairs."""
        levels = {each: of[chosen] for each, of in self.levels.items()}
        return Scored(self.pairs.take(chosen), self.bits[chosen], levels)


class Scorer:
    """Compares pairs of records. What it remembers are the texts, so that they become Python's once."""

    def __init__(self, records: Normalised, kind: Kind, threads: int = 1) -> None:
        """Take the records.

        Args:
            records: the records.
            kind: what they are; weights go by it.
            threads: threads that compare names.

        Raises:
            MissingLibraryError: rapidfuzz is not installed.
        """
        try:
            from rapidfuzz import fuzz, process
        except ImportError:
            raise MissingLibraryError from None
        self._compare, self._ratio, self._sets = process.cpdist, fuzz.ratio, fuzz.token_set_ratio
        texts = {"name": records.names.texts, **records.values}
        if "phone" in texts:  # numbers without a country are compared by their last digits
            self._whole_phones = texts["phone"].codes
            texts["phone"] = texts["phone_tail"]
        self._weights = {each: weight for each, weight in WEIGHTS[kind].items() if each in texts}
        self._texts = texts
        self._numbers = encode(_digits(records.names.texts.values)).codes
        self._threads = threads
        self._python: dict[str, Array] = {}
        self._rarity = {
            each: np.log2(np.maximum(texts[each].counts(), 2) / 2)
            for each, weight in self._weights.items()
            if weight.rarity
        }

    def score(self, pairs: Pairs, least: float = 0.0) -> Scored:
        """Compare pairs.

        Args:
            pairs: the pairs.
            least: only those are returned whose score is at least this; it saves most comparisons of names.
        """
        floor = -np.inf if least <= 0 else np.log2(least / (1 - least)) - PRIOR if least < 1 else np.inf
        found = [
            self._some(Pairs(pairs.left[start : start + _AT_A_TIME], pairs.right[start : start + _AT_A_TIME]), floor)
            for start in range(0, max(len(pairs), 1), _AT_A_TIME)
        ]
        return joined(found)

    def _some(self, pairs: Pairs, floor: float) -> Scored:
        """Compare some pairs: what is quick first, then what is left of those that may still reach the floor."""
        graded = [each for each, weight in self._weights.items() if len(weight.levels) > 2]
        scored = Scored(pairs, np.zeros(len(pairs)), {})
        for each in (*(each for each in self._weights if each not in graded), *graded):
            compared = self._levels(each, scored.pairs, each in graded)
            bits = scored.bits + self._bits(each, scored.pairs, compared)
            scored = Scored(scored.pairs, bits, {**scored.levels, each: compared})
            left = sum(self._weights[other].most for other in self._weights if other not in scored.levels)
            hopeful = bits + left >= floor
            if not hopeful.all():
                scored = scored.take(hopeful)
        return scored

    def _levels(self, name: str, pairs: Pairs, graded: bool) -> Array:
        texts, weight = self._texts[name], self._weights[name]
        left, right = texts.codes[pairs.left], texts.codes[pairs.right]
        found = np.where(left == right, 0, len(weight.levels) - 1).astype(np.int8)
        if name == "phone":
            whole = self._whole_phones
            ours, theirs = whole[pairs.left], whole[pairs.right]
            found[(ours >= 0) & (theirs >= 0) & (ours != theirs)] = 1
        found[(left < 0) | (right < 0)] = MISSING
        if graded:
            unlike = np.flatnonzero(found == len(weight.levels) - 1)
            least = weight.levels[-2].similarity
            similar = self._similarity(name, texts, left[unlike], right[unlike], least)
            found[unlike] = _level(weight, similar)
        return found

    def _similarity(self, name: str, texts: Texts, left: Array, right: Array, least: float) -> Array:
        """Return how similar texts are that differ, from 0 to 1; what is below `least` may be 0."""
        if name not in self._python:
            self._python[name] = np.array(texts.values.to_pylist(), object)
        python = self._python[name]
        one, other = python[left], python[right]
        similar = self._distances(self._ratio, one, other, least)
        if name == "name":
            # Words that only one of the names has tell less than words that differ.
            doubtful = np.flatnonzero(similar < _SUBSET)
            within = self._distances(self._sets, one[doubtful], other[doubtful], 1.0)
            similar[doubtful] = np.where(within >= 1, _SUBSET, similar[doubtful])
            numbered = self._numbers[left] != self._numbers[right]
            similar[numbered] = np.minimum(similar[numbered], _OTHER_NUMBER)
        return np.minimum(similar, _BELOW_SAME)

    def _distances(self, scorer: Any, one: Array, other: Array, least: float) -> Array:
        if not len(one):
            return np.zeros(0)
        found = self._compare(
            one, other, scorer=scorer, score_cutoff=100 * least, dtype=np.float32, workers=self._threads
        )
        return np.asarray(found, np.float64) / 100

    def _bits(self, name: str, pairs: Pairs, levels: Array) -> Array:
        weight = self._weights[name]
        bits = np.array([*(each.bits for each in weight.levels), 0.0])[levels]
        if name in self._rarity:
            codes = self._texts[name].codes
            for place, level in enumerate(weight.levels):
                if level.bits > 0:
                    at = np.flatnonzero(levels == place)
                    ours, theirs = codes[pairs.left[at]], codes[pairs.right[at]]
                    often = np.minimum(self._rarity[name][ours], self._rarity[name][theirs])
                    bits[at] = np.maximum(bits[at] - often, min(1.0, level.bits))
        return bits


_SUBSET = 0.8
"""How similar a name is to one that has further words."""

_OTHER_NUMBER = 0.65
"""How similar names are at most whose numbers differ, such as those of branches."""

_BELOW_SAME = 0.999


def _digits(values: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(values, r"[^\d]+", " ")


def joined(parts: Sequence[Scored]) -> Scored:
    """Return the pairs of several."""
    pairs = Pairs(
        np.concatenate([each.pairs.left for each in parts]), np.concatenate([each.pairs.right for each in parts])
    )
    names = list(parts[0].levels)
    levels = {name: np.concatenate([each.levels[name] for each in parts]) for name in names}
    return Scored(pairs, np.concatenate([each.bits for each in parts]), levels)


def reasons(scored: Scored, kind: Kind) -> pa.StringArray:
    """Return for each pair in words what speaks for it and what against it, without any value."""
    weights = WEIGHTS[kind]
    code = np.zeros(len(scored.bits), np.int64)
    names = [each for each in weights if each in scored.levels]
    for name in names:
        code = code * (len(weights[name].levels) + 1) + scored.levels[name] + 1
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    texts = [_words({name: int(scored.levels[name][place]) for name in names}, weights) for place in first]
    return pa.array(texts, pa.string()).take(pa.array(which))


def _words(levels: Mapping[str, int], weights: Mapping[str, Weight]) -> str:
    found = [weights[name].levels[level] for name, level in levels.items() if level != MISSING]
    ordered = sorted(found, key=lambda each: -abs(each.bits))
    return ", ".join(each.words for each in ordered)


def _level(weight: Weight, similar: Array) -> Array:
    steps = np.array([each.similarity for each in weight.levels])
    return np.searchsorted(-steps, -similar, side="left").astype(np.int8)
