"""`swell alert`: the alerts of a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from swell.cli.errors import BAD_INPUT, report
from swell.cli.jobs import open_jobs
from swell.cli.options import open_workspace, workspace_option


@click.group("alert")
def command() -> None:
    """What people want to be told of: alerts/NAME.json. They are checked after each change of what they look at."""


@command.command("list")
@workspace_option
def list_(folder: Path) -> int:
    """List the alerts, and what is wrong with files that are none."""
    found, problems = open_jobs(folder).alerts.files.all()
    for each in found:
        told = [*each.recipients, *([f"the action {each.action}"] if each.action else [])]
        click.echo(f"{each.name}: {each.label} {each.condition}; tells {', '.join(told)}")
    for problem in problems:
        report(problem)
    return BAD_INPUT if problems else 0


@command.command("check")
@click.argument("name", metavar="NAME")
@workspace_option
def check(name: str, folder: Path) -> int:
    """Check the alert NAME now, for each recipient with their rows, and tell them."""
    jobs = open_jobs(folder)
    failed = False
    for each in jobs.alerts.check(jobs.alerts.files.open(name), jobs.scheduler.now()):
        said = "remembered what there is now; the next check compares" if each.first else "nothing to tell"
        click.echo(f"{each.recipient}: {each.problem or '; '.join(map(str, each.firings)) or said}")
        failed |= each.problem is not None
    sent = jobs.outbox.deliver()
    if sent:
        click.echo(f"{sent} sent.")
    return BAD_INPUT if failed else 0


@command.command("secret")
@workspace_option
def secret(folder: Path) -> None:
    """Show the secret that webhooks are signed with, for those that receive them."""
    from swell.jobs.assembly import webhook_secret

    click.echo(webhook_secret(open_workspace(folder)))
