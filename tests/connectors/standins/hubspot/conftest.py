import datetime as dt
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message
from typing import Any

import hubspot
import pytest

from connectors.standins.clock import Clock
from connectors.standins.hubspot import HubSpotStandIn

START = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Api:
    """Plain HTTP to a stand-in, without a client library."""

    def __init__(self, crm: HubSpotStandIn) -> None:
        self.crm = crm
        self.token = crm.token
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def get(self, path: str) -> Answer:
        return self._call(urllib.request.Request(self.crm.url + path))

    def post(self, path: str, body: Any) -> Answer:
        data = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        return self._call(urllib.request.Request(self.crm.url + path, data=data, headers=headers))

    def search(self, name: str, *filters: dict[str, Any], **more: Any) -> Answer:
        return self.post(f"/crm/v3/objects/{name}/search", {"filterGroups": [{"filters": filters}], **more})

    def found(self, name: str, *filters: dict[str, Any], **more: Any) -> set[str]:
        answer = self.search(name, *filters, limit=200, **more)
        assert answer.status == 200, answer.text
        return {each["id"] for each in answer.json["results"]}

    def _call(self, request: urllib.request.Request) -> Answer:
        request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with self._open(request, timeout=30) as response:
                return Answer(response.status, response.headers, response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())


@pytest.fixture
def crm() -> Iterator[HubSpotStandIn]:
    """An empty account at a moment that moves only when told to."""
    with HubSpotStandIn(Clock(START)) as running:
        yield running


@pytest.fixture
def api(crm: HubSpotStandIn) -> Api:
    return Api(crm)


@pytest.fixture
def serve() -> Iterator[Callable[..., Api]]:
    """Start an account with settings of its own, at the same moment."""
    with ExitStack() as running:
        yield lambda **settings: Api(running.enter_context(HubSpotStandIn(Clock(START), **settings)))


@pytest.fixture
def client(crm: HubSpotStandIn) -> hubspot.Client:
    """The vendor's client, as it is, told only where the server is."""
    return hubspot.Client.create(access_token=crm.token, host=crm.url)
