"""The order of stages, where nobody says it: a stage is before those that most records enter after it."""

from __future__ import annotations

import numpy as np

from engine.analyses.journeys.events import Events
from engine.analyses.journeys.progress import NEVER
from engine.kernels.arrays import Array
from engine.models.errors import ModelError

_MOST_STAGES = 40
_TOLERATED = 0.02
"""A stage is an end though this share of the records goes on from there: reopened by mistake."""


def learn_order(events: Events, lost: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stages in the order in which records enter them.

    Each pair of stages is decided by the records that entered both; a stage stands the earlier, the more others it
    comes before.

    Args:
        events: what happened.
        lost: stages that end a record; they are left out.

    Raises:
        ModelError: there are too many stages to be a course, or several that always end it and none is named as lost.
    """
    names = events.names
    if len(names) > _MOST_STAGES:
        hint = 'Name those that count in "stages".'
        raise ModelError(f"There are {len(names)} stages; a journey has at most {_MOST_STAGES}.", hint=hint)
    first = _first_instants(events)
    before = np.array([[np.count_nonzero((a < b) & (b < NEVER)) for b in first.T] for a in first.T])
    _check_ends(names, before, lost)
    wins = np.where(before > before.T, 1.0, np.where(before == before.T, 0.5, 0.0)).sum(axis=1)
    ranked = sorted(range(len(names)), key=lambda at: (-wins[at], names[at]))
    return tuple(names[at] for at in ranked if names[at] not in lost)


def _first_instants(events: Events) -> Array:
    """Return when each record (row) first entered each stage (column)."""
    first = np.full((len(events.ids), len(events.names)), NEVER, dtype=np.int64)
    np.minimum.at(first, (events.record, events.stage), events.instant)
    return first


def _check_ends(names: tuple[str, ...], before: Array, lost: tuple[str, ...]) -> None:
    onwards, arrived = before.sum(axis=1), before.sum(axis=0)
    ends = [
        name
        for at, name in enumerate(names)
        if name not in lost and arrived[at] > 0 and onwards[at] <= _TOLERATED * arrived[at]
    ]
    if len(ends) > 1:
        hint = f'Name those that are not the wanted end in "lost", such as "lost": ["{min(ends)}"].'
        raise ModelError(f"Several stages end a journey: {', '.join(sorted(ends))}.", hint=hint)
