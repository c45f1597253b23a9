"""`swell models`: what is learnt from datasets, and the datasets that follow from it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swell.cli import output
from swell.cli.errors import BAD_INPUT, report
from swell.cli.options import open_workspace, output_option, workspace_option

if TYPE_CHECKING:
    from engine.models.outcome import Outcome
    from engine.models.overview import Overview


@click.group(
    "models",
    epilog="""\b
Examples
  swell models kinds                 what can be learnt
  swell models train                 train what is stale, and make its datasets
  swell models report churn          what was learnt, and how far to trust it""",
)
def command() -> None:
    """Models: models/NAME.json says what to learn from datasets; the scores are datasets too."""


@command.command("kinds")
@output_option
def kinds(form: str) -> int:
    """List the kinds of models that a file may name."""
    from engine.models.registry import KINDS, kind_named

    found = [(name, kind_named(name).about) for name in sorted(KINDS)]
    if form == "json":
        click.echo(json.dumps([{"kind": name, "about": about} for name, about in found], indent=1))
    else:
        width = max((len(name) for name, _ in found), default=0)
        for name, about in found:
            click.echo(f"{name:{width}}  {about}")
    return 0


@command.command("list")
@output_option
@workspace_option
def list_(form: str, folder: Path) -> int:
    """List the models: their kind, whether they are fresh, and what they found."""
    from swell.models import look

    found = look(open_workspace(folder), _now())
    if not found and form == "text":
        click.echo(
            "There are no models yet. A file models/NAME.json makes one; swell models kinds says of which kinds."
        )
    elif form == "json":
        click.echo(json.dumps([_look(each) for each in found], indent=1))
    else:
        names = ("model", "kind", "state", "why", "version", "trained", "verdict")
        rows = [_row(each) for each in found]
        click.echo(output.draw_table(names, rows, (False, False, False, False, True, False, False)))
        for each in found:
            if each.model.problem is not None:
                report(each.model.problem)
    return BAD_INPUT if any(each.model.problem for each in found) else 0


@command.command("train")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "everything", is_flag=True, help="Train what is fresh, too.")
@click.option("--replace", is_flag=True, help="Replace datasets that the model did not make.")
@output_option
@workspace_option
def train(names: tuple[str, ...], everything: bool, replace: bool, form: str, folder: Path) -> int:
    """Train the models NAME (default: all) where what they read has changed, and make their datasets.

    A model that is no better than a plain guess says so, and makes none. One that fails leaves its datasets as they
    were, and the exit code is 2.
    """
    return _run(names, form, folder, everything=everything, replace=replace)


@command.command("score")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--replace", is_flag=True, help="Replace datasets that the model did not make.")
@output_option
@workspace_option
def score(names: tuple[str, ...], replace: bool, form: str, folder: Path) -> int:
    """Make the datasets of the models NAME (default: all that were trained) anew, of what they learnt before."""
    return _run(names or _trained(folder), form, folder, train=False, replace=replace)


@command.command("report")
@click.argument("name")
@click.option("--version", type=click.IntRange(1), help="A version before the newest.")
@output_option
@workspace_option
def report_(name: str, version: int | None, form: str, folder: Path) -> int:
    """Show what the model NAME learnt, and how far to trust it."""
    from engine.models.errors import ModelError, ModelNotFoundError
    from engine.reports.json import report_json
    from swell.cli.report_text import report_text
    from swell.models import kept_models, workspace_models

    workspace = open_workspace(folder)
    known, kept = [each.name for each in workspace_models(workspace)], kept_models(workspace)
    if name not in known:
        raise ModelNotFoundError(name, known)
    versions = kept.versions(name)
    if not versions or version not in (None, *versions):
        there = ", ".join(map(str, versions))
        hint = f"Versions that are kept: {there}." if versions else f"Train it: swell models train {name}"
        raise ModelError(f"There is no report of model '{name}'{f' version {version}' if version else ''}.", hint=hint)
    found = kept.open(name, version or versions[-1]).trained.report
    click.echo(json.dumps(report_json(found), indent=1) if form == "json" else report_text(found))
    return 0


def tell(event: str | Outcome) -> None:
    """Say on the terminal how models go."""
    from swell.jobs.works.models import sentence

    if isinstance(event, str):
        click.echo(event)
    elif event.error is not None:
        click.echo(f"{event.model}: failed")
        report(event.error)
    else:
        click.echo(sentence(event))


def tell_json(event: str | Outcome) -> None:
    """Write what became of a model as a line of JSON, among those of a sync."""
    if not isinstance(event, str):
        click.echo(json.dumps({"event": "model", **_outcome(event)}))


def _run(
    names: Sequence[str],
    form: str,
    folder: Path,
    *,
    train: bool = True,
    everything: bool = False,
    replace: bool = False,
) -> int:
    from swell.memory import return_memory_early
    from swell.models import run

    return_memory_early()
    workspace = open_workspace(folder)
    told = tell if form == "text" else lambda _: None
    wanted = names if names or not train else None
    outcomes = run(workspace, _now(), wanted, train=train, everything=everything, replace=replace, told=told)
    if form == "json":
        click.echo(json.dumps([_outcome(each) for each in outcomes], indent=1))
    elif not outcomes:
        click.echo("There are no models." if train else "No model was trained yet: swell models train")
    return BAD_INPUT if any(each.state == "failed" for each in outcomes) else 0


def _trained(folder: Path) -> list[str]:
    """Return the models that have learnt something."""
    from swell.models import kept_models, workspace_models

    workspace = open_workspace(folder)
    kept = kept_models(workspace)
    return [each.name for each in workspace_models(workspace) if kept.versions(each.name)]


def _row(each: Overview) -> tuple[Any, ...]:
    version, created = (None, None) if each.kept is None else (each.kept.version, each.kept.created)
    return each.model.name, each.model.kind, each.standing, each.why, version, created, each.verdict


def _look(each: Overview) -> dict[str, Any]:
    return {
        "model": each.model.name,
        "label": each.label,
        "kind": each.model.kind,
        "file": each.model.file,
        "state": each.standing,
        "why": each.why,
        "reads": list(each.model.loads),
        "makes": list(each.datasets),
        "version": None if each.kept is None else each.kept.version,
        "trained": None if each.kept is None else each.kept.created.isoformat(),
        "verdict": each.verdict,
        "error": None if each.model.problem is None else str(each.model.problem),
    }


def _outcome(each: Outcome) -> dict[str, Any]:
    return {
        "model": each.model,
        "state": each.state,
        "why": each.why,
        "version": each.version,
        "datasets": [{"name": name, "rows": rows} for name, rows in each.datasets],
        "seconds": round(each.seconds, 3),
        "error": None if each.error is None else str(each.error),
    }


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
