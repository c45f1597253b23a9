"""Scopes: what a token may read. `Portal.refuse` takes the scope of a name away."""

from __future__ import annotations

from connectors.standins.hubspot.errors import missing_scopes
from connectors.standins.hubspot.portal import OTHER_SCOPES, Portal


def scope_of(portal: Portal, name: str) -> str:
    """Return the scope that it takes to read an object, the owners or the schemas."""
    return OTHER_SCOPES.get(name) or portal.kinds[name].scope


def require(portal: Portal, *names: str) -> None:
    """Raise the refusal of a call that needs names of which one was refused."""
    missing = [scope_of(portal, name) for name in names if name in portal.refused]
    if missing:
        raise missing_scopes(*missing)


def granted(portal: Portal) -> list[str]:
    """Return the scopes that tokens have."""
    names = [name for name in (*portal.kinds, *OTHER_SCOPES) if name not in portal.refused]
    return sorted({"oauth", *(scope_of(portal, name) for name in names)})
