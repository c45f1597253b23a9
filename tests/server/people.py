"""A workspace with accounts, and who asks it."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import swell
from dashboards.people.accounts import Accounts
from dashboards.people.person import Role
from dashboards.people.sign_ins import SignIns
from dashboards.people.tokens import Tokens

PASSWORD = "correct horse battery"
ORIGIN = {"origin": "http://127.0.0.1:8321"}


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: what they are, and how they show it."""

    name: str
    role: Role | None
    headers: dict[str, str] = field(default_factory=dict)
    scope: str | None = None


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def accounts_of(workspace: swell.Workspace | Path) -> Accounts:
    """Give a workspace three accounts, one a role; that of the admin has a password."""
    folder = workspace if isinstance(workspace, Path) else workspace.folder
    accounts = Accounts.open(folder / "data" / "people.sqlite")
    accounts.add("admin@example.com", "Root", "admin", now(), PASSWORD)
    accounts.add("editor@example.com", "Eddi", "editor", now())
    accounts.add("viewer@example.com", "Vera", "viewer", now())
    return accounts


def browser(accounts: Accounts, email: str) -> dict[str, str]:
    """Return what a browser sends in which somebody is signed in."""
    return {"cookie": f"swell={SignIns(accounts).start(accounts.find(email).person, now())}", **ORIGIN}


def bearer(accounts: Accounts, email: str, scope: str) -> dict[str, str]:
    """Return what a script sends that has a token."""
    token = Tokens(accounts).issue(accounts.find(email).person.id, "test", {scope}, now(), None)
    return {"authorization": f"Bearer {token}"}
