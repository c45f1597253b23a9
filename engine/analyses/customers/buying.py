"""How often customers buy and when they stop: the BG/NBD model.

Fader, Hardie, Lee: "Counting your customers" the easy way: an alternative to the Pareto/NBD model. Marketing Science
24(2), 2005. Its equations are named below.

While a customer is active, purchases come at random at a rate of their own; after each purchase they stop for good with
a chance of their own. Rates differ between customers as a gamma distribution (r, alpha) says, chances as a beta
distribution (a, b). What is observed of a customer: x repeat purchases, the last at t_x, in a time T since the first.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.analyses.customers.library import library
from engine.kernels.arrays import Array
from saql.record import record

_NODES = 48
"""Of the quadrature over chances to stop: nine digits or more while the time ahead is at most 5 (alpha + T)."""

_BLOCK = 20_000
"""Customers at a time, to bound the memory."""

_EDGE = 12.0
"""Logarithms of parameters are searched from minus to plus this."""


@record(eq=False)
class History:
    """What is observed of each customer until the end of the observation.

    Args:
        repeats: x, the purchases after the first (n,).
        last: t_x, the time from the first purchase to the last (n,); 0 where there is one alone.
        age: T, the time from the first purchase to the end of the observation (n,), in the same unit.
    """

    repeats: Array
    last: Array
    age: Array


@record(kw_only=True)
class Buying:
    """The fitted model.

    Args:
        r: the shape of the distribution of rates; the smaller, the more customers differ.
        alpha: its scale: the mean rate while active is r / alpha purchases in a unit of time.
        a: of the chances to stop after a purchase,
        b: whose mean is a / (a + b).
    """

    r: float
    alpha: float
    a: float
    b: float


def fit(history: History) -> Buying:
    """Return the model under which the histories are the likeliest (equation 6).

    Args:
        history: at least one customer, one of them with a repeat purchase.

    Raises:
        engine.query_errors.MissingExtraError: scipy is not installed.
        ValueError: nobody ever bought again, or no time has passed.
    """
    unit = float(np.mean(history.age))
    if not np.any(history.repeats > 0) or unit <= 0:
        raise ValueError("nobody bought again")
    cells, counts = np.unique(
        np.column_stack([history.repeats, history.last / unit, history.age / unit]), axis=0, return_counts=True
    )
    seen = History(*cells.T)
    minimize = _scipy("optimize").minimize
    total = counts.sum()

    def loss(logs: Array) -> tuple[float, Array]:
        value, slope = _likelihood(np.exp(logs), seen, counts)
        return -value / total, -slope * np.exp(logs) / total

    starts = [np.log([1.0, 1.0, 1.0, 1.0]), np.log([0.3, 0.2, 0.5, 3.0])]
    bounds = [(-_EDGE, _EDGE)] * 4
    options = {"maxiter": 1_000, "ftol": 1e-14, "gtol": 1e-9}
    found = [minimize(loss, each, jac=True, method="L-BFGS-B", bounds=bounds, options=options) for each in starts]
    r, alpha, a, b = np.exp(min(found, key=lambda each: float(each.fun)).x)
    return Buying(r=float(r), alpha=float(alpha) * unit, a=float(a), b=float(b))


def log_likelihood(model: Buying, history: History) -> float:
    """Return the logarithm of the likelihood of the histories under a model (equation 6)."""
    return _likelihood(_parameters(model), history, np.ones(len(history.repeats)))[0]


def alive(model: Buying, history: History) -> Array:
    """Return the probability that each customer is still active at the end of the observation (n,)."""
    odds = _ways(_parameters(model), history)[1]
    return np.asarray(_scipy("special").expit(-odds), np.float64)


def expected(model: Buying, history: History, ahead: float) -> Array:
    """Return how many purchases are expected of each customer in a time after the observation (n,).

    It is the conditional expectation of equation 10. Its hypergeometric function overflows for customers who buy often
    and has a pole at a = 1; the same is the mean, over the chances to stop that an active customer may have, of
    (1 - (1 + p t / (alpha + T)) ** -(r + x)) / p, which Gaussian quadrature gives without either.

    Args:
        model: the model.
        history: what is observed.
        ahead: the time, in the unit of the histories.
    """
    result = np.zeros(len(history.repeats))
    time = ahead / (model.alpha + history.age)
    for repeats in np.unique(history.repeats):
        chances, weights = _beta_nodes(model.a, model.b + float(repeats), _NODES)
        for rows in _blocks(np.flatnonzero(history.repeats == repeats)):
            grown = np.log1p(np.outer(time[rows], chances))
            result[rows] = -np.expm1(-(model.r + repeats) * grown) / chances @ weights
    return result * alive(model, history)


def _blocks(rows: Array) -> list[Array]:
    return np.array_split(rows, len(rows) // _BLOCK + 1)


def _parameters(model: Buying) -> Array:
    return np.array([model.r, model.alpha, model.a, model.b])


def _ways(parameters: Array, history: History) -> tuple[Array, Array, Array]:
    """Return, as logarithms, the likelihood of the active, the odds of having stopped, and the likelihood of both."""
    r, alpha, a, b = parameters
    x = history.repeats
    active = -(r + x) * np.log(alpha + history.age)
    silent = (r + x) * np.log((alpha + history.age) / (alpha + history.last))
    odds = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1) + silent, -np.inf)
    return active, odds, active + np.logaddexp(0.0, odds)


def _likelihood(parameters: Array, history: History, counts: Array) -> tuple[float, Array]:
    """Return the logarithm of the likelihood, and its derivatives by r, alpha, a and b."""
    special = _scipy("special")
    gammaln, psi = special.gammaln, special.psi
    r, alpha, a, b = parameters
    x, age, last = history.repeats, history.age, history.last
    _, odds, both = _ways(parameters, history)
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + special.betaln(a, b + x) - special.betaln(a, b) + both
    stopped = special.expit(odds)
    active = 1 - stopped
    time = active * np.log(alpha + age) + stopped * np.log(alpha + last)
    shared = psi(a + b) - psi(a + b + x)
    slope = np.stack(
        [
            psi(r + x) - psi(r) + np.log(alpha) - time,
            r / alpha - (r + x) * (active / (alpha + age) + stopped / (alpha + last)),
            shared + stopped / a,
            shared + psi(b + x) - psi(b) - stopped / (b + np.maximum(x, 1) - 1),
        ]
    )
    return float(value @ counts), slope @ counts


def _beta_nodes(a: float, b: float, count: int) -> tuple[Array, Array]:
    """Return places and weights of Gaussian quadrature over the beta distribution; the weights add up to 1.

    Golub, Welsch: Calculation of Gauss quadrature rules. Mathematics of Computation 23, 1969; the recurrence is that of
    the Jacobi polynomials for the weight p ** (a - 1) * (1 - p) ** (b - 1), moved to 0..1.
    """
    low, high = b - 1, a - 1  # exponents at the ends 1 and -1 of the usual interval
    order = np.arange(1, count)
    sums = 2 * order + low + high
    middle = np.append((high - low) / (low + high + 2), (high**2 - low**2) / (sums * (sums + 2)))
    # of order 1 a factor above and one below are both low + high + 1, which may be 0
    first = 4 * (1 + low) * (1 + high) / ((low + high + 2) ** 2 * (low + high + 3))
    order, sums = order[1:], sums[1:]
    rest = 4 * order * (order + low) * (order + high) * (order + low + high) / (sums**2 * (sums + 1) * (sums - 1))
    squares = np.append(first, rest)
    places, vectors = _scipy("linalg").eigh_tridiagonal((middle + 1) / 2, np.sqrt(squares) / 2)
    return np.clip(places, 1e-300, 1.0), vectors[0] ** 2


def _scipy(module: str) -> Any:
    return library(f"scipy.{module}", "Lifetime value")
