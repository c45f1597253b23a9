"""Any text comes through REST and through Bulk 2.0 as it was."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.protocol import Connector, Read
from connectors.salesforce.kind import KIND
from connectors.standins.clock import Clock
from connectors.standins.salesforce.describes import field_described, object_described
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
HARD = st.sampled_from("\0\n\r\",;'\\\t\ufeff\u2028 NAnull")
TEXT = st.text(HARD | st.characters(exclude_categories=["Cs"]), max_size=12)


class Fixed:
    def __init__(self) -> None:
        self.secrets = {"access_token": Org().session_id}

    def get(self, name: str) -> str | None:
        return self.secrets.get(name)

    def put(self, name: str, value: str) -> None:
        self.secrets[name] = value

    def seconds(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        """Go on at once."""


@pytest.fixture(scope="module")
def crm() -> Iterator[SalesforceStandIn]:
    world = World(Clock(NOW))
    fields = [field_described("A__c"), field_described("B__c", "textarea")]
    world.add_object(object_described("Note__c", "Note", fields, prefix="a01"))
    with SalesforceStandIn(world, org=Org(daily_calls=10**9)) as made:
        yield made


@pytest.fixture(scope="module")
def ways(crm: SalesforceStandIn) -> list[Connector]:
    """By REST, by Bulk 2.0 in one page, and by Bulk 2.0 in pages of two rows."""
    given = {"login": "session", "instance_url": crm.url}
    more: list[dict[str, str]] = [{}, {"bulk_rows": "0"}, {"bulk_rows": "0", "page_rows": "2"}]
    return [KIND.open({**given, **each}, Fixed(), Fixed()) for each in more]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_any_text_comes_as_it_was(crm: SalesforceStandIn, ways: list[Connector], texts: list[tuple[str, str]]) -> None:
    crm.world.table("Note__c").rows.clear()
    keys = crm.world.insert_many("Note__c", [{"A__c": a, "B__c": b} for a, b in texts])
    # Salesforce has no empty texts; bytes of nought can't be in CSV, so none comes by either way.
    expected = [
        {"Id": key, "A__c": a.replace("\0", "") or None, "B__c": b.replace("\0", "") or None}
        for key, (a, b) in zip(keys, texts, strict=True)
    ]
    for way in ways:
        read = Read(schema=way.describe("Note__c"), fields=("Id", "A__c", "B__c"), since=None, until=NOW)
        rows = [row for page in way.read(read) for row in page.rows.to_pylist()]
        assert sorted(rows, key=lambda row: row["Id"]) == sorted(expected, key=lambda row: row["Id"])
