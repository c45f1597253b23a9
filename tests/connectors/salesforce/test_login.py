"""Settings, and each way of logging in."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from connectors.errors import ConnectionSettingError, LoginError
from connectors.protocol import Connector, ConnectorKind
from connectors.salesforce.kind import KIND
from connectors.standins.faults import Fault
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.server import SalesforceStandIn

TOKEN = "/services/oauth2/token"


def logins(crm: SalesforceStandIn) -> int:
    return sum(each.path.startswith((TOKEN, "/services/Soap")) for each in crm.calls())


@pytest.mark.parametrize("login", ["client_credentials", "refresh_token", "session", "password", "soap"])
def test_each_way_lets_in(connect: Callable[..., Connector], crm: SalesforceStandIn, login: str) -> None:
    account = connect(crm, login=login).identify()
    assert (account.name, account.edition, account.timezone) == (
        "Merrova Freight Systems", "Enterprise Edition", "Europe/Berlin",
    )  # fmt: skip
    assert account.user == Org().username
    assert logins(crm) == (0 if login == "session" else 1)


def test_a_key_lets_in_by_the_clock_of_salesforce(
    start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], secrets: Any
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    crm = start(public_key=key.public_key().public_bytes(*pem).decode())
    secrets.put(
        "private_key",
        key.private_bytes(pem[0], serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
    )
    salesforce = connect(crm, login="jwt")
    assert salesforce.identify().user == Org().username

    crm.forget_calls()
    crm.fail(Fault(path="*/sobjects", kind="expired", times=None))
    with pytest.raises(LoginError):
        salesforce.objects()
    assert len(crm.calls()) == 3, "the clock is known by now"


def test_what_is_no_key_is_told(connect: Callable[..., Connector], crm: SalesforceStandIn, secrets: Any) -> None:
    secrets.put("private_key", "-----BEGIN nonsense")
    with pytest.raises(LoginError, match="private_key is no RSA key"):
        connect(crm, login="jwt").identify()


def test_a_new_refresh_token_is_kept_before_it_is_used(
    start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], secrets: Any
) -> None:
    crm = start(rotate_refresh_tokens=True)
    salesforce = connect(crm, login="refresh_token")
    for _ in range(3):
        salesforce.describe("Account")
        assert secrets.get("refresh_token") == crm.login.refresh_token != Org().refresh_token
        crm.end_sessions()
    assert connect(crm, login="refresh_token").describe("Account").name == "Account"


def test_a_refresh_token_that_can_not_be_kept_is_told_at_once(
    start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], secrets: Any
) -> None:
    def full(name: str, value: str) -> None:
        raise OSError(28, "No space left on device")

    crm = start(rotate_refresh_tokens=True)
    secrets.put = full
    with pytest.raises(OSError, match="No space left"):
        connect(crm, login="refresh_token").describe("Account")
    assert len(crm.calls()) == 1


def test_a_login_that_is_refused_is_not_tried_again(
    connect: Callable[..., Connector], crm: SalesforceStandIn, secrets: Any
) -> None:
    secrets.put("client_secret", "wrong")
    salesforce = connect(crm)
    for _ in range(3):
        with pytest.raises(LoginError, match=r"invalid_client.*\n.*client_secret"):
            salesforce.describe("Account")
    assert logins(crm) == 1


@pytest.mark.parametrize(
    ("login", "wrong", "told"),
    [
        ("refresh_token", "refresh_token", "connect again"),
        ("password", "password", "password are wrong"),
        ("soap", "password", "security token is wrong"),
    ],
)
def test_a_refused_login_says_what_to_do(
    connect: Callable[..., Connector], crm: SalesforceStandIn, secrets: Any, login: str, wrong: str, told: str
) -> None:
    secrets.put(wrong, "wrong-secret")
    with pytest.raises(LoginError, match=told) as raised:
        connect(crm, login=login).identify()
    assert "wrong-secret" not in str(raised.value)


def test_a_busy_login_server_is_asked_again(connect: Callable[..., Connector], crm: SalesforceStandIn) -> None:
    crm.fail(Fault(path=TOKEN, kind="status", status=503, times=2), Fault(path=TOKEN, kind="reset"))
    assert connect(crm).describe("Account").name == "Account"


def test_a_token_is_renewed_before_it_ends(
    connect: Callable[..., Connector], crm: SalesforceStandIn, pace: Any
) -> None:
    salesforce = connect(crm)
    salesforce.describe("Account")
    pace.sleep(1700)
    salesforce.describe("Account")
    assert logins(crm) == 1
    pace.sleep(200)
    salesforce.describe("Account")
    assert logins(crm) == 2
    assert {each.status for each in crm.calls()} == {200}


def test_threads_log_in_once(connect: Callable[..., Connector], crm: SalesforceStandIn) -> None:
    salesforce = connect(crm)
    salesforce.describe("Account")
    crm.end_sessions()
    crm.forget_calls()
    crm.fail(Fault(path=TOKEN, kind="slow", seconds=0.2))
    met: list[BaseException] = []

    def describe() -> None:
        try:
            salesforce.describe("Account")
        except BaseException as error:
            met.append(error)

    threads = [threading.Thread(target=describe) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert met == []
    assert logins(crm) == 1


def test_a_token_goes_only_to_safe_addresses(connect: Callable[..., Connector], crm: SalesforceStandIn) -> None:
    body = '{"access_token": "abc", "instance_url": "http://elsewhere.example"}'
    crm.fail(Fault(path=TOKEN, kind="status", status=200, body=body))
    with pytest.raises(LoginError, match="without the org's address"):
        connect(crm).identify()


# Settings


def test_it_is_a_kind_of_connector() -> None:
    assert isinstance(KIND, ConnectorKind)
    assert KIND.name == "salesforce"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"login": "magic"}, "no way of logging in"),
        ({"client_id": ""}, "client_id is missing in the settings"),
        ({"login": "jwt", "username": ""}, "username is missing"),
        ({"login": "jwt"}, "private_key is missing among the secrets"),
        ({"login": "session", "instance_url": ""}, "instance_url is missing"),
        ({"login_url": "http://acme.example"}, "login_url is not an address"),
        ({"login_url": "https://acme.example/path"}, "login_url is not an address"),
        ({"login_url": "https://user:word@acme.example"}, "login_url is not an address"),
        ({"login_url": "https://login.salesforce.com"}, "needs the org's own address"),
        ({"login": "soap", "api_version": "65.0"}, "no SOAP login from version 65.0 on"),
        ({"login": "soap", "api_version": "66"}, "no SOAP login from version 65.0 on"),
        ({"api_version": "31.0"}, "api_version is '31.0'"),
        ({"api_version": "latest"}, "api_version is 'latest'"),
        ({"daily_share": "0"}, "daily_share is '0'"),
        ({"bulk_rows": "many"}, "bulk_rows is 'many'"),
        ({"page_rows": "0"}, "page_rows is '0'"),
    ],
)
def test_settings_that_make_no_sense_are_told_before_a_call(
    connect: Callable[..., Connector], crm: SalesforceStandIn, settings: dict[str, str], told: str
) -> None:
    with pytest.raises(ConnectionSettingError, match=told):
        connect(crm, **settings)
    assert crm.calls() == ()


def test_a_soap_login_passes_before_version_65(connect: Callable[..., Connector], crm: SalesforceStandIn) -> None:
    assert connect(crm, login="soap", api_version="64.0").identify().user == Org().username
