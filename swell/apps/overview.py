"""Which apps there are, and how each stands in a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from saql.record import record
from swell.apps.catalog import App, AppDataset, app_datasets, app_named, app_names
from swell.apps.change import change_to
from swell.apps.contents import contents, source_words
from swell.apps.errors import AppError
from swell.apps.installed import Installed, read_installed
from swell.apps.sources import chosen_sources, known_sources

if TYPE_CHECKING:
    from swell.workspace import Workspace

State = Literal["installed", "older", "possible", "impossible"]


@record(kw_only=True)
class AppState:
    """How an app stands in a workspace.

    Args:
        app: the app.
        state: `installed`; `older`, where adding it again writes files anew; `possible` or `impossible` to add.
        sources: sentences that say where its rows come from or would come from, and what these sources lack.
        changed: its files that people changed.
        problem: why it can't be added, and what to do; empty where it can.
    """

    app: App
    state: State
    sources: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    problem: str = ""


def overview(workspace: Workspace) -> list[AppState]:
    """Return how each app stands, sorted by name.

    Raises:
        AppError: the file that says which apps there are can't be read.
    """
    datasets, before, there = app_datasets(), read_installed(workspace.folder), workspace.store.names()
    return [_state(workspace, app_named(name), datasets, before, there) for name in app_names()]


def _state(
    workspace: Workspace, app: App, datasets: Mapping[str, AppDataset], before: Installed, there: Sequence[str]
) -> AppState:
    needed = [datasets[each] for each in app.datasets]
    try:
        sources = chosen_sources(before.sources, known_sources(workspace.settings.connections), needed, there)
    except AppError as error:
        state: State = "installed" if app.name in before.apps else "impossible"
        return AppState(app=app, state=state, problem=" ".join(filter(None, (error.message, error.hint))))
    said = tuple(source_words(needed, sources))
    if app.name not in before.apps:
        return AppState(app=app, state="possible", sources=said)
    change = change_to(workspace.folder, contents([app], datasets, sources, there), before.files)
    return AppState(
        app=app,
        state="older" if change.written else "installed",
        sources=said,
        changed=tuple(each for each in change.kept if each in change.digests),
    )
