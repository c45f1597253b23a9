"""The points of a scorecard: trees of one field each, read off as tables, then set to the level of later records.

Trees that never put two fields together make an additive model (Lou, Caruana and Gehrke, "Intelligible models for
classification and regression", KDD 2012): what it says is the sum of one table a field, and nothing is lost by reading
the tables off. The level and the spread are those of records that the trees have not seen (Platt, "Probabilistic
outputs for support vector machines", 1999); being a straight line, it keeps the sum a sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.analyses.scorecards.bins import Bins, Classes, TextBins
from engine.analyses.scorecards.card import POINTS
from engine.analyses.scorecards.measures import losses
from engine.analyses.scorecards.records import Booleans, Floats
from engine.query_errors import MissingExtraError
from saql.record import record

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

_TREES, _STEP = 200, 20
_LEAVES = 4
_MOST_STEPS, _CLOSE = 50, 1e-9
_FEW = 100
"""With fewer records that have the outcome, or lack it, only the level is set by them and not the spread."""


@record(eq=False)
class Tables:
    """The points of each class of each field, and those of the average record."""

    base: float
    points: tuple[Floats, ...]

    def sums(self, classes: Sequence[Classes]) -> Floats:
        """Return the points of records."""
        total = np.full(len(classes[0]), self.base)
        for points, places in zip(self.points, classes, strict=True):
            total += points[places]
        return total


def fit(
    bins: Sequence[Bins],
    learning: Sequence[Classes],
    outcome: Booleans,
    levelling: Sequence[Classes],
    level: Booleans,
    seed: int,
) -> Tables:
    """Return points that are learnt from some records and levelled with later ones.

    Args:
        bins: the classes of each field.
        learning: the class of each record that is learnt from, field by field.
        outcome: whether it has the outcome.
        levelling: the same of the later records.
        level: whether these have it.
        seed: of the random numbers.

    Raises:
        MissingExtraError: scikit-learn is not installed.
    """
    with _one_thread():
        return _centred(_best(bins, learning, outcome, levelling, level, seed), learning)


def _one_thread() -> AbstractContextManager[object]:
    """Return a block in which one thread works: on a busy machine many wait for each other longer than they work."""
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise MissingExtraError("A scorecard", "scikit-learn", "models") from None
    found: AbstractContextManager[object] = threadpool_limits(1)
    return found


def _best(
    bins: Sequence[Bins],
    learning: Sequence[Classes],
    outcome: Booleans,
    levelling: Sequence[Classes],
    level: Booleans,
    seed: int,
) -> Tables:
    """Return the tables, as log odds, of so many trees that they say most of the later records."""
    model = _trees(bins, learning, outcome, seed)
    best: tuple[float, Tables] | None = None
    for raw in _stages(model, bins):
        said = raw.sums(levelling)
        loss = float(np.mean(losses(1.0 / (1.0 + np.exp(-said - _shift(said, level))), level)))
        if best is None or loss < best[0]:
            best = loss, raw
    assert best is not None  # there is a stage
    tables = best[1]
    slope, shift = _level(tables.sums(levelling), level)
    return Tables(slope * tables.base + shift, tuple(slope * points for points in tables.points))


def _centred(tables: Tables, learning: Sequence[Classes]) -> Tables:
    """Return tables that give nothing to the average record, as points."""
    means = [float(np.mean(points[places])) for points, places in zip(tables.points, learning, strict=True)]
    centred = tuple((points - mean) * POINTS for points, mean in zip(tables.points, means, strict=True))
    return Tables((tables.base + sum(means)) * POINTS, centred)


def _trees(
    bins: Sequence[Bins], classes: Sequence[Classes], outcome: Booleans, seed: int
) -> HistGradientBoostingClassifier:
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ImportError:
        raise MissingExtraError("A scorecard", "scikit-learn", "models") from None

    model = HistGradientBoostingClassifier(
        max_iter=_TREES,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=max(20, len(outcome) // 2_000),
        learning_rate=0.08,
        l2_regularization=10.0,
        interaction_cst="no_interactions",
        categorical_features=[isinstance(each, TextBins) for each in bins],
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(_matrix(classes), outcome)


def _matrix(classes: Sequence[Classes]) -> npt.NDArray[np.float32]:
    """Return classes as the trees take them: those without a value are missing."""
    found = np.column_stack(classes).astype(np.float32)
    found[found == 0] = np.nan
    return found


def _stages(model: HistGradientBoostingClassifier, bins: Sequence[Bins]) -> Iterator[Tables]:
    """Give the tables of a model with few trees, with more, with all.

    They are what it says of records of which one field at a time is not missing.
    """
    sizes = [len(each) for each in bins]
    probes = np.zeros((1 + sum(sizes), len(bins)), dtype=np.uint8)
    row = 1
    for column, size in enumerate(sizes):
        probes[row : row + size, column] = np.arange(size)
        row += size
    for place, said in enumerate(model.staged_decision_function(_matrix(list(probes.T))), 1):
        if place % _STEP == 0:
            flat = np.ravel(said)
            yield Tables(float(flat[0]), tuple(np.split(flat[1:] - flat[0], np.cumsum(sizes)[:-1])))


def _level(said: Floats, outcome: Booleans) -> tuple[float, float]:
    """Return the slope and the shift that log odds need to come true; no slope turns them upside down."""
    from sklearn.linear_model import LogisticRegression

    rate = float(np.clip(np.mean(outcome), 1e-6, 1 - 1e-6))
    flat = 0.0, float(np.log(rate / (1 - rate)))
    if len(np.unique(outcome)) < 2 or float(np.std(said)) == 0:  # of one class nothing is learnt
        return flat
    if min(outcome.sum(), (~outcome).sum()) < _FEW:
        return 1.0, _shift(said, outcome)
    found = LogisticRegression(C=1e6).fit(said[:, None], outcome)
    slope = float(found.coef_[0, 0])
    return (slope, float(found.intercept_[0])) if slope > 0 else flat


def _shift(said: Floats, outcome: Booleans) -> float:
    """Return what is to be added to log odds so that their probabilities have the mean that came (Newton's steps)."""
    shift, wanted = 0.0, float(np.clip(np.mean(outcome), 1e-6, 1 - 1e-6))
    for _ in range(_MOST_STEPS):
        chances = 1.0 / (1.0 + np.exp(-said - shift))
        step = (wanted - float(np.mean(chances))) / max(float(np.mean(chances * (1 - chances))), 1e-9)
        shift += float(np.clip(step, -2.0, 2.0))
        if abs(step) < _CLOSE:
            break
    return shift
