"""Fields that explain nothing, since they only say in other words what the measure says, or when a row is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.analyses.stories.looks import Tally
from engine.analyses.stories.rows import Rows
from engine.analyses.stories.splits import LEAST, Split
from engine.analyses.stories.sums import Sums

_SAYS_MEASURE = 0.8
"""The part of what values of such sizes can explain; a field that explains more is the measure in other words."""

_DECIDED = 0.25
"""The part of the rows whose outcome a field decides; with more it is known only after the outcome."""

_SAYS_PERIOD = 0.5
_COMING_AND_GOING = 3
"""Values that are there in one of the periods alone: one may be new, but these are names such as those of campaigns."""

_BY_CHANCE = 1e-6


def echo(rows: Rows, sums: Sums) -> str | None:
    """Return why a field is left out, None where it is not.

    Args:
        rows: the rows.
        sums: the sums of the field's values.
    """
    if _explained(sums.rows[1], sums.both, float(rows.after.sum()), len(rows)) > _SAYS_PERIOD:
        return "says when a row is"
    if _one_sided(sums.rows[1], sums.both, float(rows.after.mean())).sum() >= _COMING_AND_GOING:
        return "has values that come and go with time"
    if rows.ranks is None:
        hits = sums.amount[0] + sums.amount[1]
        decided = sums.both[_one_sided(hits, sums.both, float(rows.amount.mean()))].sum() / len(rows)
        return "is known only after the outcome" if decided > _DECIDED else None
    assert sums.ranks is not None
    varied = float((rows.ranks**2).sum())
    total = sums.ranks[0] + sums.ranks[1]
    explained = float((total**2 / np.maximum(sums.both, 1)).sum()) / varied if varied else 0.0
    # Ranks are even: values that cut them into stretches of these sizes leave the cubes of their parts unexplained.
    parts = sums.both / len(rows)
    explainable = 1 - float((parts**3).sum()) - max(0.0, 1 - float(parts.sum())) ** 3
    return "says what the measure says" if explained > _SAYS_MEASURE * explainable else None


def doubles(tallies: Sequence[Tally]) -> dict[str, str]:
    """Return the fields that split the rows just as another one does, each with the label of that one.

    Of such fields, that stays whose values read least like numbers: names rather than ids.
    """
    found: dict[str, str] = {}
    kept: list[Tally] = []
    for each in sorted(tallies, key=lambda one: _digits(one.split)):
        same = next((other for other in kept if _alike(each, other)), None)
        if same is None:
            kept.append(each)
        else:
            found[each.split.field] = same.split.label
    return found


def _digits(split: Split) -> float:
    return sum(any(letter.isdigit() for letter in value.text) for value in split.values) / len(split.values)


def _alike(one: Tally, other: Tally) -> bool:
    if not np.array_equal(np.sort(one.sums.both), np.sort(other.sums.both)):
        return False
    width = len(other.split.values) + 1
    pairs = np.bincount(one.split.codes * width + other.split.codes, minlength=1)
    return int((pairs > 0).sum()) <= width


def _explained(hits: npt.NDArray[np.float64], counts: npt.NDArray[np.float64], all_hits: float, rows: int) -> float:
    """Return the part of the variance of an outcome that the values of a field explain, those not looked at as one."""
    share = all_hits / rows
    others, other_hits = rows - counts.sum(), all_hits - hits.sum()
    between = float((counts * (hits / np.maximum(counts, 1) - share) ** 2).sum())
    between += float(others * (other_hits / others - share) ** 2) if others > 0 else 0.0
    return between / (rows * share * (1 - share)) if 0 < share < 1 else 0.0


def _one_sided(hits: npt.NDArray[np.float64], counts: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.bool_]:
    """Return which values go with one outcome alone, and would not do so by chance."""
    never, always = (1 - share) ** counts, share**counts
    found: npt.NDArray[np.bool_] = (counts >= LEAST) & (
        ((hits == 0) & (never < _BY_CHANCE)) | ((hits == counts) & (always < _BY_CHANCE))
    )
    return found
