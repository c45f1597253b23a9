"""Why a record has its probability, and what would change it most, looked up class by class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analyses.scorecards.bins import Classes
from engine.analyses.scorecards.card import Card, CardField
from engine.analyses.scorecards.records import Floats
from engine.kernels import arrays
from saql.record import record

MOST_REASONS = 3

_CHUNK = 1 << 17
"""Records that are looked at together: their points stay in the processor's memory."""

_LEAST_SHARE = 0.01
"""Nothing is proposed that fewer of the records have."""


@record(eq=False)
class Reasons:
    """The reasons of records, the weightiest first; null where a field gives less than a point."""

    columns: tuple[pa.DictionaryArray, ...]


@record(eq=False)
class Changes:
    """The change of each record that would help most, null where none would, and the points that it would give."""

    column: pa.DictionaryArray
    points: Floats


def reasons(card: Card, classes: Sequence[Classes]) -> Reasons:
    """Return the fields that move each record most from the average record.

    Args:
        card: the scorecard.
        classes: the class of each record, field by field.
    """
    rows = len(classes[0]) if classes else 0
    texts = [_reason(each, place) for each in card.fields for place in range(len(each.bins))]
    starts = _starts(card.fields)
    found = np.full((MOST_REASONS, rows), -1, dtype=np.int32)
    for first in range(0, rows, _CHUNK):
        some = [each[first : first + _CHUNK] for each in classes]
        weights = np.stack([np.abs(field.points)[each] for field, each in zip(card.fields, some, strict=True)])
        ids = np.stack([each + np.int32(start) for each, start in zip(some, starts, strict=True)])
        here = np.arange(weights.shape[1])
        for place in range(min(MOST_REASONS, len(card.fields))):
            best = weights.argmax(axis=0)
            there = weights[best, here] >= 0.5  # what is rounded to no point is no reason
            found[place, first : first + _CHUNK] = np.where(there, ids[best, here], -1)
            weights[best, here] = 0.0
    return Reasons(tuple(_texts(each, texts) for each in found))


def changes(card: Card, classes: Sequence[Classes], sign: int) -> Changes:
    """Return what would move each record most, among the fields that people can do something about.

    Args:
        card: the scorecard.
        classes: the class of each record, field by field.
        sign: 1 where more points are better, -1 where fewer are.
    """
    rows = len(classes[0]) if classes else 0
    best_gain, best_text = np.full(rows, 0.5), np.full(rows, -1, dtype=np.int32)
    texts: list[str] = []
    for field, places in zip(card.fields, classes, strict=True):
        target = _target(field, sign) if field.actionable else None
        if target is None:
            continue
        gains = sign * (field.points[target] - field.points)
        gain = gains[places]
        better = gain > best_gain
        best_gain = np.where(better, gain, best_gain)
        best_text = np.where(better, places + np.int32(len(texts)), best_text)
        texts += [_change(field, target, place, sign * float(gains[place])) for place in range(len(field.bins))]
    points = np.where(best_text >= 0, sign * best_gain, 0.0)
    return Changes(_texts(best_text, texts), points)


def _target(field: CardField, sign: int) -> int | None:
    """Return the class of a field that is best, among those that are known and not rare."""
    frequent = field.records >= max(_LEAST_SHARE * float(field.records.sum()), 1.0)
    frequent[0] = False
    if not frequent.any():
        return None
    return int(np.argmax(np.where(frequent, sign * field.points, -np.inf)))


def _reason(field: CardField, place: int) -> str:
    return f"{field.label} {field.bins.words(place)}: {_points(float(field.points[place]))}"


def _change(field: CardField, target: int, place: int, points: float) -> str:
    return f"{field.label} {field.bins.words(target)} instead of {field.bins.words(place)}: {_points(points)}"


def _points(points: float) -> str:
    number = round(points)
    return f"{number:+d} {'point' if abs(number) == 1 else 'points'}"


def _starts(fields: Sequence[CardField]) -> list[int]:
    sizes = [len(each.bins) for each in fields]
    return [sum(sizes[:place]) for place in range(len(sizes))]


def _texts(codes: npt.NDArray[np.int32], texts: Sequence[str]) -> pa.DictionaryArray:
    indices = arrays.array(np.maximum(codes, 0), codes >= 0, pa.int32())
    return pa.DictionaryArray.from_arrays(indices, arrays.from_list(list(texts), pa.string()))
