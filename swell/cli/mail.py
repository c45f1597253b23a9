"""`swell mail`: what sending mail needs besides [mail] in swell.toml."""

from __future__ import annotations

from pathlib import Path

import click

from swell.cli.jobs import open_jobs
from swell.cli.options import open_workspace, workspace_option


@click.group("mail")
def command() -> None:
    """Set up the sending of mail: [mail] in swell.toml says by whom and as whom."""


@command.command("password")
@click.password_option(help="The password; asked for where it is not given.")
@workspace_option
def password(password: str, folder: Path) -> None:
    """Keep the password of [mail], with the other secrets."""
    from swell.connections import secret_store

    secret_store(open_workspace(folder)).put("mail", "password", password)
    click.echo("Kept. Try it: swell mail test you@example.com")


@command.command("test")
@click.argument("address", metavar="ADDRESS")
@workspace_option
def test(address: str, folder: Path) -> None:
    """Send a mail to ADDRESS now."""
    from swell.jobs.mail import compose

    jobs = open_jobs(folder)
    text = f"Mail from the workspace '{jobs.workspace.name}' arrives.\n"
    mailer = jobs.mailer
    mailer.send(compose(mailer.sender, address, "Mail from Swell arrives", text, jobs.scheduler.now()))
    click.echo(f"{mailer.settings.host} has taken it.")
