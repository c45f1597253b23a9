"""`swell act`: do something about records that a query finds, an alert told of, or whose score changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from swell.cli.errors import BAD_INPUT, report
from swell.cli.jobs import open_jobs
from swell.cli.options import output_option, workspace_option
from swell.cli.people import BY, now


@click.group(
    "act",
    epilog="""\b
Examples
  swell act list
  swell act plan pushed_deals          what would be done, and for whom; nothing is
  swell act run pushed_deals           the same, then it asks
  swell act run pushed_deals --yes
  swell act history pushed_deals""",
)
def command() -> None:
    """Act on records: actions/NAME.json exports lists, drafts messages, calls webhooks, or writes into the CRM."""


@command.command("list")
@output_option
@workspace_option
def list_(form: str, folder: Path) -> int:
    """List the actions, and what is wrong with files that are none."""
    from swell.acting.words import effect_words, trigger_words

    found, problems = open_jobs(folder).acting.files.all()
    effects = {each.name: [effect_words(effect) for effect in each.effects.values()] for each in found}
    if form == "json":
        _write(
            {"name": each.name, "label": each.label, "for": trigger_words(each), "effects": effects[each.name]}
            for each in found
        )
    elif not found and not problems:
        click.echo("No action yet. docs/guides/acting.md shows how to write actions/NAME.json.")
    else:
        for each in found:
            click.echo(f"{each.name}: {each.label}, for {trigger_words(each)}")
            click.echo(f"  {'; '.join(effects[each.name])}")
    for problem in problems:
        report(problem)
    return BAD_INPUT if problems else 0


@command.command("plan")
@click.argument("name", metavar="NAME")
@workspace_option
def plan(name: str, folder: Path) -> None:
    """Show what a run of NAME would do, and for which records. Nothing is done."""
    from swell.acting.words import plan_words

    for line in plan_words(open_jobs(folder).acting.preview(name, now())):
        _say(line)


@command.command("run")
@click.argument("name", metavar="NAME")
@click.option("--yes", is_flag=True, help="Do not ask.")
@workspace_option
def run(name: str, yes: bool, folder: Path) -> int:
    """Show the plan of NAME, ask, and do it."""
    from swell.acting.words import plan_words

    jobs = open_jobs(folder)
    preview = jobs.acting.preview(name, now())
    for line in plan_words(preview):
        _say(line)
    if preview.plan.items and not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Nobody is here to confirm the plan. Say --yes to do it without being asked.")
        click.confirm("Do it?", abort=True)
    done = jobs.acting.run(name, BY, now, confirmed=preview.plan.mark)
    if preview.plan.items:
        click.echo(done.message)
    jobs.outbox.deliver()
    return BAD_INPUT if done.state == "partly" else 0


@command.command("history")
@click.argument("name", metavar="NAME")
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many runs.")
@output_option
@workspace_option
def history(name: str, limit: int, form: str, folder: Path) -> None:
    """Show what the latest runs of NAME did, record by record, the latest run first."""
    ledger = open_jobs(folder).acting.ledger
    runs = ledger.runs(name, limit)
    if form == "json":
        records = {each.id: list(map(dataclasses.asdict, ledger.entries(each.id))) for each in runs}
        _write({**dataclasses.asdict(each), "records": records[each.id]} for each in runs)
        return
    for each in runs:
        click.echo(f"{each.at.astimezone():%Y-%m-%d %H:%M} run {each.id}, by {each.by}: {each.state}. {each.message}")
        for entry in ledger.entries(each.id):
            _say(f"  {entry.kind:9} {entry.key}: {entry.state}" + (f", {entry.result}" if entry.result else ""))


def _write(found: Iterable[Mapping[str, object]]) -> None:
    """Write JSON; instants are in ISO 8601."""
    click.echo(json.dumps([*found], ensure_ascii=False, indent=1, default=dt.datetime.isoformat))


def _say(line: str) -> None:
    """Print a line with values of records, which can't move the cursor and hide what else is to be done."""
    click.echo("".join(each if each.isprintable() else " " for each in line))
