"""Clusters: customers who are alike in several measures, found by k-means and told in words.

Measures are large for few customers and small for many, so their logarithms are grouped, each with mean 0 and spread 1.
The number of clusters is that with the greatest silhouette (Rousseeuw 1987: 1 where groups lie far apart, 0 where they
touch) among those that are stable: grouping four fifths of the customers anew puts nearly all pairs together or apart
as before (adjusted Rand index, Hubert and Arabie 1985, of at least 0.8 in the mean of several draws).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.analyses.customers.features import Feature
from engine.analyses.customers.library import library
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from saql.record import record

NUMBERS = range(3, 9)
STABLE = 0.8
FEWEST = 60
"""Customers, below which nothing is grouped."""

_DRAWS = 4
_LOOKED_AT = 1_000
"""Customers of whom the silhouette is taken, which compares each with each."""

_LEARNT_FROM = 10_000
"""Customers that a number of clusters is tried on."""

_NOTABLE = 0.5
"""Of a spread, by which a cluster lies apart from the mean where words tell of it."""


@record(kw_only=True)
class Trial:
    """A number of clusters that was tried, with its silhouette and how stable it was."""

    number: int
    silhouette: float
    stability: float


@record(eq=False, kw_only=True)
class Clusters:
    """What was found.

    Args:
        features: the names of the measures (m,).
        means: of their logarithms (m,).
        spreads: of their logarithms (m,).
        centres: of the clusters, in spreads from the mean (k, m), the larger clusters first.
        words: what each cluster is, in words (k,).
        trials: the numbers that were tried.
        shuffled: the silhouette of as many clusters where each measure was shuffled: what chance gives.
    """

    features: tuple[str, ...]
    means: Array
    spreads: Array
    centres: Array
    words: tuple[str, ...]
    trials: tuple[Trial, ...]
    shuffled: float

    @property
    def chosen(self) -> Trial:
        """The trial of the number that was chosen."""
        return next(each for each in self.trials if each.number == len(self.centres))

    def to_json(self) -> dict[str, Any]:
        """Return what is needed to group customers, as JSON."""
        return {
            "features": list(self.features),
            "means": self.means.tolist(),
            "spreads": self.spreads.tolist(),
            "centres": self.centres.tolist(),
            "words": list(self.words),
        }


def find(features: Sequence[Feature], seed: int) -> Clusters:
    """Return the clusters of customers.

    Args:
        features: their measures, all of the same customers.
        seed: of the random numbers.

    Raises:
        engine.query_errors.MissingExtraError: scikit-learn is not installed.
        ModelError: there are too few customers, or they differ too little.
    """
    count = len(features[0].values)
    if count < FEWEST:
        raise ModelError(
            f"{count} customers are too few for clusters.", hint=f"It takes {FEWEST}; RFM works with fewer."
        )
    features = [each for each in features if np.ptp(each.values) > 0]
    logs = np.log1p(np.column_stack([np.zeros(count), *(each.values for each in features)]))[:, 1:]
    if len(np.unique(logs, axis=0)) < FEWEST / 2:
        hint = "RFM tells them apart by bounds that you state."
        raise ModelError("Customers differ too little for clusters.", hint=hint)
    means, spreads = logs.mean(0), logs.std(0)
    places = (logs - means) / spreads
    draw = np.random.default_rng(seed)
    learnt = places if count <= _LEARNT_FROM else places[draw.choice(count, _LEARNT_FROM, replace=False)]
    # small tables are grouped many times; threads would wait for each other
    with library("threadpoolctl", "Clusters").threadpool_limits(1):
        trials = tuple(_trial(learnt, number, draw, seed) for number in NUMBERS)
        number = _chosen(trials).number
        centres = _ordered(places, _grouped(learnt, number, seed).cluster_centers_)
        shuffled = np.column_stack([draw.permutation(column) for column in learnt.T])
        chance = _silhouette(shuffled, _grouped(shuffled, number, seed).labels_, seed)
    return Clusters(
        features=tuple(each.name for each in features),
        means=means,
        spreads=spreads,
        centres=centres,
        words=_words(centres, features),
        trials=trials,
        shuffled=chance,
    )


def assign(state: Mapping[str, Any], features: Sequence[Feature]) -> Array:
    """Return the cluster of each customer (n,): the place of the nearest centre.

    Args:
        state: what `Clusters.to_json` gave.
        features: the measures; those that it was learnt from are looked for by name.

    Raises:
        ModelError: one of them is missing.
    """
    known = {each.name: each.values for each in features}
    missing = next((each for each in state["features"] if each not in known), None)
    if missing is not None:
        raise ModelError(f"The measure '{missing}' is not there any more.", hint="Train the model again.")
    logs = np.log1p(np.column_stack([known[each] for each in state["features"]]))
    return _nearest((logs - np.array(state["means"])) / np.array(state["spreads"]), np.array(state["centres"]))


def _trial(places: Array, number: int, draw: np.random.Generator, seed: int) -> Trial:
    labels = _grouped(places, number, seed).labels_
    index = library("sklearn.metrics", "Clusters").adjusted_rand_score
    found = []
    for each in range(_DRAWS):
        rows = draw.random(len(places)) < 0.8
        again = _grouped(places[rows], number, seed + 1 + each)
        found.append(index(labels, again.predict(places)))
    return Trial(number=number, silhouette=_silhouette(places, labels, seed), stability=float(np.mean(found)))


def _chosen(trials: Sequence[Trial]) -> Trial:
    """Return the trial with the greatest silhouette of the stable ones; where none is stable, the stablest."""
    stable = [each for each in trials if each.stability >= STABLE]
    if stable:
        return max(stable, key=lambda each: each.silhouette)
    return max(trials, key=lambda each: each.stability)


def _grouped(places: Array, number: int, seed: int) -> Any:
    means = library("sklearn.cluster", "Clusters").KMeans
    return means(n_clusters=number, n_init=3, random_state=seed).fit(places)


def _silhouette(places: Array, labels: Array, seed: int) -> float:
    score = library("sklearn.metrics", "Clusters").silhouette_score
    size = min(len(places), _LOOKED_AT)
    return float(score(places, labels, sample_size=size, random_state=seed))


def _nearest(places: Array, centres: Array) -> Array:
    distances = ((places[:, None, :] - centres[None, :, :]) ** 2).sum(2)
    return np.asarray(distances.argmin(1))


def _ordered(places: Array, centres: Array) -> Array:
    sizes = np.bincount(_nearest(places, centres), minlength=len(centres))
    return np.asarray(centres[np.argsort(-sizes, kind="stable")])


def _words(centres: Array, features: Sequence[Feature]) -> tuple[str, ...]:
    """Return what tells each cluster from the mean customer, the most notable first, until it is told from others."""
    told = [_notable(each, features) for each in centres]
    found: list[str] = []
    for number, words in enumerate(told, 1):
        others = [each for place, each in enumerate(told, 1) if place != number]
        lengths = range(min(3, len(words)), len(words))
        enough = next((n for n in lengths if all(each[:n] != words[:n] for each in others)), len(words))
        text = ", ".join(words[:enough]) or "as most customers"
        found.append(text if text not in found else f"{text} ({number})")
    return tuple(found)


def _notable(centre: Array, features: Sequence[Feature]) -> list[str]:
    order = [each for each in np.argsort(-np.abs(centre), kind="stable") if abs(centre[each]) >= _NOTABLE]
    return [features[each].high if centre[each] > 0 else features[each].low for each in order]
