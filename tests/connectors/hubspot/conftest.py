from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from connectors.hubspot.kind import KIND
from connectors.protocol import Connector, Gone, Read
from connectors.standins.clock import Clock
from connectors.standins.hubspot import HubSpotStandIn

START = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


class SecretsInMemory:
    def __init__(self, **values: str) -> None:
        self.values = dict(values)
        self.puts: list[tuple[str, str]] = []

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def put(self, name: str, value: str) -> None:
        self.values[name] = value
        self.puts.append((name, value))


class PaceOfStandIn:
    """Time passes at once, in the stand-in as well."""

    def __init__(self, crm: HubSpotStandIn) -> None:
        self._crm = crm
        self.slept: list[float] = []
        self.before_calls: list[Callable[[], object]] = []  # what people do in the CRM meanwhile

    def seconds(self) -> float:
        if self.before_calls:
            self.before_calls.pop(0)()
        return self._crm.clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._crm.advance(seconds)


class Side:
    """A stand-in, and connections to it."""

    def __init__(self, crm: HubSpotStandIn) -> None:
        self.crm = crm
        self.pace = PaceOfStandIn(crm)
        self.secrets = SecretsInMemory(token=crm.token)
        self.opened: list[Connector] = []

    def open(self, **settings: str) -> Connector:
        self.opened.append(KIND.open({"url": self.crm.url, **settings}, self.secrets, self.pace))
        return self.opened[-1]

    def oauth(self, **settings: str) -> Connector:
        app = self.crm.app
        self.secrets.values |= {"client_secret": app.client_secret, "refresh_token": app.refresh_token}
        return self.open(login="oauth", client_id=app.client_id, **settings)

    def close(self) -> None:
        for each in self.opened:
            each.close()

    @property
    def now(self) -> dt.datetime:
        return self.crm.clock.now()

    @property
    def calls(self) -> list[tuple[str, int]]:
        """Paths and statuses of the calls so far."""
        return [(each.path, each.status) for each in self.crm.calls()]

    def question(
        self,
        connector: Connector,
        name: str,
        *fields: str,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        **more: Any,
    ) -> Read:
        schema = connector.describe(name)
        names = fields or tuple(each.name for each in schema.fields)
        return Read(schema=schema, fields=names, since=since, until=until or self.now + dt.timedelta(seconds=1), **more)


def gather(connector: Connector, read: Read) -> tuple[dict[str, dict[str, Any]], dict[str, Gone]]:
    """Return all rows of a read by key, and what went."""
    rows: dict[str, dict[str, Any]] = {}
    gone: dict[str, Gone] = {}
    for page in connector.read(read):
        assert page.rows.schema.names == list(read.fields)
        assert page.rows.schema.types == [read.schema.field(name).type for name in read.fields]
        for row in page.rows.to_pylist():
            rows[row[read.schema.key]] = row
        gone.update({each.key: each for each in page.gone})
    return rows, gone


@pytest.fixture(name="gather")
def gather_fixture() -> Callable[..., Any]:
    return gather


@pytest.fixture
def make_side() -> Iterator[Callable[..., Side]]:
    with ExitStack() as stack:

        def make(**settings: Any) -> Side:
            side = Side(stack.enter_context(HubSpotStandIn(Clock(START), **settings)))
            stack.callback(side.close)
            return side

        yield make


@pytest.fixture
def side(make_side: Callable[..., Side]) -> Side:
    return make_side()
