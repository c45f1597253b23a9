"""What may come: a formula over measures, drawn many times from what the measures were month by month."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine.analyses.statistics.errors import AnalysisError
from engine.analyses.statistics.formula import Formula
from saql.record import record

Floats: TypeAlias = npt.NDArray[np.float64]

DRAWS = 20_000


@record(eq=False)
class Simulated:
    """What came of many draws.

    Args:
        draws: the formula's value of each.
        drivers: of each measure, its part of what makes the result vary.
        trends: of each measure, how closely it went with time: 1 always up, -1 always down.
    """

    draws: Floats
    drivers: dict[str, float]
    trends: dict[str, float]

    def percentile(self, part: float) -> float:
        """Return the value below which a part of the draws is."""
        return float(np.quantile(self.draws, part))


def simulate(formula: Formula, history: dict[str, Floats], seed: int = 1) -> Simulated:
    """Draw what a formula may give.

    Whole months are drawn, so that measures that go together stay together, and spread by a kernel as wide as the
    rule of Silverman (1986) says, so that what was never seen exactly may come, too.

    Args:
        formula: the formula.
        history: of each measure its months, the oldest first, all complete.
        seed: of the random numbers.

    Raises:
        AnalysisError: no draw gives a number.
    """
    random = np.random.default_rng(seed)
    names = formula.measures
    months = np.column_stack([history[each] for each in names])
    count, width = months.shape
    drawn = months[random.integers(0, count, DRAWS)]
    spread = (4 / (width + 2)) ** (1 / (width + 4)) * count ** (-1 / (width + 4))
    middle = months.mean(axis=0)
    around = (drawn - middle + spread * (months - middle)[random.integers(0, count, DRAWS)]) / np.sqrt(1 + spread**2)
    made = np.clip(middle + around, np.where(months.min(axis=0) >= 0, 0.0, -np.inf), _highest(names))
    values = {each: made[:, place] for place, each in enumerate(names)}
    results = formula.value(values)
    results = results[np.isfinite(results)]
    if not len(results):
        raise AnalysisError(f"'{formula.text}' divides by nothing in all of these months.", hint="Ask for more rows.")
    drivers = _drivers(formula, values)
    trends = {each: _rank_correlation(history[each], np.arange(count, dtype=np.float64)) for each in names}
    return Simulated(results, drivers, trends)


def _highest(names: tuple[str, ...]) -> Floats:
    """Return the largest value that each measure can have: a share has no more than 1."""
    return np.array([1.0 if each.startswith("share") else np.inf for each in names])


def _drivers(formula: Formula, values: dict[str, Floats]) -> dict[str, float]:
    """Return of each measure what part of the result's variance goes where it stays at its middle."""
    found = {}
    whole = _variance(formula.value(values)) or 1.0
    for each in values:
        fixed = formula.value({**values, each: np.full(DRAWS, np.median(values[each]))})
        found[each] = max(0.0, 1 - _variance(fixed) / whole)
    total = sum(found.values()) or 1.0
    return {each: part / total for each, part in found.items()}


def _variance(values: Floats) -> float:
    """Return the variance of the values that are numbers; 0 of none."""
    numbers = values[np.isfinite(values)]
    return float(numbers.var()) if len(numbers) else 0.0


def _rank_correlation(first: Floats, second: Floats) -> float:
    if first.min() == first.max():
        return 0.0
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: Floats) -> Floats:
    """Return the ranks of values; those that are alike share the middle one, or their order would make a trend."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    middles: Floats = np.cumsum(counts) - (counts + 1) / 2
    return middles[places]
