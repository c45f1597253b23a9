"""How much customers spend at a purchase: the Gamma-Gamma model.

Fader, Hardie: The Gamma-Gamma model of monetary value, 2013 (brucehardie.com/notes/025). A customer's purchases vary
around a mean of their own; the means differ between customers. The model takes it that who buys often spends neither
more nor less at a time; `engine.analyses.customers.lifetime` tells how far that is true.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.analyses.customers.library import library
from engine.kernels.arrays import Array
from saql.record import record

_EDGE = 12.0


@record(kw_only=True)
class Spending:
    """The fitted model: purchases vary by the shape p, customers by the shape q and the scale gamma."""

    p: float
    q: float
    gamma: float


def fit(counts: Array, means: Array) -> Spending:
    """Return the model under which the customers' means are the likeliest (equation 1a).

    Args:
        counts: how many purchases each customer's mean is of (n,), at least 1.
        means: the mean amount of a purchase of each customer (n,), above 0.

    Raises:
        engine.query_errors.MissingExtraError: scipy is not installed.
        ValueError: there are fewer than two customers.
    """
    if len(counts) < 2:
        raise ValueError("too few customers")
    unit = float(np.mean(means))
    gammaln = library("scipy.special", "Lifetime value").gammaln
    minimize = library("scipy.optimize", "Lifetime value").minimize

    def loss(logs: Array) -> float:
        return -_likelihood(np.exp(logs), counts, means / unit, gammaln) / len(counts)

    bounds = [(-_EDGE, _EDGE)] * 3
    starts = [np.log([1.0, 2.0, 1.0]), np.log([6.0, 4.0, 0.5])]
    options = {"maxiter": 1_000, "ftol": 1e-13, "gtol": 1e-8}
    found = [minimize(loss, each, method="L-BFGS-B", bounds=bounds, options=options) for each in starts]
    p, q, gamma = np.exp(min(found, key=lambda each: float(each.fun)).x)
    return Spending(p=float(p), q=float(q), gamma=float(gamma) * unit)


def expected(model: Spending, counts: Array, means: Array) -> Array:
    """Return the amount that is expected of a purchase of each customer (n,) (equation 5).

    It lies between the customer's own mean and that of all, the nearer to their own the more they bought. Where q is
    not above 1, all have no finite mean, and a customer without purchases has no expectation: NaN.

    Args:
        model: the model.
        counts: the purchases of each customer (n,), which may be 0.
        means: their mean amount (n,); of any value where the count is 0.
    """
    weight = model.p * counts + model.q - 1
    bought = np.where(counts > 0, counts * means, 0.0)
    found = np.full(len(counts), np.nan)
    np.divide(model.p * (model.gamma + bought), weight, out=found, where=weight > 0)
    return found


def _likelihood(parameters: Array, counts: Array, means: Array, gammaln: Any) -> float:
    p, q, gamma = parameters
    shape = p * counts
    value = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma) + (shape - 1) * np.log(means)
    value += shape * np.log(counts) - (shape + q) * np.log(gamma + means * counts)
    return float(value.sum())
