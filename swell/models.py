"""The models of a workspace, in its folder `models`: read, trained, and trained after a sync."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.errors import SwellError
from engine.models.definition import Model
from engine.models.errors import ModelError
from engine.models.folder import FOLDER, read_models
from engine.models.kept import KeptModels
from engine.models.outcome import Outcome, Told
from engine.models.overview import Overview, overviews
from engine.models.run import RunOptions, run_models
from engine.models.staleness import made_by
from swell.closing import keep_closed
from swell.jobs.schedules import Schedule, read_schedules

if TYPE_CHECKING:
    from swell.workspace import Workspace


def workspace_models(workspace: Workspace) -> tuple[Model, ...]:
    """Return the models of a workspace, sorted by name; what is wrong with one is its `problem`."""
    return tuple(_checked(each, workspace) for each in read_models(workspace.folder / FOLDER))


def look(workspace: Workspace, now: dt.datetime) -> list[Overview]:
    """Return how the models of a workspace stand."""
    return overviews(workspace_models(workspace), workspace.session, kept_models(workspace), now)


def kept_models(workspace: Workspace) -> KeptModels:
    """Return what the models of a workspace learnt."""
    return KeptModels.beside(workspace.store.folder)


def run(
    workspace: Workspace,
    now: dt.datetime,
    names: Iterable[str] | None = None,
    *,
    train: bool = True,
    everything: bool = False,
    replace: bool = False,
    told: Told = lambda _: None,
) -> list[Outcome]:
    """Run the models of a workspace, see `engine.models.run.run_models`.

    Args:
        workspace: the workspace, with all rows.
        now: the present moment.
        names: those to run; all by default.
        train: whether they are trained; otherwise datasets are made of what they learnt before.
        everything: whether models run that are not stale.
        replace: whether datasets are replaced that the model did not make.
        told: is told how it goes.
    """

    def publishing(model: Model, made: Iterable[str]) -> None:
        keep_closed(workspace.folder, model.loads, tuple(made), told)

    models = workspace_models(workspace)
    made_before = made_by(workspace.session.store)
    for each in models:  # of sources that got predicates since; those of models that are fresh or unused, too
        publishing(each, [name for name, making in made_before.items() if making.model == each.name])
    options = RunOptions(
        now,
        time.perf_counter,
        train=train,
        everything=everything,
        replace=replace,
        told=told,
        publishing=publishing,
    )
    return run_models(models, workspace.session, kept_models(workspace), options, names)


def run_after_sync(workspace: Workspace, connection: str, now: dt.datetime, told: Told) -> list[Outcome]:
    """Train what is to be trained after a sync of a connection, where what it reads has changed; raises as `run`."""
    names = [each.name for each in workspace_models(workspace) if _follows(each, connection, workspace)]
    return run(workspace, now, names, told=told) if names else []


def model_schedules(workspace: Workspace) -> dict[str, Schedule]:
    """Return the times at which models are trained by what their files say, by the names of their jobs."""
    found: dict[str, Schedule] = {}
    for each in workspace_models(workspace):
        if each.schedule is not None and each.problem is None:
            found.update(_schedule(each, workspace))
    return found


def _follows(model: Model, connection: str, workspace: Workspace) -> bool:
    return workspace.settings.models.after_sync if model.after is None else connection in model.after


def _checked(model: Model, workspace: Workspace) -> Model:
    """Return a model whose problem says also what is wrong with the times at which it is trained."""
    try:
        if model.problem is None and model.schedule is not None:
            _schedule(model, workspace)
        unknown = [each for each in model.after or () if each not in workspace.settings.connections]
        if unknown:
            known = ", ".join(workspace.settings.connections) or "none yet"
            reason = f"{model.file}: the value at /after names '{unknown[0]}', which is no connection."
            raise ModelError(reason, hint=f"Connections: {known}.")
    except SwellError as error:
        return dataclasses.replace(model, problem=error)
    return model


def _schedule(model: Model, workspace: Workspace) -> dict[str, Schedule]:
    table = {"run": f"models train {model.name}", **(model.schedule or {}), "name": f"model {model.name}"}
    return read_schedules([table], workspace.settings.query.timezone, f"{model.file} /schedule")
