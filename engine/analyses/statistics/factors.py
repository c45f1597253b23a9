"""What goes together: principal components of numbers, as many as chance does not give, turned to few numbers each.

Parallel analysis: J. L. Horn, A Rationale and Test for the Number of Factors in Factor Analysis, Psychometrika 30
(1965). Varimax: H. F. Kaiser, The Varimax Criterion for Analytic Rotation in Factor Analysis, Psychometrika 23 (1958).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from saql.record import record

Floats: TypeAlias = npt.NDArray[np.float64]

_TURNS = 100
_DRAWS = 20
_ENOUGH = 1e-9


@record(eq=False)
class Factors:
    """Factors of numbers.

    Args:
        loadings: (numbers, factors), how each number goes with each factor, from -1 to 1; the strongest factor first.
        explained: (factors,) the part of the variance of all numbers that each factor has.
        shared: (numbers,) the part of each number's variance that the factors have.
    """

    loadings: Floats
    explained: Floats
    shared: Floats


def factors(values: Floats, seed: int = 1) -> Factors:
    """Return the factors of numbers.

    Args:
        values: (rows, numbers), complete; each number takes more than one value.
        seed: of the random numbers that show what chance gives.
    """
    rows, count = values.shape
    correlations = np.corrcoef(values, rowvar=False)
    sizes, vectors = np.linalg.eigh(correlations)
    sizes, vectors = sizes[::-1], vectors[:, ::-1]
    kept = int(_more_than_chance(sizes, rows, count, seed))
    loadings = _varimax(vectors[:, :kept] * np.sqrt(np.maximum(sizes[:kept], 0)))
    explained = (loadings**2).sum(axis=0) / count
    order = np.argsort(-explained, kind="stable")
    loadings = loadings[:, order]
    loadings *= np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    shared: Floats = (loadings**2).sum(axis=1)
    return Factors(loadings, explained[order], shared)


def _more_than_chance(sizes: Floats, rows: int, count: int, seed: int) -> int:
    """Return how many components have more of the variance than those of numbers that have nothing in common."""
    random = np.random.default_rng(seed)
    draws = [
        np.linalg.eigvalsh(np.corrcoef(random.normal(size=(min(rows, 5000), count)), rowvar=False))[::-1]
        for _ in range(_DRAWS)
    ]
    beyond = sizes > np.quantile(draws, 0.95, axis=0)
    return int(count if beyond.all() else np.argmin(beyond))


def _varimax(loadings: Floats) -> Floats:
    """Turn loadings so that each number goes with few factors."""
    count, kept = loadings.shape
    if kept < 2:
        return loadings
    turn, before = np.eye(kept), 0.0
    for _ in range(_TURNS):
        turned = loadings @ turn
        left, sizes, right = np.linalg.svd(loadings.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        turn = left @ right
        if sizes.sum() - before < _ENOUGH * count:
            break
        before = sizes.sum()
    found: Floats = loadings @ turn
    return found
