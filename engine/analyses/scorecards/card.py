"""A scorecard: tables of points, and what follows from them for a record.

Points are log odds in a scale that people can read: 20 points more double the odds. A field of a record that is as the
average record is gives none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.analyses.scorecards.bins import Bins, Classes, bins_json, bins_of
from engine.analyses.scorecards.records import Floats, Values
from engine.json_value import JsonValue
from saql.record import record

POINTS = 20 / math.log(2)
"""Points of a unit of log odds."""


@record(eq=False)
class CardField:
    """A field of a scorecard.

    Args:
        name: the field's name.
        label: what people call it.
        bins: its classes.
        points: the points of each class.
        records: how many of the records that were learnt from have each class.
        outcomes: how many of these have the outcome.
        actionable: whether people can do something about it.
    """

    name: str
    label: str
    bins: Bins
    points: Floats
    records: Floats
    outcomes: Floats
    actionable: bool = False

    @property
    def weight(self) -> float:
        """How many points it gives or takes, in the mean over the records."""
        return float(np.sum(np.abs(self.points) * self.records) / max(np.sum(self.records), 1.0))


@record(eq=False)
class Card:
    """A scorecard: `base` are the points of the average record, from which those of the fields go up and down."""

    base: float
    fields: tuple[CardField, ...]
    high: float
    medium: float

    def classes(self, values: Mapping[str, Values]) -> list[Classes]:
        """Return the classes of records, field by field."""
        return [each.bins.classes(values[each.name]) for each in self.fields]

    def sums(self, classes: list[Classes]) -> Floats:
        """Return the points of records."""
        rows = len(classes[0]) if classes else 0
        total = np.full(rows, self.base)
        for each, places in zip(self.fields, classes, strict=True):
            total += each.points[places]
        return total

    def band(self, probability: Floats) -> np.ndarray[Any, np.dtype[np.int8]]:
        """Return the band of probabilities: 0 is Low, 1 Medium, 2 High."""
        return (probability >= self.medium).astype(np.int8) + (probability >= self.high).astype(np.int8)


BANDS = ("Low", "Medium", "High")


def probability(points: Floats) -> Floats:
    """Return the probability that sums of points stand for."""
    return 1.0 / (1.0 + np.exp(np.clip(-points / POINTS, -700.0, 700.0)))


def card_json(card: Card) -> dict[str, Any]:
    """Return a scorecard as JSON, as people may read it: for each class its words, points, records and outcomes."""
    return {
        "base": round(card.base, 4),
        "high": card.high,
        "medium": card.medium,
        "fields": [_field_json(each) for each in card.fields],
    }


def _field_json(field: CardField) -> dict[str, Any]:
    classes = [
        {
            "is": field.bins.words(place),
            "points": round(float(points), 4),
            "records": int(records),
            "outcomes": int(has),
        }
        for place, (points, records, has) in enumerate(zip(field.points, field.records, field.outcomes, strict=True))
    ]
    known = {"name": field.name, "label": field.label, "actionable": field.actionable}
    return {**known, "bins": bins_json(field.bins), "classes": classes}


def card_of(value: JsonValue) -> Card:
    """Return the scorecard that `card_json` wrote; a wrong value raises its error."""
    return Card(
        base=_amount(value["base"]),
        fields=tuple(_field_of(each) for each in value["fields"]),
        high=value["high"].number(1.0, 0.0, 1.0),
        medium=value["medium"].number(1.0, 0.0, 1.0),
    )


def _field_of(value: JsonValue) -> CardField:
    bins = bins_of(value["bins"])
    classes = list(value["classes"])
    if len(classes) != len(bins):
        raise value["classes"].error(f"has {len(classes)} classes, and the bins make {len(bins)}")
    return CardField(
        name=value["name"].required_text(),
        label=value["label"].required_text(),
        bins=bins,
        points=np.array([_amount(each["points"]) for each in classes]),
        records=np.array([_amount(each["records"]) for each in classes]),
        outcomes=np.array([_amount(each["outcomes"]) for each in classes]),
        actionable=value["actionable"].flag(),
    )


def _amount(value: JsonValue) -> float:
    return value.number(0.0, -1e300, 1e300)
