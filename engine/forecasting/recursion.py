"""Exponential smoothing as a recursion, for many settings of a model at once.

A setting is three smoothing factors and a first state: level, trend and, in a season of m periods, m seasonal values.
Source: Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential Smoothing" (2008), chapter 2: the error
correction forms of Holt's method and of the additive and multiplicative methods of Holt and Winters.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.kernels.arrays import Array
from saql.record import record

Kind = Literal["None", "Additive", "Multiplicative"]


@record
class Shape:
    """What a model is made of; `season` is the number of its periods, 0 where `kind` is None."""

    kind: Kind
    season: int

    @property
    def factors(self) -> int:
        """The number of smoothing factors: of level and trend, and of the season."""
        return 3 if self.season else 2

    @property
    def states(self) -> int:
        """The number of free values in a first state; the seasonal values have a known sum."""
        return 2 + max(self.season - 1, 0)

    @property
    def parameters(self) -> int:
        """The number of all that is estimated."""
        return self.factors + self.states


def expectations(shape: Shape, values: Array, factors: Array, states: Array, shocks: Array | None = None) -> Array:
    """Return what each of K settings expects of each value, knowing those before it: (n, K).

    Args:
        shape: The model.
        values: The series (n,). NaN teaches nothing: the state goes on as expected, so forecasts are NaNs at the end.
        factors: Smoothing factors of level, trend (relative to the level's) and season, 0 to 1 (3, K).
        states: First states (2 + season, K).
        shocks: Errors that come on top (n, K).
    """
    alpha, beta, gamma = factors[0], factors[0] * factors[1], factors[2] * (1 - factors[0])
    level, trend, seasons = states[0], states[1], states[2:].copy()
    known = ~np.isnan(values)
    expected = np.empty((len(values), factors.shape[1]))
    for place, value in enumerate(values):
        phase = place % shape.season if shape.season else 0
        base = level + trend
        now = base
        if shape.season:
            now = base + seasons[phase] if shape.kind == "Additive" else base * seasons[phase]
        expected[place] = now
        level = base
        if not known[place] and shocks is None:
            continue
        error = value - now if known[place] else np.zeros_like(now)
        if shocks is not None:
            error = error + shocks[place]
        felt = error / seasons[phase] if shape.kind == "Multiplicative" else error
        level, trend = base + alpha * felt, trend + beta * felt
        if shape.season:
            seasons[phase] = seasons[phase] + gamma * (error / base if shape.kind == "Multiplicative" else error)
    return expected
