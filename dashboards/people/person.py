"""A person, as everything that asks "who is this" sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

from saql.record import record

Role = Literal["viewer", "editor", "admin"]
"""What somebody may do: see and ask; write dashboards and queries besides; everything."""

ROLES: tuple[Role, ...] = ("viewer", "editor", "admin")
"""Each may do what those before may."""

EVERYONE = "everyone"
"""In the place of an e-mail: what all are in a folder who have no role of their own there."""

NO_ACCESS = "none"
"""In the place of a role: the folder is not there for them."""


@record
class Person:
    """Somebody who asks.

    `id`, `name` and `email` are the account's. `role` is what they may do where their role in a folder of assets
    (`folders`) says nothing else; `None` there hides the folder. `fields` are those of their record of the User
    object, as `$User.*` in predicates reads them; several values are those of a multi-select picklist. `local` is the
    one person of a workspace without accounts.
    """

    id: str
    name: str
    email: str
    role: Role
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict, compare=False)
    local: bool = False
    folders: Mapping[str, Role | None] = field(default_factory=dict, compare=False)

    def role_in(self, folder: str) -> Role | None:
        """Return what they are in a folder of assets ("" is the top folder); None if they may not see it."""
        return "admin" if self.role == "admin" else self.folders.get(folder, self.role)

    def at_most(self, role: Role) -> Person:
        """Return them with no more than a role anywhere, as a token or a look through their eyes lets them."""
        folders = {name: each and lower(each, role) for name, each in self.folders.items() if self.role != "admin"}
        return replace(self, role=lower(self.role, role), folders=folders)


def lower(one: Role, other: Role) -> Role:
    """Return the role of the two that may do less."""
    return min(one, other, key=ROLES.index)


def reaches(role: Role | None, least: Role) -> bool:
    """Whether a role may do what `least` may."""
    return role is not None and ROLES.index(role) >= ROLES.index(least)


LOCAL = Person(id="local", name="Local", email="", role="admin", local=True)
"""Whoever sits at the machine of a workspace without accounts."""
