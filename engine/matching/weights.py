"""How much it counts that records agree or differ in a field, in bits.

They are log2 of how much more often it is so between records of one customer than between others that share a key. As
in the model of Fellegi and Sunter (A Theory for Record Linkage, 1969), the bits of all fields and what is held of a
pair before anything is compared are added up; a probability p has log2(p / (1 - p)) bits.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.matching.specification import Kind
from saql.record import record

PRIOR = -10.0
"""Of a pair that shares a key, before anything is compared: one in a thousand."""

AGAINST = -3.0
"""Bits of all fields together at which two records contradict each other: they can't be one customer through others."""


@record
class Level:
    """How well two texts agree: at least `similarity` (1 the same, 0 whatever), the bits of it, and words for it."""

    similarity: float
    bits: float
    words: str


@record
class Weight:
    """The levels of a field, the best first; the last is what is left.

    With `rarity` agreement counts less where many records have the text: a bit less for each doubling beyond two.
    """

    levels: tuple[Level, ...]
    rarity: bool = False

    @property
    def most(self) -> float:
        """The bits of the best level."""
        return self.levels[0].bits


def _same(same: float, other: float, what: str, rarity: bool = False) -> Weight:
    return Weight((Level(1, same, f"same {what}"), Level(0, other, f"other {what}")), rarity)


def _name(same: float, nearly: float, alike: float, some: float, other: float) -> Weight:
    return Weight(
        (
            Level(1, same, "same name"),
            Level(0.9, nearly, "nearly the same name"),
            Level(0.8, alike, "similar name"),
            Level(0.65, some, "name in part similar"),
            Level(0, other, "other name"),
        ),
        rarity=True,
    )


_PLACE: Mapping[str, Weight] = {
    "street": Weight(
        (Level(1, 5, "same street"), Level(0.85, 3.5, "nearly the same street"), Level(0, -1, "other street"))
    ),
    "postcode": _same(4.5, -1, "postcode"),
    "city": _same(2, -1, "city"),
    "country": _same(0.5, -4, "country"),
}
WEIGHTS: Mapping[Kind, Mapping[str, Weight]] = {
    "organisation": {
        "name": _name(11, 8.5, 3, -2, -6),
        "domain": _same(8, -2, "domain", rarity=True),
        "email": _same(7, -0.5, "e-mail", rarity=True),
        "phone": _same(7, -1, "phone", rarity=True),
        **_PLACE,
    },
    "person": {
        "name": _name(8.5, 6, 1.5, -3, -7),
        "email": _same(12, -2, "e-mail", rarity=True),
        "phone": _same(7, -1, "phone", rarity=True),
        "company": Weight(
            (Level(1, 3.5, "same company"), Level(0.85, 2.5, "similar company"), Level(0, -1, "other company"))
        ),
        **_PLACE,
    },
}
