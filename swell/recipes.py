"""The recipes of a workspace, in its folder `recipes`: read, run, and run after a sync."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from engine.errors import SwellError
from engine.recipes.errors import RecipeError
from engine.recipes.folder import read_recipes
from engine.recipes.order import inputs
from engine.recipes.outcome import Outcome, Report
from engine.recipes.recipe import Recipe
from engine.recipes.run import RunOptions, run_recipes
from engine.store.references import split_reference
from swell.dataflows import dataflow_recipes, protect, workspace_dataflows
from swell.jobs.schedules import Schedule, read_schedules
from swell.settings import RECIPES_FOLDER

if TYPE_CHECKING:
    from engine.recipes.dataflow import DataflowFile
    from swell.workspace import Workspace


def workspace_recipes(workspace: Workspace) -> tuple[Recipe, ...]:
    """Return the recipes of a workspace, sorted by name; what is wrong with one is its `problem`."""
    return _recipes(workspace, workspace_dataflows(workspace))


def _recipes(workspace: Workspace, dataflows: Sequence[DataflowFile]) -> tuple[Recipe, ...]:
    """Return the recipes of the folder and of its dataflows; a query goes before a dataflow that makes the same."""
    own = read_recipes(workspace.folder / RECIPES_FOLDER)
    known = {each.name for each in own}
    both = (*own, *(each for each in dataflow_recipes(dataflows) if each.name not in known))
    return tuple(sorted((_checked(each, workspace) for each in both), key=lambda each: each.name))


def run(
    workspace: Workspace,
    now: dt.datetime,
    names: Iterable[str] | None = None,
    *,
    report: Report = lambda _: None,
    everything: bool = False,
    replace: bool = False,
) -> list[Outcome]:
    """Run the recipes of a workspace, see `engine.recipes.run.run_recipes`.

    Args:
        workspace: the workspace, with all rows.
        now: the present moment.
        names: those to run, and what they need; all by default.
        report: is told how it goes.
        everything: whether fresh ones run as well.
        replace: whether datasets that no recipe made are replaced.
    """
    options = RunOptions(now, time.perf_counter, everything=everything, replace=replace, report=report)
    dataflows = workspace_dataflows(workspace)
    protect(workspace, [each for flow in dataflows if flow.conversion for each in flow.conversion.recipes])
    return run_recipes(_recipes(workspace, dataflows), workspace.session, options, names)


def run_after_sync(workspace: Workspace, connection: str, now: dt.datetime, report: Report) -> list[Outcome]:
    """Run what is to run after a sync of a connection, where what it loads has changed.

    Raises:
        SwellError: as `run`.
    """
    names = [each.name for each in workspace_recipes(workspace) if _follows(each, connection, workspace)]
    return run(workspace, now, names, report=report) if names else []


def recipe_schedules(workspace: Workspace) -> dict[str, Schedule]:
    """Return the times at which recipes run by what stands beside them, by the names of their jobs."""
    found: dict[str, Schedule] = {}
    for each in read_recipes(workspace.folder / RECIPES_FOLDER):
        if each.schedule is not None and _checked(each, workspace).problem is None:
            found.update(_schedule(each, workspace))
    return found


def opened_to_all(workspace: Workspace, recipe: Recipe) -> str | None:
    """Return a dataset with a security predicate that a recipe loads whose own dataset has none; None of others."""
    rules = workspace.sessions.rules
    if rules.file(recipe.name).is_file():
        return None
    return next((each for each in inputs(recipe) if rules.file(split_reference(each)[0]).is_file()), None)


def _follows(recipe: Recipe, connection: str, workspace: Workspace) -> bool:
    return workspace.settings.recipes.after_sync if recipe.after is None else connection in recipe.after


def _checked(recipe: Recipe, workspace: Workspace) -> Recipe:
    """Return a recipe whose problem says also what is wrong with the times at which it runs."""
    place = f"{RECIPES_FOLDER}/{recipe.name}.toml"
    try:
        if recipe.problem is None and recipe.schedule is not None:
            _schedule(recipe, workspace)
        unknown = [each for each in recipe.after or () if each not in workspace.settings.connections]
        if unknown:
            known = ", ".join(workspace.settings.connections) or "none yet"
            hint = f"Connections: {known}."
            raise RecipeError(f"{place}: 'after' names '{unknown[0]}', which is no connection.", hint=hint)
    except SwellError as error:
        return dataclasses.replace(recipe, problem=error)
    return recipe


def _schedule(recipe: Recipe, workspace: Workspace) -> dict[str, Schedule]:
    table = {"run": f"{RECIPES_FOLDER} {recipe.name}", **(recipe.schedule or {}), "name": f"recipe {recipe.name}"}
    return read_schedules([table], workspace.settings.query.timezone, f"{RECIPES_FOLDER}/{recipe.name}.toml")
