"""The files of apps as a workspace is to have them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence

from swell.apps.catalog import App, AppDataset
from swell.apps.metric import shown_as
from swell.apps.recipe_text import lacks_in_words, recipe_text
from swell.apps.sources import Source
from swell.settings import RECIPES_FOLDER

METADATA_FOLDER = "metadata"
SOURCES_MARK = "[[sources]]"
"""What stands in dashboards where they are to say where rows come from, and what these sources lack."""


def contents(
    apps: Iterable[App], datasets: Mapping[str, AppDataset], sources: Sequence[Source], there: Container[str]
) -> dict[str, bytes]:
    """Return the files of some apps by path.

    A dashboard over what a model makes is among them when that is there: a model that learnt nothing makes nothing.

    Args:
        apps: the apps.
        datasets: all datasets of apps, by name.
        sources: where rows come from.
        there: the names of the datasets of the workspace.
    """
    found: dict[str, str] = {}
    for app in apps:
        needed = [datasets[name] for name in app.datasets]
        for each in needed:
            found[f"{RECIPES_FOLDER}/{each.name}.saql"] = recipe_text(each, sources)
            found[f"{RECIPES_FOLDER}/{each.name}.toml"] = each.settings
        said = json.dumps(" ".join(source_words(needed, sources)), ensure_ascii=False)[1:-1]
        shown = set(app.datasets)
        for path, text in app.files.items():
            loaded = loads(text) if path.startswith("dashboards/") else set()
            if all(name in app.datasets or name in there for name in loaded):
                found[path] = text.replace(SOURCES_MARK, said)
                shown |= loaded
        for name in shown:
            found[f"{METADATA_FOLDER}/{name}.json"] = json.dumps(shown_as(datasets[name].metrics), indent=1) + "\n"
    return {path: text.encode() for path, text in sorted(found.items())}


def loads(dashboard: str) -> set[str]:
    """Return the names of the datasets that the steps of a dashboard read."""
    steps = json.loads(dashboard)["state"]["steps"].values()
    return {each["name"] for step in steps for each in step.get("datasets", ())}


def source_words(datasets: Sequence[AppDataset], sources: Sequence[Source]) -> list[str]:
    """Return in sentences where the rows of datasets come from, and what each source lacks."""
    lacking = [lacks_in_words(datasets, each) for each in sources]
    return [f"Rows of {' and '.join(each.label for each in sources)}.", *(each for each in lacking if each)]
