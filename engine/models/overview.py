"""Models as people look at them: what they learnt, when and from what, and whether that is as it would be now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, TypeAlias

from engine.models.definition import Model
from engine.models.errors import ModelError
from engine.models.kept import Kept, KeptModels
from engine.models.run import first_line
from engine.models.staleness import made_by, versions, why_stale
from engine.session import Session
from saql.record import record

Standing: TypeAlias = Literal["fresh", "stale", "unused", "new", "wrong"]
"""Learnt from what there is now; to be trained anew; trained, and not used; never trained; its file is wrong."""


@record(eq=False)
class Overview:
    """A model as people look at it.

    Args:
        model: the model.
        standing: how it stands.
        why: the reason in a few words; empty where it is fresh.
        kept: what it learnt last; None where it was never trained.
        datasets: the datasets that it made.
    """

    model: Model
    standing: Standing
    why: str
    kept: Kept | None
    datasets: tuple[str, ...]

    @property
    def label(self) -> str:
        """What people call it: as its file says, else the title of its report."""
        said = self.model.content.get("label")
        return self.model.label if said or self.kept is None else self.kept.trained.report.title

    @property
    def verdict(self) -> str:
        """What to take from it, in a sentence; empty where it was never trained."""
        statements = () if self.kept is None else self.kept.trained.report.verdict
        return statements[0].text if statements else ""


def overviews(models: Sequence[Model], session: Session, kept: KeptModels, now: dt.datetime) -> list[Overview]:
    """Return how models stand, in their order."""
    made: dict[str, list[str]] = {}
    for name, making in made_by(session.store).items():
        made.setdefault(making.model, []).append(name)
    day = session.day(now).isoformat()
    return [_overview(each, session, kept, day, tuple(made.get(each.name, ()))) for each in models]


def _overview(model: Model, session: Session, kept: KeptModels, day: str, datasets: tuple[str, ...]) -> Overview:
    try:
        newest = kept.newest(model.name)
    except ModelError as error:
        return Overview(model, "stale", first_line(error), None, datasets)
    if model.problem is not None:
        return Overview(model, "wrong", first_line(model.problem), newest, datasets)
    why = why_stale(model, newest, versions(model, session.store), day)
    if newest is None:
        return Overview(model, "new", why or "", None, datasets)
    if why is not None:
        return Overview(model, "stale", why, newest, datasets)
    if not newest.trained.usable:
        return Overview(model, "unused", newest.trained.reason, newest, datasets)
    return Overview(model, "fresh", "", newest, datasets)
