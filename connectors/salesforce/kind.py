"""Salesforce as a kind of connector: its settings, and a connection made of its parts."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.protocol import Connector, Pace, Secrets, Setting
from connectors.salesforce.bulk import BulkQueries
from connectors.salesforce.clock import ServerClock
from connectors.salesforce.connector import SalesforceConnector
from connectors.salesforce.exchange import Exchange
from connectors.salesforce.limits import CallBudget
from connectors.salesforce.login import Login
from connectors.salesforce.read import Reader
from connectors.salesforce.session import http_session
from connectors.salesforce.settings import SETTINGS, checked_settings, is_loopback
from connectors.salesforce.token_requests import TokenRequests
from connectors.salesforce.transport import Transport
from connectors.salesforce.write import RecordWriter


class SalesforceKind:
    """A `connectors.protocol.ConnectorKind`."""

    name = "salesforce"
    label = "Salesforce"
    settings: tuple[Setting, ...] = SETTINGS

    def open(self, settings: Mapping[str, str], secrets: Secrets, pace: Pace) -> Connector:
        """Return a connection that has called nobody yet."""
        checked = checked_settings(settings, secrets)
        http = http_session(compressed=not is_loopback(checked.instance_url or checked.login_url))
        clock = ServerClock(pace)
        budget = CallBudget(checked.daily_share, pace)
        exchange = Exchange(http, pace, budget, clock)
        login = Login(checked, secrets, pace, TokenRequests(checked, secrets, exchange, clock))
        transport = Transport(http, login, exchange, budget, clock, checked.api_version)
        bulk = BulkQueries(transport, pace, checked.page_rows)
        reader, writer = Reader(transport, bulk, checked.bulk_rows), RecordWriter(transport, pace)
        return SalesforceConnector(transport, reader, writer, checked)


KIND = SalesforceKind()
