"""The apps that Swell brings, read from the files of this package."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from saql.record import record
from swell.apps.errors import AppError
from swell.apps.metric import Metric, read_metrics

DATASETS_FOLDER = "datasets"


@record(kw_only=True)
class AppDataset:
    """A dataset that apps are made of.

    Args:
        name: its name.
        settings: the file beside its recipe, as it is.
        label: what people call it.
        labels: what people call its fields.
        queries: the query for each kind of source, `$source`, `$prefix` and `$connection` to be filled in.
        recipe: the query where it comes from other datasets of apps, whatever the source; else empty.
        model: the model that makes it; empty where a recipe does.
        metrics: the numbers over it.
    """

    name: str
    settings: str
    label: str
    labels: Mapping[str, str]
    queries: Mapping[str, str]
    recipe: str
    model: str
    metrics: tuple[Metric, ...]


@record(kw_only=True)
class App:
    """A ready-made app.

    Args:
        name: its name.
        label: what people call it.
        description: what it answers.
        datasets: the datasets that it needs, those first that others are made of.
        files: its dashboards and models, by their paths in a workspace.
    """

    name: str
    label: str
    description: str
    datasets: tuple[str, ...]
    files: Mapping[str, str]

    @property
    def models(self) -> tuple[str, ...]:
        """The names of its models."""
        return tuple(PurePosixPath(path).stem for path in self.files if path.startswith("models/"))


def app_names() -> list[str]:
    """Return the names of the apps, sorted."""
    return sorted(each.name for each in _root().iterdir() if each.is_dir() and each.joinpath("app.toml").is_file())


def app_named(name: str) -> App:
    """Return an app.

    Raises:
        AppError: there is none of that name.
    """
    names = app_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Apps: {', '.join(names)}."
        raise AppError(f"There is no app '{name}'.", hint=hint)
    folder = _root().joinpath(name)
    said = tomllib.loads(_text(folder, "app.toml"))
    files = {
        f"{kind}/{each.name}": each.read_text("utf-8")
        for kind in ("dashboards", "models")
        if folder.joinpath(kind).is_dir()
        for each in sorted(folder.joinpath(kind).iterdir(), key=lambda file: file.name)
    }
    return App(
        name=name,
        label=said["label"],
        description=said["description"],
        datasets=tuple(said["datasets"]),
        files=files,
    )


def app_datasets() -> dict[str, AppDataset]:
    """Return all datasets of apps by name, sorted."""
    folders = sorted(_root().joinpath(DATASETS_FOLDER).iterdir(), key=lambda each: each.name)
    return {each.name: _dataset(each) for each in folders if each.is_dir()}


def _dataset(folder: Traversable) -> AppDataset:
    settings, measured = _text(folder, "dataset.toml"), folder.joinpath("metrics.toml").is_file()
    said = tomllib.loads(settings)
    queries = {each.name.removesuffix(".saql"): each.read_text("utf-8") for each in _queries(folder)}
    return AppDataset(
        name=folder.name,
        settings=settings,
        label=said["label"],
        labels={name: each["label"] for name, each in said["fields"].items()},
        recipe=queries.pop("recipe", ""),
        model=said.get("model", ""),
        queries=queries,
        metrics=read_metrics(folder.name, tomllib.loads(_text(folder, "metrics.toml"))) if measured else (),
    )


def _queries(folder: Traversable) -> list[Traversable]:
    return [each for each in folder.iterdir() if each.name.endswith(".saql")]


def _root() -> Traversable:
    return resources.files("swell.apps")


def _text(folder: Traversable, name: str) -> str:
    return folder.joinpath(name).read_text("utf-8")
