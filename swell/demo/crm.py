"""A made-up Salesforce and a made-up HubSpot on this machine, connected to the demo workspace."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.errors import SwellError
from swell.connections import secret_store, write_connection

if TYPE_CHECKING:
    from swell.workspace import Workspace

SALESFORCE_PORT = 8401
HUBSPOT_PORT = 8402
_PLANS = ["sales", "service", "marketing"]
_WRITE = {"salesforce": ["Opportunity.NextStep", "Task"], "hubspot": ["deals.hs_priority", "tasks"]}
"""What actions may write into the made-up CRMs."""


@contextlib.contextmanager
def demo_crms(workspace: Workspace, seed: int) -> Iterator[None]:
    """Let both stand-ins answer on loopback while the block runs, and connect the workspace to them.

    Args:
        workspace: the demo workspace; connections that it has already stay as they are.
        seed: another seed gives other records.

    Raises:
        engine.errors.SwellError: a port is in use.
    """
    from connectors.standins.hubspot import HubSpotStandIn
    from connectors.standins.hubspot import demo as hubspot_demo
    from connectors.standins.salesforce import SalesforceStandIn
    from connectors.standins.salesforce.demo import demo_world

    with contextlib.ExitStack() as stack:
        try:
            salesforce = stack.enter_context(SalesforceStandIn(demo_world(seed), port=SALESFORCE_PORT))
            hubspot = stack.enter_context(HubSpotStandIn(port=HUBSPOT_PORT))
        except OSError as error:
            raise SwellError(
                f"The made-up CRMs need the ports {SALESFORCE_PORT} and {HUBSPOT_PORT}: {error.strerror}.",
                hint="Stop the other program, such as another swell demo --crm.",
            ) from error
        hubspot_demo.fill(hubspot, seed=seed)
        _connect(
            workspace,
            "salesforce",
            {"login": "client_credentials", "login_url": salesforce.url, "client_id": salesforce.org.client_id},
            {"client_secret": salesforce.org.client_secret},
        )
        _connect(
            workspace,
            "hubspot",
            {"login": "token", "url": hubspot.url, "prefix": "hubspot_", "calls_per_10_seconds": "5000"},
            {"token": hubspot.token},
        )
        yield


def _connect(workspace: Workspace, kind: str, values: dict[str, str], secrets: dict[str, str]) -> None:
    if kind in workspace.settings.connections:
        return
    write_connection(workspace.folder, kind, {"kind": kind, **values, "plans": _PLANS, "write": _WRITE[kind]})
    for name, value in secrets.items():
        secret_store(workspace).of(kind).put(name, value)
