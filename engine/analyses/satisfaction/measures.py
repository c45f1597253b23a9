"""CSAT and NPS of a number of answers, with their bounds, and whether two of them differ by more than chance."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from engine.analyses.statistics.proportions import NORMAL_95, chance_of_difference, interval
from engine.kernels.arrays import Array
from saql.record import record

Measure = Literal["CSAT", "NPS"]

SMALL = 30
"""Fewer answers than this are called few."""

PROMOTER, DETRACTOR = 9, 6
"""Promoters give 9 or 10, detractors 0 to 6, of 10 (Reichheld, Harvard Business Review 12/2003)."""


@record(kw_only=True)
class Score:
    """A measure of some answers.

    Args:
        measure: which.
        answers: how many there are.
        favourable: those of content customers, or of promoters.
        unfavourable: the others of CSAT, or the detractors.
    """

    measure: Measure
    answers: int
    favourable: int
    unfavourable: int

    @property
    def points(self) -> float:
        """CSAT: of 100 answers so many are of content customers. NPS: promoters less detractors of 100. NaN of none."""
        if not self.answers:
            return math.nan
        counted = self.favourable if self.measure == "CSAT" else self.favourable - self.unfavourable
        return 100.0 * counted / self.answers

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which points the true value lies with 95% certainty.

        CSAT: the score interval of Wilson (1927). NPS is a difference of two shares of the same answers: the adjusted
        Wald interval of Bonett and Price (2012, Journal of Educational and Behavioral Statistics 37).
        """
        if self.measure == "CSAT":
            low, high = interval(self.favourable, self.answers)
            return 100.0 * low, 100.0 * high
        middle, variance = self._adjusted()
        half = NORMAL_95 * math.sqrt(variance)
        return max(100.0 * (middle - half), -100.0), min(100.0 * (middle + half), 100.0)

    @property
    def is_small(self) -> bool:
        """Whether there are too few answers to say much."""
        return self.answers < SMALL

    def _adjusted(self) -> tuple[float, float]:
        """Return NPS as a share with one promoter and one detractor added, and its variance."""
        count = self.answers + 2
        promoters, detractors = (self.favourable + 1) / count, (self.unfavourable + 1) / count
        middle = promoters - detractors
        return middle, (promoters + detractors - middle**2) / count

    def chance_of_difference(self, other: Score) -> float | None:
        """Return how likely chance alone makes so great a difference from other answers, None of too few."""
        if self.measure == "CSAT":
            return chance_of_difference((self.favourable, self.answers), (other.favourable, other.answers))
        if self.is_small or other.is_small:
            return None
        (own, own_variance), (theirs, their_variance) = self._adjusted(), other._adjusted()
        return math.erfc(abs(own - theirs) / math.sqrt(2 * (own_variance + their_variance)))

    def less(self, other: Score) -> Score:
        """Return the score of the answers that are not among others of these."""
        return Score(
            measure=self.measure,
            answers=self.answers - other.answers,
            favourable=self.favourable - other.favourable,
            unfavourable=self.unfavourable - other.unfavourable,
        )


@record(eq=False)
class Answers:
    """Which rows are answers, and of whom; bool, one a row."""

    measure: Measure
    given: Array
    favourable: Array
    unfavourable: Array

    def scores(self, group: Array, count: int) -> list[Score]:
        """Return the measure of each of some groups.

        Args:
            group: int64, one a row: the place of its group; -1 where it is in none.
            count: how many groups there are.
        """
        known = group >= 0
        sizes = (np.bincount(group[known & each], minlength=count).tolist() for each in self._masks)
        return [
            Score(measure=self.measure, answers=answers, favourable=favourable, unfavourable=unfavourable)
            for answers, favourable, unfavourable in zip(*sizes, strict=True)
        ]

    @property
    def _masks(self) -> tuple[Array, Array, Array]:
        return self.given, self.favourable, self.unfavourable


def csat_answers(scores: Array, content: float) -> Answers:
    """Return the answers of CSAT; NaN is none.

    Args:
        scores: float64.
        content: scores from this on are those of content customers.
    """
    given = ~np.isnan(scores)
    return Answers("CSAT", given, scores >= content, given & (scores < content))


def nps_answers(scores: Array) -> Answers:
    """Return the answers of NPS: scores from 0 to 10; NaN and what lies outside is none."""
    given = (scores >= 0) & (scores <= 10)
    return Answers("NPS", given, given & (scores >= PROMOTER), given & (scores <= DETRACTOR))
