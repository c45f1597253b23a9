"""Adding apps to a workspace and removing them."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from engine.models.folder import FOLDER as MODELS_FOLDER
from engine.models.staleness import made_by
from engine.recipes.order import inputs
from engine.recipes.outcome import Outcome
from saql.diagnostics import SaqlError
from saql.record import record
from swell.apps.catalog import App, AppDataset, app_datasets, app_named
from swell.apps.change import Change, apply, change_to
from swell.apps.contents import contents, source_words
from swell.apps.errors import AppError
from swell.apps.installed import FILE, Installed, installed_text, read_installed
from swell.apps.recipe_text import recipe_text
from swell.apps.sources import Source, chosen_sources, known_sources
from swell.closing import keep_closed
from swell.models import kept_models
from swell.recipes import run, workspace_recipes
from swell.settings import RECIPES_FOLDER

if TYPE_CHECKING:
    from swell.workspace import Workspace


@record(kw_only=True)
class Added:
    """What was done to add an app.

    Args:
        app: the app.
        sources: sentences that say where its rows come from, and what these sources lack.
        change: what was done to files.
        made: what became of the recipes that had to run.
        closed: sentences that say which datasets administrators alone see, as they are made of such that not everybody
            sees.
    """

    app: App
    sources: tuple[str, ...]
    change: Change
    made: tuple[Outcome, ...]
    closed: tuple[str, ...]


@record(kw_only=True)
class Removed:
    """What was done to remove an app: what was done to files, and which datasets went with their recipes."""

    app: App
    change: Change
    datasets: tuple[str, ...]


def add(workspace: Workspace, name: str, now: dt.datetime, wanted: Sequence[str] = ()) -> Added:
    """Add an app to a workspace, or bring one that it has up to date; all of it or nothing.

    All apps of a workspace have their rows of the same sources: where others are chosen, all are brought up to date.

    Args:
        workspace: the workspace, with all rows.
        name: the app's name.
        now: the present moment.
        wanted: the names or kinds of the sources (default: those of the last time, else every CRM that is synced, else
            the demo).

    Raises:
        AppError: there is no such app or source, or a file of its name that is not its own; nothing was changed then.
        SaqlError: a query does not fit the datasets; nothing was changed then.
    """
    app, before, datasets = app_named(name), read_installed(workspace.folder), app_datasets()
    wanted = tuple(wanted) or before.sources
    apps = [*(app_named(each) for each in before.apps if each != name), app]
    sources = _sources(workspace, apps, datasets, wanted)
    _check(workspace, apps, datasets, sources)
    wanted_files = contents(apps, datasets, sources, workspace.store.names())
    change = change_to(workspace.folder, wanted_files, before.files)
    after = Installed(apps=tuple(sorted(each.name for each in apps)), sources=wanted, files=change.digests)
    undo = apply(workspace.folder, {**change.written, FILE: installed_text(after)}, change.removed)
    closed = _closed(workspace, app)
    made = _made(workspace, app, now, undo)
    said = source_words([datasets[each] for each in app.datasets], sources)
    return Added(app=app, sources=tuple(said), change=change, made=made, closed=closed)


def remove(workspace: Workspace, name: str) -> Removed:
    """Remove what an app brought and nobody changed, save what other apps need.

    Raises:
        AppError: it is not there.
    """
    app, before, datasets = app_named(name), read_installed(workspace.folder), app_datasets()
    if name not in before.apps:
        raise AppError(f"The app '{name}' is not installed.", hint=f"Installed: {', '.join(before.apps) or 'none'}.")
    apps = [app_named(each) for each in before.apps if each != name]
    wanted: dict[str, bytes] = {}
    if apps:
        sources = _sources(workspace, apps, datasets, before.sources)
        wanted = contents(apps, datasets, sources, workspace.store.names())
    change = change_to(workspace.folder, wanted, before.files)
    after = Installed(apps=tuple(each.name for each in apps), sources=before.sources, files=change.digests)
    made = _made_by(workspace, change.removed)
    if apps:
        apply(workspace.folder, {**change.written, FILE: installed_text(after)}, change.removed)
    else:
        apply(workspace.folder, change.written, (*change.removed, FILE))
    for each in made:
        workspace.store.delete(each)
    _clear(workspace, app, change.removed)
    return Removed(app=app, change=change, datasets=tuple(made))


def _clear(workspace: Workspace, app: App, files: Sequence[str]) -> None:
    """Remove what the models of an app learnt where their files went, and folders that nothing is in any more."""
    for model in app.models:
        if f"{MODELS_FOLDER}/{model}.json" in files:
            kept_models(workspace).forget(model)
    for folder in {(workspace.folder / each).parent for each in (*files, FILE)}:
        with contextlib.suppress(OSError):  # it is not empty
            folder.rmdir()


def _made_by(workspace: Workspace, files: Sequence[str]) -> list[str]:
    """Return the datasets that recipes and models among some files made, sorted."""
    made = {name for name, each in made_by(workspace.store).items() if f"{MODELS_FOLDER}/{each.model}.json" in files}
    recipes = {name for name in workspace.store.names() if f"{RECIPES_FOLDER}/{name}.saql" in files}
    return sorted(made | recipes)


def _sources(
    workspace: Workspace, apps: Sequence[App], datasets: dict[str, AppDataset], wanted: Sequence[str]
) -> tuple[Source, ...]:
    needed = [datasets[each] for each in dict.fromkeys(each for app in apps for each in app.datasets)]
    known = known_sources(workspace.settings.connections)
    return chosen_sources(wanted, known, needed, workspace.store.names())


def _check(
    workspace: Workspace, apps: Sequence[App], datasets: dict[str, AppDataset], sources: Sequence[Source]
) -> None:
    """Find mistakes before anything is written: a CRM may hide fields that a query wants."""
    for name in dict.fromkeys(each for app in apps for each in app.datasets):
        for source in sources if datasets[name].queries else ():
            try:
                workspace.check(recipe_text(datasets[name], [source]))
            except SaqlError as error:
                said = error.diagnostics[0]
                raise AppError(
                    f"The dataset '{name}' can't be made of {source.label}: {said.message}.",
                    hint="Sync the field, or choose other sources with --source.",
                ) from error


def _closed(workspace: Workspace, app: App) -> tuple[str, ...]:
    """Give security predicates to datasets that are made of such that have one, and return what is said of it."""
    told: list[str] = []
    recipes = {each.name: each for each in workspace_recipes(workspace)}
    for name in app.datasets:
        if name in recipes:
            keep_closed(workspace.folder, list(inputs(recipes[name])), [name], told.append)
    return tuple(told)


def _made(workspace: Workspace, app: App, now: dt.datetime, undo: Callable[[], None]) -> tuple[Outcome, ...]:
    there = set(workspace.store.names())
    outcomes = run(workspace, now, app.datasets)
    failed = next((each for each in outcomes if each.error is not None), None)
    if failed is None:
        return tuple(outcomes)
    undo()
    for each in outcomes:
        if each.state == "made" and each.recipe not in there:
            workspace.store.delete(each.recipe)
    raise AppError(
        f"The dataset '{failed.recipe}' can't be made: {getattr(failed.error, 'message', failed.error)}",
        hint="Nothing was changed.",
    )
