"""Saved views: selections and global filters with a name, kept beside a dashboard as `views/<its name>.json`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboards.errors import DashboardError
from dashboards.library import SUFFIX, VIEWS, Library, parse, read
from dashboards.model.json import JsonObject, as_list, as_object, as_text
from dashboards.saving import put

MOST = 200
"""Views of a dashboard."""


@dataclass(frozen=True, slots=True)
class View:
    """Selections and what global filters are set to, with a name, and the page that they were made on."""

    name: str
    page: str | None
    selections: JsonObject
    filters: JsonObject

    def to_json(self) -> JsonObject:
        """Return the view as the page gets it and as it is kept."""
        return {"name": self.name, "page": self.page, "selections": self.selections, "filters": self.filters}


def views(library: Library, dashboard: str) -> list[View]:
    """Return the views of a dashboard, in the order in which they were made.

    Raises:
        DashboardNotFoundError: there is no such dashboard.
        DashboardError: the file of its views is not JSON.
    """
    file = _file(library, dashboard)
    if not file.is_file():
        return []
    listed = map(as_object, as_list(parse(read(file), file).get("views")))
    found = [
        View(
            as_text(each.get("name")),
            as_text(each.get("page")) or None,
            as_object(each.get("selections")),
            as_object(each.get("filters")),
        )
        for each in listed
    ]
    return [each for each in found if each.name]


def keep(library: Library, dashboard: str, view: View) -> list[View]:
    """Keep a view, in the place of one of the same name, and return all.

    Raises:
        DashboardError: there are too many.
    """
    before = views(library, dashboard)
    if any(each.name == view.name for each in before):
        after = [view if each.name == view.name else each for each in before]
    else:
        after = [*before, view]
    if len(after) > MOST:
        raise DashboardError(f"This dashboard has {MOST} saved views already.", hint="Remove one that is not used.")
    _write(library, dashboard, after)
    return after


def forget(library: Library, dashboard: str, name: str) -> list[View]:
    """Remove a view and return the others; one that is not there is no mistake."""
    before = views(library, dashboard)
    after = [each for each in before if each.name != name]
    if len(after) < len(before):
        _write(library, dashboard, after)
    return after


def _file(library: Library, dashboard: str) -> Path:
    return library.folder / VIEWS / f"{library.file(dashboard).stem}{SUFFIX}"


def _write(library: Library, dashboard: str, kept: Sequence[View]) -> None:
    content = {"views": [each.to_json() for each in kept]}
    put(_file(library, dashboard), json.dumps(content, indent=2, ensure_ascii=False) + "\n")
