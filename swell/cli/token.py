"""`swell token`: API tokens, for scripts and other programs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from swell.cli.options import workspace_option
from swell.cli.people import BY, now, open_accounts


@click.group("token")
def command() -> None:
    """Issue and revoke API tokens. One goes into a request as `Authorization: Bearer swell_...`."""


@command.command(
    "issue", epilog="\b\nExample\n  swell token issue ada@example.com --name nightly --scope write --days 30"
)
@click.argument("email")
@click.option("--name", required=True, help="What it is for.")
@click.option(
    "--scope",
    type=click.Choice(("read", "write", "admin")),
    default="read",
    show_default=True,
    help="What its bearer may do, of what the person may.",
)
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How long it lasts.")
@workspace_option
def issue(email: str, name: str, scope: str, days: int, folder: Path) -> None:
    """Make a token and print it. It can't be shown again."""
    from dashboards.people.tokens import Tokens

    accounts = open_accounts(folder)
    person = accounts.find(email).person
    click.echo(Tokens(accounts).issue(person.id, name, {scope}, now(), dt.timedelta(days=days), BY))


@command.command("list")
@click.argument("email", required=False)
@workspace_option
def list_(email: str | None, folder: Path) -> None:
    """List the tokens, of all or of one person."""
    from dashboards.people.tokens import Tokens
    from swell.cli.output import draw_table

    accounts = open_accounts(folder)
    found = Tokens(accounts).list(accounts.find(email).person.id if email else None)
    rows = [
        (
            each.id,
            each.email,
            each.name,
            " ".join(sorted(each.scopes)),
            _day(each.created),
            _end(each.expires),
            _day(each.used),
        )
        for each in found
    ]
    names = ("Id", "E-mail", "Name", "Scope", "Issued", "Ends", "Last used")
    click.echo(draw_table(names, rows, (False,) * len(names)))


@command.command("revoke")
@click.argument("token_id", metavar="ID")
@workspace_option
def revoke(token_id: str, folder: Path) -> None:
    """End a token at once."""
    from dashboards.people.tokens import Tokens

    Tokens(open_accounts(folder)).revoke(token_id, now(), by=BY)
    click.echo(f"Token {token_id} is worth nothing any more.")


def _day(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "never"


def _end(moment: dt.datetime | None) -> str:
    if moment is None:
        return "never"
    return f"{moment:%Y-%m-%d}" if moment > now() else "over"
