"""What the commands on people share."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dashboards.people.accounts import Accounts

BY = "command line"
"""Who the audit log says it was."""


def open_accounts(folder: Path, needed: bool = True) -> Accounts:
    """Open the accounts of the workspace in a folder.

    Args:
        folder: the workspace.
        needed: whether a workspace without accounts is a usage error.
    """
    from dashboards.people.accounts import Accounts
    from dashboards.people.database import FILE_NAME
    from swell.settings import DATA_FOLDER

    if not folder.is_dir():
        raise click.UsageError(f"There is no folder '{folder}'. 'swell init {folder}' makes a workspace there.")
    accounts = Accounts.open(folder / DATA_FOLDER / FILE_NAME)
    if needed and not accounts.exist():
        raise click.UsageError("This workspace has no accounts. 'swell user add EMAIL' makes the first one, an admin.")
    return accounts


def ask_password() -> str:
    """Return a password: typed twice at a terminal, else the first line of the standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def now() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)
