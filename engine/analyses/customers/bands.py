"""Bands of customers: by how surely they still buy, and by how much of the value they bring."""

from __future__ import annotations

import numpy as np

from engine.kernels.arrays import Array

STANDINGS = ((0.8, "Active"), (0.5, "Fading"), (0.0, "Probably gone"))
"""The least probability of still buying, and what it is called."""

BANDS = ((0.5, "A"), (0.8, "B"), (1.0, "C"))
"""The best customers up to this share of all value, and what they are called."""


def standings(alive: Array) -> list[str]:
    """Return how customers stand by the probability that they still buy (n,)."""
    return [next(word for least, word in STANDINGS if each >= least) for each in alive.tolist()]


def bands(value: Array) -> list[str]:
    """Return the band of customers by what they are worth (n,): those who bring the first half of all are A.

    Who is worth nothing, or nobody knows what, is in the last.
    """
    worth = np.nan_to_num(np.maximum(value, 0))
    order = np.argsort(-worth, kind="stable")
    total = worth.sum()
    before = np.empty(len(worth))
    before[order] = (np.cumsum(worth[order]) - worth[order]) / total if total > 0 else 1.0
    last = BANDS[-1][1]
    found = (next((word for most, word in BANDS if each < most), last) for each in before.tolist())
    return [word if each > 0 else last for word, each in zip(found, worth.tolist(), strict=True)]
