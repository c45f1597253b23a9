"""simple-salesforce as it is, against the stand-in over TLS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceMalformedRequest

from connectors.standins.salesforce import Org, SalesforceStandIn

from .conftest import START, small_world


class ToLoopback(HTTPAdapter):
    """Sends what is meant for *.salesforce.com to the stand-in: the library's logins know no other host."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *arguments: Any, **more: Any) -> requests.Response:
        assert request.url is not None
        request.url = self._url + "/" + request.url.split("/", 3)[3]
        return super().send(request, *arguments, **more)


@pytest.fixture
def crm() -> Iterator[SalesforceStandIn]:
    with SalesforceStandIn(small_world(), org=Org(page_size=100, polls=0), tls=True) as made:
        yield made


@pytest.fixture
def session(crm: SalesforceStandIn) -> Iterator[requests.Session]:
    with requests.Session() as made:
        made.trust_env = False
        made.verify = str(crm.certificate)
        for host in ("merrova.my", "login", "test"):
            made.mount(f"https://{host}.salesforce.com", ToLoopback(crm.url))
        yield made


@pytest.fixture
def salesforce(crm: SalesforceStandIn, session: requests.Session) -> Salesforce:
    return Salesforce(session_id=crm.org.session_id, instance_url=crm.url, session=session, version="62.0")


def test_queries(crm: SalesforceStandIn, salesforce: Salesforce) -> None:
    ids = crm.world.insert_many("Account", [{"Name": f"A{place}"} for place in range(250)])
    assert [each["Id"] for each in salesforce.query_all("SELECT Id FROM Account")["records"]] == ids
    assert salesforce.query("SELECT COUNT() FROM Account")["totalSize"] == 250
    crm.world.delete("Account", ids[0])
    assert salesforce.query("SELECT COUNT() FROM Account", include_deleted=True)["totalSize"] == 250
    with pytest.raises(SalesforceMalformedRequest, match="No such column"):
        salesforce.query("SELECT Nothing FROM Account")
    assert salesforce.api_usage["api-usage"].total == 100_000


def test_describes_and_deletions(crm: SalesforceStandIn, salesforce: Salesforce) -> None:
    described = salesforce.describe()
    assert described is not None
    assert [each["name"] for each in described["sobjects"]] == ["Organization", "Account", "Contact"]
    assert salesforce.restful("sobjects/Account/describe")["keyPrefix"] == "001"
    account = crm.world.insert("Account", Name="A")
    crm.world.hard_delete("Account", account)
    crm.advance(120)
    end = START + dt.timedelta(hours=1)
    assert salesforce.Account.deleted(START, end)["deletedRecords"][0]["id"] == account
    assert salesforce.limits()["DailyApiRequests"]["Max"] == 100_000


@pytest.mark.slow
def test_bulk_results(crm: SalesforceStandIn, salesforce: Salesforce, tmp_path: Path) -> None:
    crm.world.insert_many("Account", [{"Name": f"A{place}\n"} for place in range(5)])
    pages = list(salesforce.bulk2.Account.query("SELECT Name FROM Account", max_records=2))
    assert pages == ['"Name"\n"A0\n"\n"A1\n"\n', '"Name"\n"A2\n"\n"A3\n"\n', '"Name"\n"A4\n"\n']


@pytest.mark.parametrize(
    "login",
    [
        {"consumer_key": "stand-in-client", "consumer_secret": "stand-in-secret", "domain": "merrova.my"},
        {
            "username": "admin@merrova.example",
            "password": "stand-in-password",
            "consumer_key": "stand-in-client",
            "consumer_secret": "stand-in-secret",
        },
        {"username": "admin@merrova.example", "password": "stand-in-password", "security_token": "stand-in-token"},
    ],
    ids=["client credentials", "password", "SOAP"],
)
def test_logins(crm: SalesforceStandIn, session: requests.Session, login: dict[str, str]) -> None:
    salesforce = Salesforce(session=session, **login)
    salesforce.base_url = f"{crm.url}/services/data/v59.0/"
    assert salesforce.query("SELECT COUNT() FROM Account")["totalSize"] == 0


def test_the_soap_login_is_gone_from_version_65(session: requests.Session) -> None:
    with pytest.raises(SalesforceAuthenticationFailed, match="UNSUPPORTED_API_VERSION"):
        Salesforce(
            session=session,
            version="65.0",
            username="admin@merrova.example",
            password="stand-in-password",
            security_token="stand-in-token",
        )
