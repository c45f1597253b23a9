"""Which kinds of CRM there are: those that installed packages name under the entry point `swell.connectors`."""

from __future__ import annotations

import difflib
from importlib.metadata import entry_points

from connectors.errors import ConnectionSettingError
from connectors.protocol import ConnectorKind

GROUP = "swell.connectors"


def connector_names() -> tuple[str, ...]:
    """Return the names of all kinds, sorted; none of them is imported."""
    return tuple(sorted({each.name for each in entry_points(group=GROUP)}))


def connector_kind(name: str) -> ConnectorKind:
    """Import and return a kind of CRM.

    Raises:
        ConnectionSettingError: there is none of that name, or what its package offers is not one.
    """
    found = next((each for each in entry_points(group=GROUP) if each.name == name), None)
    if found is None:
        near = difflib.get_close_matches(name, connector_names(), n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(connector_names()) or 'none'}."
        raise ConnectionSettingError(f"There is no connector '{name}'.", hint=hint)
    try:
        kind = found.load()
    except Exception as error:  # another's package may fail in any way
        raise ConnectionSettingError(
            f"The connector '{name}' can't be loaded from {found.value}: {error}", hint="Update or remove its package."
        ) from error
    if not isinstance(kind, ConnectorKind):
        raise ConnectionSettingError(
            f"The connector '{name}' is not one: {found.value} has no name, label, settings and open.",
            hint="docs/guides/write-a-connector.md says what a connector is.",
        )
    return kind
