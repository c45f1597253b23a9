"""The smoothing factors and the first state under which a model expects a series best: least squares.

Factors are searched on a grid that closes in. For each point of the grid the first state is solved for, not searched:
expectations are linear in it, or nearly so where the season is multiplicative. All points are computed at once.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from engine.forecasting.recursion import Shape, expectations
from engine.kernels.arrays import Array
from saql.record import record

_COARSE = ((0.02, 0.1, 0.3, 0.6, 0.9), (0.01, 0.1, 0.4, 0.9), (0.01, 0.1, 0.4, 0.9))
_STEPS = (1.0, 0.6, 0.35, 0.2, 0.1)
"""How far each closer grid reaches, in log-odds."""

NO_ERROR = 1e-12
"""The mean square, beside values of size one, below which an error is one of rounding."""


@record(eq=False)
class Fit:
    """A model fitted to a series: `factors` (3,), `state` (2 + season,), and the sum of its squared errors."""

    shape: Shape
    factors: Array
    state: Array
    squares: float
    known: int

    @property
    def criterion(self) -> float:
        """The Bayesian information criterion, which is the lower the better."""
        mean = max(self.squares / self.known, NO_ERROR)
        return float(self.known * np.log(mean) + self.shape.parameters * np.log(self.known))


def fit(values: Array, shape: Shape) -> Fit:
    """Return the model fitted to a series, whose values (n,) are of size one; NaN is not known."""
    best = _better(values, shape, _grid(_COARSE, shape), _first_state(values, shape), None)
    for step in _STEPS:
        near = [(-step, 0.0, step)] * shape.factors + [(0.0,)] * (3 - shape.factors)
        moves = np.array(list(product(*near))).T
        best = _better(values, shape, _odds_moved(best.factors, moves), best.state, best)
    return best


def _grid(points: tuple[tuple[float, ...], ...], shape: Shape) -> Array:
    used = [*points[: shape.factors], *[(0.5,)] * (3 - shape.factors)]
    return np.array(list(product(*used))).T


def _odds_moved(factors: Array, moves: Array) -> Array:
    odds = np.log(factors / (1 - factors))[:, None] + moves
    moved: Array = 1 / (1 + np.exp(-np.clip(odds, -12, 12)))
    return moved


def _better(values: Array, shape: Shape, factors: Array, state: Array, before: Fit | None) -> Fit:
    """Return the best fit among the factors (3, K), each with its own state, or `before` if none is better."""
    known = ~np.isnan(values)
    with np.errstate(all="ignore"):
        states = _solved(values, known, shape, factors, state)
        errors = (values[:, None] - expectations(shape, values, factors, states))[known]
        squares = np.square(errors).sum(axis=0)
    squares[~np.isfinite(squares)] = np.inf
    place = int(np.argmin(squares))
    if before is not None and squares[place] >= before.squares:
        return before
    return Fit(shape, factors[:, place], states[:, place], float(squares[place]), int(known.sum()))


def _solved(values: Array, known: Array, shape: Shape, factors: Array, state: Array) -> Array:
    """Return for each of K factors the first state near `state` of least squares: (2 + season, K)."""
    count = factors.shape[1]
    step = 1e-4 if shape.kind == "Multiplicative" else 1.0
    moves = _moves(shape)
    tried = np.concatenate([state[:, None], state[:, None] + step * moves], axis=1)
    expected = expectations(shape, values, factors.repeat(tried.shape[1], axis=1), np.tile(tried, (1, count)))[
        known
    ].reshape(int(known.sum()), count, tried.shape[1])
    gradient = (expected[:, :, 1:] - expected[:, :, :1]).transpose(1, 0, 2) / step
    errors = (values[known, None] - expected[:, :, 0]).T[:, :, None]
    transposed = gradient.transpose(0, 2, 1)
    normal = transposed @ gradient
    normal[~np.isfinite(normal).all(axis=(1, 2))] = 0.0
    ridge = 1e-10 * np.trace(normal, axis1=1, axis2=2)[:, None, None] + 1e-12
    right = np.nan_to_num(transposed @ errors, posinf=0.0, neginf=0.0)
    change = np.linalg.solve(normal + ridge * np.eye(shape.states), right)[:, :, 0]
    solved: Array = state[:, None] + moves @ change.T
    return solved


def _moves(shape: Shape) -> Array:
    """Return the directions in which a state can change (2 + season, states); seasonal values keep their sum."""
    moves = np.eye(2 + shape.season)[:, : shape.states]
    if shape.season:
        moves[-1, 2:] = -1.0
    return moves


def _first_state(values: Array, shape: Shape) -> Array:
    """Return the line through the values, and the mean distance of each phase from it."""
    places = np.arange(len(values))
    known = ~np.isnan(values)
    mean, middle = values[known].mean(), places[known].mean()
    apart = places[known] - middle
    trend = (apart @ values[known]) / (apart @ apart)
    level = mean - trend * middle
    if not shape.season:
        return np.array([level - trend, trend])
    line = level + trend * places
    if shape.kind == "Multiplicative":
        distance, still = values / np.maximum(line, 0.1 * mean), 1.0
    else:
        distance, still = values - line, 0.0
    phases = [distance[known & (places % shape.season == phase)] for phase in range(shape.season)]
    seasons = np.array([phase.mean() if len(phase) else still for phase in phases])
    return np.array([level - trend, trend, *(seasons - seasons.mean() + still)])
