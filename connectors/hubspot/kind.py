"""HubSpot as a kind of connection: what the entry point `swell.connectors` names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.hubspot.connector import HubSpotConnector
from connectors.hubspot.settings import SETTINGS
from connectors.protocol import Connector, Pace, Secrets, Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSpotKind:
    """The kind; see `connectors.protocol.ConnectorKind`."""

    name: str = "hubspot"
    label: str = "HubSpot"
    settings: tuple[Setting, ...] = SETTINGS

    def open(self, settings: Mapping[str, str], secrets: Secrets, pace: Pace) -> Connector:
        """Return a connection that has called nobody yet.

        Raises:
            ConnectionSettingError: a setting is missing or makes no sense.
        """
        return HubSpotConnector(settings, secrets, pace)


KIND = HubSpotKind()
