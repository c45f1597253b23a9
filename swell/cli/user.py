"""`swell user`: the accounts of a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from swell.cli.options import workspace_option
from swell.cli.people import BY, ask_password, now, open_accounts

if TYPE_CHECKING:
    from dashboards.people.person import Role

ROLES = ("viewer", "editor", "admin")


@click.group("user")
def command() -> None:
    """Add and change the people who may use the workspace.

    As soon as there is an account, everybody signs in, and the server may listen on other machines' requests.
    """


@command.command("add", epilog="\b\nExample\n  swell user add ada@example.com --name 'Ada Example' --role editor")
@click.argument("email")
@click.option("--name", default="", help="What others call them (default: the e-mail).")
@click.option("--role", type=click.Choice(ROLES), help="What they may do (default: viewer; of the first one, admin).")
@click.option("--no-password", is_flag=True, help="They sign in elsewhere (OpenID Connect), or with tokens only.")
@workspace_option
def add(email: str, name: str, role: str | None, no_password: bool, folder: Path) -> None:
    """Add an account. The password is asked for, or read from the standard input."""
    accounts = open_accounts(folder, needed=False)
    if not accounts.exist() and role not in (None, "admin"):
        raise click.UsageError("The first account is an admin's. Add the others after it.")
    chosen = role or ("viewer" if accounts.exist() else "admin")
    password = None if no_password else ask_password()
    person = accounts.add(email, name, cast("Role", chosen), now(), password, BY)
    click.echo(f"Added {person.email} as {person.role}.")


@command.command("list")
@workspace_option
def list_(folder: Path) -> None:
    """List the accounts."""
    from swell.cli.output import draw_table

    accounts = open_accounts(folder)
    rows = [
        (
            each.person.email,
            each.person.name,
            each.person.role,
            ", ".join(f"{name}: {role or 'none'}" for name, role in each.person.folders.items()),
            "disabled" if each.disabled else "password" if each.signs_in_here else "no password",
        )
        for each in accounts.list()
    ]
    click.echo(draw_table(("E-mail", "Name", "Role", "In folders", "Signs in"), rows, (False,) * 5))


@command.command(
    "role",
    epilog="\b\nExamples\n  swell user role ada@example.com editor --folder sales\n"
    "  swell user role everyone none --folder payroll",
)
@click.argument("email")
@click.argument("role", type=click.Choice((*ROLES, "none")))
@click.option("--folder", "inside", help="Only in this folder of dashboards.")
@workspace_option
def role_(email: str, role: str, inside: str | None, folder: Path) -> None:
    """Let somebody do more or less.

    EMAIL may be `everyone` for a folder: what all are there who have no role of their own. `none` hides a folder.
    """
    open_accounts(folder).set_role(email, role, now(), inside, BY)
    click.echo(f"{email} is now {role}{f' in {inside}' if inside else ''}.")


@command.command("disable")
@click.argument("email")
@click.option("--enable", is_flag=True, help="Let them in again.")
@workspace_option
def disable(email: str, enable: bool, folder: Path) -> None:
    """Lock somebody out at once: no password, token or open browser of theirs works any more."""
    open_accounts(folder).disable(email, now(), not enable, BY)
    click.echo(f"{email} may {'sign in again' if enable else 'not sign in any more'}.")


@command.command("password")
@click.argument("email")
@workspace_option
def password(email: str, folder: Path) -> None:
    """Give somebody another password, asked for or read from the standard input, and sign them out everywhere."""
    accounts = open_accounts(folder)
    accounts.find(email)
    accounts.set_password(email, ask_password(), now(), BY)
    click.echo(f"{email} has a new password.")
