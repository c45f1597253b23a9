"""`swell jobs`: what a workspace does by itself, and how that went."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.errors import BAD_INPUT
from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from swell.jobs.assembly import Jobs
    from swell.jobs.runs import Run


@click.group(
    "jobs",
    epilog="""\b
Examples
  swell jobs list                what is to be done when
  swell jobs run nightly         do it now, here
  swell jobs run "sync acme"     the same for what no schedule names
  swell jobs runs                how it went
  swell jobs log 12
  swell jobs cancel 12""",
)
def command() -> None:
    """What the workspace does by itself: schedules in swell.toml and subscriptions. 'swell serve' does what is due."""


@command.command("list")
@workspace_option
def list_(folder: Path) -> None:
    """List the jobs, when they are due, and how the last run went."""
    from swell.jobs.kinds import split_work

    jobs = open_jobs(folder)
    due = jobs.scheduler.due()
    last = jobs.runs.last_of_each()
    schedules = jobs.schedules()
    if not schedules:
        click.echo("No job yet. Write into swell.toml, for instance:")
        click.echo('\n[[schedule]]\nname = "nightly"\nrun = "sync acme"\nevery = "day"\nat = "02:00"')
    for name, each in schedules.items():
        kind, argument = split_work(each.work, jobs.scheduler.kinds, name)
        kind.check(argument)
        when = due.get(name)
        click.echo(f"{name}: {each.work}, {each.rule}")
        click.echo(f"  due {_time(when) if when else 'once swell serve runs'}")
        if name in last:
            click.echo(f"  {_line(last[name])}")


@command.command("run")
@click.argument("name", metavar="NAME")
@workspace_option
def run(name: str, folder: Path) -> int:
    """Do the job NAME now and wait for it; or a work such as 'sync acme'."""
    from swell.jobs.kinds import split_work

    jobs = open_jobs(folder)
    schedules = jobs.schedules()
    work = schedules[name].work if name in schedules else name
    known = ", ".join(schedules) or "none yet"
    kind, argument = split_work(work, jobs.scheduler.kinds, f"there is no job '{name}' (jobs: {known}), and as a work")
    kind.check(argument)
    asked = jobs.runs.ask(name, work, "command line", jobs.scheduler.now())
    found = jobs.scheduler.do(asked)
    if found is None:
        click.echo(f"The same is being done elsewhere; run {asked.id} waits. Follow it: swell jobs log {asked.id}")
        return 0
    _show_log(jobs, found.id)
    click.echo(_line(found))
    jobs.outbox.deliver()
    return 0 if found.state == "done" else BAD_INPUT


@command.command("runs")
@click.option("--job", help="Only those of this job.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@workspace_option
def runs(job: str | None, limit: int, folder: Path) -> None:
    """List the latest runs, the latest first."""
    for each in open_jobs(folder).runs.latest(limit, job):
        click.echo(_line(each))


@command.command("log")
@click.argument("number", type=int, metavar="RUN")
@workspace_option
def log(number: int, folder: Path) -> None:
    """Show the log of a run."""
    jobs = open_jobs(folder)
    found = jobs.runs.find(number)
    _show_log(jobs, number)
    click.echo(_line(found))


@command.command("cancel")
@click.argument("number", type=int, metavar="RUN")
@workspace_option
def cancel(number: int, folder: Path) -> None:
    """Stop a run, or take back one that waits."""
    jobs = open_jobs(folder)
    found = jobs.runs.cancel(number, "command line", jobs.scheduler.now())
    click.echo("It stops at its next step." if found.state == "running" else _line(found))


def open_jobs(folder: Path) -> Jobs:
    """Return the jobs of a command's workspace."""
    from swell.jobs.assembly import assemble

    return assemble(open_workspace(folder), lambda: dt.datetime.now(dt.UTC))


def _show_log(jobs: Jobs, number: int) -> None:
    for each in jobs.runs.log(number):
        click.echo(f"{each.at.astimezone():%H:%M:%S} {each.text}")


def _line(run: Run) -> str:
    took = f", {(run.ended - run.started).total_seconds():.1f} s" if run.ended and run.started else ""
    message = f": {run.message}" if run.message else ""
    return f"{run.id} {run.job} {run.state} ({_time(run.started or run.asked)}, by {run.cause}{took}){message}"


def _time(moment: dt.datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
