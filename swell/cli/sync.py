"""`swell sync`: bring datasets up to the CRM."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.errors import BAD_INPUT
from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from connectors.sync.settings import Demand
    from swell.workspace import Workspace


@click.command(
    "sync",
    epilog="""\b
Examples
  swell sync                              all connections
  swell sync acme --plan                  what a sync would read and change, without doing it
  swell sync acme --objects Opportunity,Account
  swell sync --watch 15m                  again and again
  swell sync acme --verify                count records on both sides""",
)
@click.argument("connections", nargs=-1, metavar="[CONNECTION]...")
@click.option("--objects", help="Only these objects, separated by commas.")
@click.option("--full", is_flag=True, help="Read everything anew instead of what changed.")
@click.option("--reconcile", is_flag=True, help="Compare the keys of all records, to find every deletion.")
@click.option("--allow-deletions", is_flag=True, help="Let records go, however many.")
@click.option("--plan", "planning", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--verify", "verifying", is_flag=True, help="Count records on both sides; write nothing.")
@click.option("--watch", metavar="TIME", help="Sync again after TIME (30s, 15m, 2h), until stopped.")
@workspace_option
def command(
    connections: tuple[str, ...],
    objects: str | None,
    full: bool,
    reconcile: bool,
    allow_deletions: bool,
    planning: bool,
    verifying: bool,
    watch: str | None,
    folder: Path,
) -> int:
    """Bring the datasets of CONNECTIONs (default: all) up to their CRM.

    All objects are published at one stroke at the end. A run that was cut off goes on where it was. An object that
    can't be read keeps the rows that it had, and the exit code is 2.
    """
    from connectors.sync.settings import Demand

    workspace = open_workspace(folder)
    names = connections or tuple(workspace.settings.connections)
    if not names:
        raise click.UsageError("There is no connection yet. Make one: swell connect salesforce, or hubspot.")
    demand = Demand(
        objects=tuple(each.strip() for each in (objects or "").split(",") if each.strip()),
        full=full,
        reconcile=reconcile,
        allow_deletions=allow_deletions,
    )
    if planning:
        return _each(workspace, names, demand, _plan)
    if verifying:
        return _each(workspace, names, demand, _verify)
    if watch is not None:
        _watch(workspace, names, demand, _seconds(watch))
    return _each(workspace, names, demand, _sync)


def _each(
    workspace: Workspace, names: tuple[str, ...], demand: Demand, work: Callable[[Workspace, str, Demand], int]
) -> int:
    return max([work(workspace, name, demand) for name in names])


def _sync(workspace: Workspace, name: str, demand: Demand) -> int:
    from swell.cli.sync_progress import progress
    from swell.connections import new_run, open_sync
    from swell.memory import return_memory_early
    from swell.sync_log import logged

    return_memory_early()
    run = new_run()
    with progress(sys.stdout) as report:
        sync = open_sync(workspace, name, report)
        try:
            with logged(workspace.store.folder, name, run) as note:
                result = note(sync.run(demand, run))
        finally:
            sync.connector.close()
    made = _follow(workspace, name)
    return BAD_INPUT if result.failures or not made else 0


def _follow(workspace: Workspace, name: str) -> bool:
    """Run the recipes and models that follow a sync, and return whether all that were to run could."""
    from swell.after_sync import follow_sync
    from swell.cli import models, recipes

    terminal = sys.stdout.isatty()
    report = recipes.tell if terminal else recipes.tell_json
    told = models.tell if terminal else models.tell_json
    return not follow_sync(workspace, name, dt.datetime.now(dt.UTC), report, told).failed


def _plan(workspace: Workspace, name: str, demand: Demand) -> int:
    from swell.cli.sync_plan import show_plan
    from swell.connections import open_sync

    sync = open_sync(workspace, name, lambda _: None)
    try:
        return show_plan(sync, demand)
    finally:
        sync.connector.close()


def _verify(workspace: Workspace, name: str, demand: Demand) -> int:
    from connectors.sync.verify import verify
    from swell.connections import open_sync

    sync = open_sync(workspace, name, lambda _: None)
    names = demand.objects or sync.objects()
    different = 0
    try:
        for each in verify(sync.connector, sync.settings, names, workspace.store):
            if each.agrees:
                click.echo(f"{each.object}: {each.ours:,} rows on both sides.")
                continue
            different += 1
            ours = "none" if each.ours is None else f"{each.ours:,}"
            theirs = "unknown" if each.theirs is None else f"{each.theirs:,}"
            reason = f" ({each.problem})" if each.problem else ""
            click.echo(f"{each.object}: {theirs} in the CRM, {ours} here{reason}.")
    finally:
        sync.connector.close()
    return BAD_INPUT if different else 0


def _watch(workspace: Workspace, names: tuple[str, ...], demand: Demand, seconds: float) -> None:
    """Sync for ever; an error is shown, and tried again after the next pause."""
    import time

    from engine.errors import SwellError
    from swell.cli.errors import report

    while True:
        for name in names:
            try:
                _sync(workspace, name, demand)
            except SwellError as error:
                report(error)
        time.sleep(seconds)


def _seconds(text: str) -> float:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    number, unit = (text[:-1], text[-1]) if text and text[-1] in units else (text, "s")
    try:
        seconds = float(number) * units[unit]
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        raise click.UsageError(f"--watch {text}: write a number and s, m, h or d, such as 15m.")
    return seconds
