"""A small organisation on loopback, and a client that has logged in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from connectors.standins.clock import Clock
from connectors.standins.salesforce import Org, SalesforceStandIn, World
from connectors.standins.salesforce.describes import field_described, object_described

START = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
DATA = "/services/data/v62.0"


def small_world() -> World:
    world = World(Clock(START))
    world.add_object(
        object_described(
            "Account",
            "Account",
            [
                field_described("MasterRecordId", "reference", references=["Account"]),
                field_described("Name", nameField=True),
                field_described("BillingAddress", "address"),
                field_described("BillingCity", compound="BillingAddress"),
                field_described("BillingPostalCode", compound="BillingAddress"),
                field_described("AnnualRevenue", "currency"),
                field_described("NumberOfEmployees", "int"),
                field_described("IsPartner", "boolean"),
                field_described("Since__c", "date"),
                field_described("Opens__c", "time"),
                field_described("Systems__c", "multipicklist", values=["ERP", "Billing"]),
                field_described("Logo__c", "base64"),
                field_described("Notes__c", "textarea"),
                field_described("Score__c", "double", calculated=True),
            ],
            prefix="001",
        )
    )
    world.add_object(
        object_described(
            "Contact",
            "Contact",
            [
                field_described("FirstName", compound="Name"),
                field_described("LastName", compound="Name"),
                field_described("Name", nameField=True),
                field_described("AccountId", "reference", references=["Account"]),
            ],
            prefix="003",
        )
    )
    return world


class Client:
    """Calls the stand-in as a program does that has logged in."""

    def __init__(self, crm: SalesforceStandIn) -> None:
        self.crm = crm
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {crm.org.session_id}"

    def get(self, path: str, **parameters: str) -> requests.Response:
        return self.session.get(f"{self.crm.url}{DATA}/{path}", params=parameters)

    def post(self, path: str, body: Any) -> requests.Response:
        return self.session.post(f"{self.crm.url}{DATA}/{path}", json=body)

    def query(self, soql: str, resource: str = "query") -> list[dict[str, Any]]:
        answer = self.get(resource, q=soql)
        assert answer.ok, answer.text
        records = answer.json()["records"]
        return [{name: value for name, value in each.items() if name != "attributes"} for each in records]

    def refused(self, soql: str) -> tuple[int, str, str]:
        answer = self.get("query", q=soql)
        (error,) = answer.json()
        return answer.status_code, error["errorCode"], error["message"].splitlines()[-1]

    def job(self, soql: str, operation: str = "query", **more: str) -> str:
        answer = self.post("jobs/query", {"operation": operation, "query": soql, **more})
        assert answer.ok, answer.text
        job: str = answer.json()["id"]
        return job

    def finished(self, soql: str, operation: str = "query", **more: str) -> str:
        job = self.job(soql, operation, **more)
        while self.get(f"jobs/query/{job}").json()["state"] != "JobComplete":
            pass
        return job


@pytest.fixture
def serve() -> Iterator[Callable[..., Client]]:
    clients: list[Client] = []

    def start(world: World | None = None, **org: Any) -> Client:
        clients.append(Client(SalesforceStandIn(world or small_world(), org=Org(**org))))
        return clients[-1]

    yield start
    for each in clients:
        each.session.close()
        each.crm.stop()


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    """One for all tests of a file, for those that make many examples."""
    with SalesforceStandIn(small_world(), org=Org(polls=0)) as crm:
        client = Client(crm)
        yield client
        client.session.close()


@pytest.fixture
def client(serve: Callable[..., Client]) -> Client:
    return serve()
