"""`swell apps`: ready-made apps, each with datasets, numbers that are defined, and dashboards."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.errors import BAD_INPUT
from swell.cli.options import open_workspace, output_option, workspace_option

if TYPE_CHECKING:
    from swell.apps.change import Change
    from swell.apps.install import Added
    from swell.workspace import Workspace

_STATES = {
    "installed": "installed",
    "older": "installed; 'swell apps add' brings it up to date",
    "possible": "not installed",
    "impossible": "can't be installed yet",
}


@click.group(
    "apps",
    epilog="""\b
Examples
  swell apps list                            which there are
  swell apps add sales                       its datasets, metrics and dashboards
  swell apps add sales --train               and what its models learn
  swell apps add sales --source hubspot      with the rows of HubSpot alone
  swell apps remove sales""",
)
def command() -> None:
    """Ready-made apps over Salesforce, HubSpot or the demo: sales, service, marketing, customers."""


@command.command("list")
@output_option
@workspace_option
def list_(form: str, folder: Path) -> None:
    """List the apps."""
    from swell.apps.overview import overview

    found = overview(open_workspace(folder))
    if form == "json":
        shown = [
            {
                "name": each.app.name,
                "state": each.state,
                "description": each.app.description,
                "sources": each.sources,
                "changed": each.changed,
                "problem": each.problem,
            }
            for each in found
        ]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    for each in found:
        click.echo(f"{each.app.name}: {_STATES[each.state]}\n  {each.app.description}")


@command.command("status")
@workspace_option
def status(folder: Path) -> None:
    """Say where the rows of each app come from, what these sources lack, and which files people changed."""
    from swell.apps.overview import overview

    for each in overview(open_workspace(folder)):
        click.echo(f"{each.app.name}: {_STATES[each.state]}")
        for line in (*each.sources, *([each.problem] if each.problem else [])):
            click.echo(f"  {line}")
        _tell_kept(each.changed)


@command.command("metrics")
def metrics() -> None:
    """Print the definition of every number that apps show, and where the fields come from, as Markdown."""
    from swell.apps.metric_words import metrics_page

    click.echo(metrics_page())


@command.command("add")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="salesforce, hubspot, demo or the name of a connection; several together (default: every CRM that is synced).",
)
@click.option("--train", is_flag=True, help="Train the models of the apps now, which may take some minutes.")
@workspace_option
def add(names: tuple[str, ...], sources: tuple[str, ...], train: bool, folder: Path) -> int:
    """Add the apps NAME, or bring them up to date: files that you changed stay as they are.

    Models are trained after the next sync, by 'swell models train', or at once with --train; dashboards over what they
    make are added when that is there. Where a model fails, the app is there, and the exit code is 2.
    """
    from swell.cli.models import tell as tell_model
    from swell.models import run as run_models

    workspace, failed = open_workspace(folder), False
    for name in names:
        done = _add(workspace, name, sources)
        if train and done.app.models:
            outcomes = run_models(workspace, dt.datetime.now(dt.UTC), done.app.models, told=tell_model)
            failed = failed or any(each.state == "failed" for each in outcomes)
            done = _add(workspace, name, sources)
        for line in (*done.sources, *done.closed):
            click.echo(line)
        files = [path for path in done.change.digests if path in done.app.files]
        dashboards = ", ".join(Path(path).stem for path in files if path.startswith("dashboards/"))
        click.echo(f"{done.app.label} is there, with the dashboards {dashboards}.")
        _tell_untrained(workspace, done.app.models)
    return BAD_INPUT if failed else 0


def _tell_untrained(workspace: Workspace, models: Sequence[str]) -> None:
    """Say what to do about models that have learnt nothing yet."""
    from swell.models import kept_models

    kept = kept_models(workspace)
    new = [each for each in models if not kept.versions(each)]
    if new:
        click.echo(f"Models that have learnt nothing yet: {', '.join(new)}.")
        click.echo(f"  Train them: swell models train {' '.join(new)}")


def _add(workspace: Workspace, name: str, sources: tuple[str, ...]) -> Added:
    from swell.apps.install import add as add_app
    from swell.cli.recipes import tell

    done = add_app(workspace, name, dt.datetime.now(dt.UTC), sources)
    for outcome in done.made:
        tell(outcome)
    _tell(done.change)
    return done


@command.command("remove")
@click.argument("name")
@workspace_option
def remove(name: str, folder: Path) -> None:
    """Remove what the app NAME brought, save what you changed and what other apps need."""
    from swell.apps.install import remove as remove_app

    done = remove_app(open_workspace(folder), name)
    _tell(done.change)
    if done.datasets:
        click.echo(f"Datasets removed: {', '.join(done.datasets)}.")
    click.echo(f"{done.app.label} is gone.")


def _tell(change: Change) -> None:
    for path in change.written:
        click.echo(f"written: {path}")
    for path in change.removed:
        click.echo(f"removed: {path}")
    _tell_kept(change.kept)


def _tell_kept(paths: tuple[str, ...]) -> None:
    for path in paths:
        click.echo(f"left as you changed it: {path}")
