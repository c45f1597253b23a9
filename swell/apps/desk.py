"""Apps as the page shows them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import threading
from collections.abc import Callable, Container
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dashboards.model.json import JsonObject
from swell.apps.install import add, remove
from swell.apps.installed import read_installed
from swell.apps.overview import AppState, overview

if TYPE_CHECKING:
    from swell.workspace import Workspace


@dataclasses.dataclass(frozen=True, slots=True)
class Apps:
    """What the server asks of apps, see `dashboards.server.apps.AppsDesk`; one change at a time."""

    workspace: Workspace
    now: Callable[[], dt.datetime]
    _lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)

    def list(self) -> list[JsonObject]:
        """Return the apps with how each stands."""
        there = read_installed(self.workspace.folder).files
        return [_shown(each, there) for each in overview(self.workspace)]

    def add(self, name: str) -> JsonObject:
        """Add an app or bring it up to date, and return how it stands then."""
        with self._lock:
            add(self.workspace, name, self.now())
        return self._one(name)

    def remove(self, name: str) -> JsonObject:
        """Remove an app, and return how it stands then."""
        with self._lock:
            remove(self.workspace, name)
        return self._one(name)

    def _one(self, name: str) -> JsonObject:
        return next(each for each in self.list() if each["name"] == name)


def _shown(each: AppState, there: Container[str]) -> JsonObject:
    paths = [path for path in each.app.files if path.startswith("dashboards/") and path in there]
    return {
        "name": each.app.name,
        "label": each.app.label,
        "description": each.app.description,
        "state": each.state,
        "sources": list(each.sources),
        "changed": list(each.changed),
        "problem": each.problem or None,
        "dashboards": [{"name": PurePosixPath(path).stem, "label": _label(each, path)} for path in paths],
        "models": [{"name": name, "label": _label(each, f"models/{name}.json")} for name in each.app.models],
    }


def _label(each: AppState, path: str) -> str:
    label: str = json.loads(each.app.files[path])["label"]
    return label
