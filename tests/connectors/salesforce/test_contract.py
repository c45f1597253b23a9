"""The connector keeps what every connector has to keep, by REST and by Bulk 2.0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from connectors.contract import CHECKS
from connectors.protocol import Connector
from connectors.standins.clock import Clock
from connectors.standins.salesforce.demo import demo_world
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.server import SalesforceStandIn

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
WAYS = {"rest": {}, "bulk": {"bulk_rows": "20", "page_rows": "50"}}


@pytest.fixture(scope="module")
def demo() -> Iterator[SalesforceStandIn]:
    with SalesforceStandIn(demo_world(clock=Clock(NOW), scale=0.05), org=Org(page_size=50)) as crm:
        yield crm


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.__name__)
def test_contract(
    demo: SalesforceStandIn, connect: Callable[..., Connector], way: str, check: Callable[[Connector], None]
) -> None:
    check(connect(demo, **WAYS[way]))
