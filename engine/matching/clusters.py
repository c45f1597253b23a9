"""Customers: records that are linked, directly or through others, unless two of them contradict each other.

What people decided comes before any score. A chain (A like B, B like C, but A unlike C) is not followed: where a
customer would hold two records that contradict each other, links are taken one by one, the strongest first, and one
that would bring such two together is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.kernels.arrays import Array
from engine.matching.blocking import Pairs, joined_pairs
from engine.matching.scoring import Scored, Scorer
from engine.matching.weights import AGAINST
from saql.record import record

_MOST = 60
"""Records of a customer up to which all its pairs are compared."""


@record(eq=False)
class Rulings:
    """What people decided, as places of records, the oldest first: `same` or not of each pair."""

    pairs: Sequence[tuple[int, int]]
    same: Sequence[bool]


@record(eq=False)
class Clusters:
    """Customers.

    Args:
        labels: for each record the place of the first of its customer, int32.
        inside: the pairs that were compared besides, because both are of what would be one customer.
        contradicted: pairs of `Rulings` that did not count, because later ones say otherwise.
    """

    labels: Array
    inside: Scored
    contradicted: tuple[int, ...]


def find_clusters(count: int, links: Scored, rulings: Rulings, scorer: Scorer) -> Clusters:
    """Return the customers.

    Args:
        count: how many records there are.
        links: pairs whose score is enough to link them.
        rulings: what people decided.
        scorer: compares the pairs that were not looked at.
    """
    forced, apart, contradicted = _settled(rulings)
    left = np.concatenate([links.pairs.left, [a for a, _ in forced]]).astype(np.int64)
    right = np.concatenate([links.pairs.right, [b for _, b in forced]]).astype(np.int64)
    labels = components(count, left, right)
    inside = scorer.score(_all_within(labels, links.pairs))
    wrong = {*apart, *_contradictions(inside)} - set(forced)
    wrong = {(a, b) for a, b in wrong if labels[a] == labels[b]}
    if wrong:
        _split(labels, links, forced, wrong)
    return Clusters(labels, inside, contradicted)


def components(count: int, left: Array, right: Array) -> Array:
    """Return for each place the least one that it is connected with."""
    labels = np.arange(count, dtype=np.int64)
    while len(left):
        least = np.minimum(labels[left], labels[right])
        np.minimum.at(labels, labels[left], least)
        np.minimum.at(labels, labels[right], least)
        while not np.array_equal(shorter := labels[labels], labels):
            labels = shorter
        open_ = labels[left] != labels[right]
        left, right = left[open_], right[open_]
    return labels


def _settled(
    rulings: Rulings,
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], tuple[int, ...]]:
    """Return the pairs that are one, those that are not, and those that later ones contradict, the newest first."""
    forced: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    contradicted = []
    groups = _Groups()
    for place in reversed(range(len(rulings.pairs))):
        pair = rulings.pairs[place]
        if rulings.same[place]:
            if groups.may_join(*pair):
                groups.join(*pair)
                forced.append(pair)
            else:
                contradicted.append(place)
        elif groups.root(pair[0]) == groups.root(pair[1]):
            contradicted.append(place)
        else:
            groups.part(*pair)
            apart.append(pair)
    return forced, apart, tuple(contradicted)


class _Groups:
    """Places that are put together, and which groups must not be."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}
        self._enemies: dict[int, set[int]] = {}

    def root(self, place: int) -> int:
        parents = self._parents
        while (parent := parents.setdefault(place, place)) != place:
            parents[place] = parents[parent]
            place = parent
        return place

    def part(self, one: int, other: int) -> None:
        """Say that two must not be together, unless they are already."""
        a, b = self.root(one), self.root(other)
        if a != b:
            self._enemies.setdefault(a, set()).add(b)
            self._enemies.setdefault(b, set()).add(a)

    def may_join(self, one: int, other: int) -> bool:
        return self.root(other) not in self._enemies.get(self.root(one), ())

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        if a == b:
            return
        self._parents[b] = a
        for each in self._enemies.pop(b, set()):
            self._enemies[each].discard(b)
            self._enemies[each].add(a)
            self._enemies.setdefault(a, set()).add(each)


def _all_within(labels: Array, known: Pairs) -> Pairs:
    """Return the pairs within each customer of more than two records that are not among those that are known."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.append(True, labels[order][1:] != labels[order][:-1])) if len(order) else order
    sizes = np.diff(np.append(starts, len(order)))
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.unique(sizes[(sizes > 2) & (sizes <= _MOST)]):
        members = order[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        left.append(members[:, one].ravel())
        right.append(members[:, other].ravel())
    count = len(labels)
    found = joined_pairs(np.concatenate(left), np.concatenate(right), count)
    keys, there = (each.left.astype(np.int64) * count + each.right for each in (found, known))
    return found.take(~np.isin(keys, there))


def _contradictions(scored: Scored) -> list[tuple[int, int]]:
    chosen = scored.pairs.take(scored.bits <= AGAINST)
    return list(zip(chosen.left.tolist(), chosen.right.tolist(), strict=True))


def _split(labels: Array, links: Scored, forced: Sequence[tuple[int, int]], wrong: set[tuple[int, int]]) -> None:
    """Label the records of customers that hold a contradiction anew, in place."""
    broken = np.unique(labels[[a for a, _ in wrong]])
    at = np.flatnonzero(np.isin(labels[links.pairs.left], broken))
    order = at[np.lexsort((links.pairs.right[at], links.pairs.left[at], -links.bits[at]))]
    groups = _Groups()
    for pair in forced:
        groups.join(*pair)
    for pair in sorted(wrong):
        groups.part(*pair)
    for one, other in zip(links.pairs.left[order].tolist(), links.pairs.right[order].tolist(), strict=True):
        if groups.may_join(one, other):
            groups.join(one, other)
    for place in np.flatnonzero(np.isin(labels, broken)).tolist():
        labels[place] = groups.root(place)
