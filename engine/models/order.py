"""Which model runs before which: one that reads a dataset that another makes runs after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.models.definition import Model


def in_order(models: Sequence[Model], makers: Mapping[str, str]) -> tuple[Model, ...]:
    """Return models so that each comes after those whose datasets it reads, as far as that can be, else by name.

    Args:
        models: the models.
        makers: the model that made a dataset, by the dataset's name.
    """
    waiting = sorted(models, key=lambda each: each.name)
    found: list[Model] = []
    while waiting:
        names = {each.name for each in waiting}
        ready = [each for each in waiting if not any(makers.get(name) in names - {each.name} for name in each.loads)]
        found += ready or waiting[:1]  # of a ring, any may be the first
        waiting = [each for each in waiting if each not in found]
    return tuple(found)
