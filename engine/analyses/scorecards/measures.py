"""How good probabilities are: who is ranked before whom, how far off they are, whether they come true."""

from __future__ import annotations

import math

import numpy as np

from engine.analyses.scorecards.records import Booleans, Floats
from saql.record import record

_LEAST = 1e-6
"""Nothing is said to be surer than that, as a logarithm of 0 would never be forgiven."""


@record(kw_only=True)
class Errors:
    """How good probabilities are for some records.

    Args:
        area: of two records, one with the outcome and one without, how often the first has the higher probability; ties
            count half. It is the area under the ROC curve: 0.5 is chance.
        brier: the mean square of what probabilities are off by.
        loss: the mean logarithmic loss.
    """

    area: float
    brier: float
    loss: float


def errors(probabilities: Floats, outcome: Booleans) -> Errors:
    """Return how good probabilities are."""
    return Errors(
        area=area(probabilities, outcome),
        brier=float(np.mean((probabilities - outcome) ** 2)),
        loss=float(np.mean(losses(probabilities, outcome))),
    )


def area(scores: Floats, outcome: Booleans) -> float:
    """Return the area under the ROC curve of scores; 0.5 where all records have the outcome, or none has.

    Mann and Whitney (1947): it is the share of pairs that are in order.
    """
    _, places = np.unique(scores, return_inverse=True)
    has = np.bincount(places, weights=outcome)
    lacks = np.bincount(places, weights=~outcome)
    pairs = has.sum() * lacks.sum()
    before = np.cumsum(lacks) - lacks
    return float(np.sum(has * (before + lacks / 2)) / pairs) if pairs else 0.5


def losses(probabilities: Floats, outcome: Booleans) -> Floats:
    """Return the logarithmic loss of each record."""
    sure = np.clip(probabilities, _LEAST, 1 - _LEAST)
    return -np.log(np.where(outcome, sure, 1 - sure))


def sureness(better: Floats, worse: Floats) -> float:
    """Return by how many standard errors losses are smaller than others of the same records; 0 where none differ."""
    gain = worse - better
    spread = float(np.std(gain))
    if spread == 0:
        return 0.0
    return float(np.mean(gain)) / (spread / math.sqrt(len(gain)))


@record(kw_only=True)
class Tenth:
    """A tenth of the records by their probability: how many, the mean probability, and the share with the outcome."""

    records: int
    said: float
    came: float


def tenths(probabilities: Floats, outcome: Booleans) -> tuple[Tenth, ...]:
    """Return the tenths of records, that of the highest probabilities first; fewer where there are few records."""
    order = np.argsort(-probabilities, kind="stable")
    parts = [part for part in np.array_split(order, 10) if len(part)]
    return tuple(
        Tenth(records=len(part), said=float(np.mean(probabilities[part])), came=float(np.mean(outcome[part])))
        for part in parts
    )
