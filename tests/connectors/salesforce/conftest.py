"""A connection to a stand-in, with a clock that passes at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest

from connectors.protocol import Connector, Gone, ObjectSchema, Page, Read
from connectors.salesforce.kind import KIND
from connectors.standins.clock import Clock
from connectors.standins.salesforce.describes import field_described, object_described
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)


class QuickPace:
    """Waits pass at once; how long they would have been is kept."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def seconds(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class KeptSecrets:
    """Secrets in memory."""

    def __init__(self, **secrets: str) -> None:
        self.secrets = secrets

    def get(self, name: str) -> str | None:
        return self.secrets.get(name)

    def put(self, name: str, value: str) -> None:
        self.secrets[name] = value


@pytest.fixture
def pace() -> QuickPace:
    return QuickPace()


@pytest.fixture
def secrets() -> KeptSecrets:
    return KeptSecrets(
        client_secret=Org().client_secret,
        refresh_token=Org().refresh_token,
        access_token=Org().session_id,
        password=Org().password,
        security_token=Org().security_token,
    )


@pytest.fixture
def world() -> World:
    made = World(Clock(NOW))
    made.add_object(
        object_described(
            "Account",
            "Account",
            [
                field_described("Name", nameField=True),
                field_described("MasterRecordId", "reference", references=["Account"]),
                field_described("Employees", "int"),
                field_described("Revenue", "currency"),
                field_described("Tags__c", "multipicklist", values=["a", "b", "c"]),
                field_described("Opens__c", "time"),
                field_described("Founded__c", "date"),
                field_described("Notes__c", "textarea"),
            ],
            prefix="001",
        )
    )
    return made


@pytest.fixture
def start(world: World) -> Iterator[Callable[..., SalesforceStandIn]]:
    """Return a function that starts a stand-in with settings of `Org`."""
    started: list[SalesforceStandIn] = []

    def begin(**org: Any) -> SalesforceStandIn:
        started.append(SalesforceStandIn(world, org=Org(**org)))
        return started[-1]

    yield begin
    for each in started:
        each.stop()


@pytest.fixture
def crm(start: Callable[..., SalesforceStandIn]) -> SalesforceStandIn:
    return start()


@pytest.fixture
def connect(pace: QuickPace, secrets: KeptSecrets) -> Iterator[Callable[..., Connector]]:
    """Return a function that connects to a stand-in with settings of a connection."""
    opened: list[Connector] = []

    def begin(crm: SalesforceStandIn, **settings: str) -> Connector:
        given = {
            "login": "client_credentials",
            "login_url": crm.url,
            "client_id": crm.org.client_id,
            "username": crm.org.username,
            "instance_url": crm.url,
            **settings,
        }
        opened.append(KIND.open(given, secrets, pace))
        return opened[-1]

    yield begin
    for each in opened:
        each.close()


@pytest.fixture
def salesforce(connect: Callable[..., Connector], crm: SalesforceStandIn) -> Connector:
    return connect(crm)


@pytest.fixture
def account(salesforce: Connector, crm: SalesforceStandIn) -> ObjectSchema:
    """The schema of Account; the login and the describe are behind, the log of calls is empty."""
    schema = salesforce.describe("Account")
    crm.forget_calls()
    return schema


@pytest.fixture
def whole() -> Callable[..., Read]:
    """Return a function from a schema to a read of all rows."""

    def ask(schema: ObjectSchema, *fields: str, **more: Any) -> Read:
        names = fields or tuple(each.name for each in schema.fields)
        return Read(schema=schema, fields=names, **{"since": None, "until": NOW, **more})

    return ask


@pytest.fixture
def collected() -> Callable[..., tuple[list[dict[str, Any]], list[Gone]]]:
    """Return a function from pages to their rows, in order of the keys, and what is gone."""

    def collect(pages: Iterator[Page]) -> tuple[list[dict[str, Any]], list[Gone]]:
        rows: list[dict[str, Any]] = []
        gone: list[Gone] = []
        for page in pages:
            assert isinstance(page.rows, pa.RecordBatch)
            rows += page.rows.to_pylist()
            gone += page.gone
        return sorted(rows, key=lambda row: row["Id"]), gone

    return collect
