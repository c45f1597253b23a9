"""Dashboards written: a changed one into its file, a new one into a file of its own. Whatever fails changes nothing."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from dashboards import saving
from dashboards.errors import DashboardError
from dashboards.library import SUFFIX, Library, parse, read
from dashboards.model import load
from dashboards.model.json import Json, JsonObject, as_object, decoded
from dashboards.model.rewrite import rewrite
from dashboards.saving import Saving

BOM = "\ufeff"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Source:
    """The JSON of a dashboard, its strings of JSON opened, and the version of the file that it came from."""

    value: JsonObject
    version: str


def source(library: Library, name: str) -> Source:
    """Return what an editor works on.

    Raises:
        DashboardNotFoundError: there is no such dashboard.
        DashboardError: its file is not JSON.
    """
    file = library.file(name)
    return Source(opened(parse(read(file), file)), saving.read(file).version)


def save(library: Library, name: str, value: JsonObject, version: str, writer: Saving) -> str:
    """Write a changed dashboard into its file, and leave the rest of the file as it was.

    Args:
        library: the dashboards.
        name: which one.
        value: its JSON, as `source` gave it, changed.
        version: that of the source.
        writer: writes files.

    Returns:
        The file's new version.

    Raises:
        DashboardNotFoundError: there is no such dashboard.
        ChangedMeanwhileError: the file is not of that version any more.
        DashboardError: the value is not a dashboard.
    """
    load(value)
    file = library.file(name).resolve()
    return writer.write(file, written(file, value), version)


def written(file: Path, value: JsonObject) -> str:
    """Return the text that a dashboard's file will have when a changed dashboard is saved in it."""
    text = saving.read(file).text
    mark = BOM if text.startswith(BOM) else ""
    return mark + rewrite(text.removeprefix(BOM), value)


def create(library: Library, label: str, value: JsonObject, folder: str = "") -> str:
    """Write a new dashboard, and return the name that it got from its label.

    Args:
        library: the dashboards.
        label: what people call it.
        value: its JSON.
        folder: the subfolder that gets it, one that is there; the library's own folder if empty.

    Raises:
        DashboardError: the value is not a dashboard, there is no such folder, or its file can't be made.
    """
    load(value)
    if folder and folder not in library.folders():
        raise DashboardError(f"There is no folder '{folder[:100]}' of dashboards.")
    inside = library.folder / folder
    stem = re.sub(r"\W+", "_", label.casefold()).strip("_")[:_LONGEST_NAME] or "dashboard"
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    try:
        inside.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            name = stem if number == 1 else f"{stem}_{number}"
            if library.is_taken(name):
                continue
            with (
                contextlib.suppress(FileExistsError),
                (inside / f"{name}{SUFFIX}").open("x", encoding="utf-8") as file,
            ):
                file.write(text)
                return name
    except OSError as error:
        raise DashboardError(f"The dashboard's file can't be made: {error.strerror or error}.") from None
    raise AssertionError  # count has no end


def empty(label: str) -> JsonObject:
    """Return a dashboard with one page and nothing on it."""
    page: JsonObject = {"name": "page_1", "label": "Page 1", "widgets": []}
    layout: JsonObject = {"name": "Default", "numColumns": 12, "rowHeight": "normal", "pages": [page]}
    return {"label": label, "state": {"gridLayouts": [layout], "steps": {}, "widgets": {}}}


def relabelled(value: JsonObject, label: str) -> JsonObject:
    """Return a dashboard under another label, without the names that the first one has elsewhere."""
    rest = {key: each for key, each in value.items() if key not in ("label", "masterLabel", "name", "id")}
    if "state" not in rest:
        return {"label": label, "state": rest}
    return {"label": label, **rest}


def opened(value: JsonObject) -> JsonObject:
    """Return a dashboard's JSON with objects where an export has strings that hold them."""
    if "state" in value:
        return {**value, "state": opened(as_object(decoded(value["state"])))}
    found = {**value}
    for part, inner in (("steps", "query"), ("widgets", "parameters")):
        if part in found:
            members = as_object(decoded(found[part]))
            found[part] = {name: _opened_part(each, inner) for name, each in members.items()}
    return found


def _opened_part(value: Json, name: str) -> Json:
    if not isinstance(value, dict) or name not in value:
        return value
    inner = decoded(value[name])
    if isinstance(inner, dict) and "query" in inner:
        inner = {**inner, "query": decoded(inner["query"])}
    return {**value, name: inner}
