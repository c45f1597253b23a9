from __future__ import annotations

import logging

import pytest

from connectors.errors import ConnectionSettingError, LoginError, UnreachableError
from connectors.hubspot.kind import KIND
from connectors.protocol import Connector, ConnectorKind
from connectors.standins.faults import Fault
from connectors.standins.hubspot import OAuthApp

TOKEN_PATH = "/oauth/v1/token"


def tokens_asked(side):
    return [status for path, status in side.calls if path == TOKEN_PATH]


def test_the_kind_is_one():
    assert isinstance(KIND, ConnectorKind)
    assert {each.name for each in KIND.settings if each.secret} == {"token", "client_secret", "refresh_token"}


def test_a_token_lets_us_in(side):
    connector: Connector = side.open()
    account = connector.identify()
    assert (account.id, account.edition, account.timezone) == (str(side.crm.id), "STANDARD", "Europe/Berlin")


def test_opening_calls_nobody(side):
    side.open()
    side.oauth()
    assert side.calls == []


def test_a_wrong_token_is_asked_with_once(side):
    side.crm.tokens.replace_static("another")
    connector = side.open()
    with pytest.raises(LoginError, match="refuses the login") as caught:
        connector.identify()
    assert "service key" in caught.value.hint.lower()
    assert len(side.calls) == 1


def test_oauth_gets_a_token_and_uses_it_for_four_fifths_of_its_life(side):
    connector = side.oauth()
    connector.identify()
    side.crm.advance(0.79 * 1800)
    connector.identify()
    assert len(tokens_asked(side)) == 1
    side.crm.advance(0.02 * 1800)
    connector.identify()
    assert len(tokens_asked(side)) == 2
    assert all(status == 200 for _, status in side.calls)


def test_oauth_renews_a_token_that_was_ended_early(side):
    connector = side.oauth()
    connector.identify()
    side.crm.tokens.end_all()
    connector.identify()
    assert len(tokens_asked(side)) == 2


def test_a_persistent_401_makes_few_calls(side):
    connector = side.oauth()
    connector.identify()
    side.crm.forget_calls()
    side.crm.faults.add(Fault(path="/account-info/*", kind="expired", times=None))
    with pytest.raises(LoginError):
        connector.identify()
    assert len(side.calls) == 3


def test_a_new_refresh_token_is_kept_before_it_is_used(make_side):
    side = make_side(app=OAuthApp(rotates=True))
    connector = side.oauth()
    connector.identify()
    assert side.secrets.puts == [("refresh_token", "refresh-1")]
    side.crm.tokens.end_all()
    connector.identify()
    assert side.secrets.get("refresh_token") == "refresh-2"
    again = side.open(login="oauth", client_id=side.crm.app.client_id)
    assert again.identify().id == str(side.crm.id)


def test_a_refresh_token_that_was_ended(side):
    side.crm.tokens.revoke_refresh()
    connector = side.oauth()
    with pytest.raises(LoginError, match="refresh token") as caught:
        connector.identify()
    assert "install the app" in caught.value.hint
    assert len(side.calls) == 1


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 503}, {"kind": "reset"}, {"kind": "cut", "bytes": 5}])
def test_the_login_tries_again(side, fault):
    side.crm.faults.add(Fault(path=TOKEN_PATH, times=2, **fault))
    assert side.oauth().identify().id == str(side.crm.id)


def test_the_login_gives_up(side):
    side.crm.faults.add(Fault(path=TOKEN_PATH, kind="reset", times=None))
    with pytest.raises(UnreachableError, match="the login"):
        side.oauth().identify()
    side.crm.faults.clear()
    side.crm.faults.add(Fault(path=TOKEN_PATH, kind="status", status=502, times=None))
    with pytest.raises(UnreachableError, match="the login"):
        side.oauth().identify()


@pytest.mark.parametrize(
    ("settings", "secrets", "says"),
    [
        ({}, {}, "has no token"),
        ({"login": "password"}, {"token": "x"}, "login"),
        ({"login": "oauth"}, {"refresh_token": "x", "client_secret": "x"}, "client_id"),
        ({"login": "oauth", "client_id": "x"}, {"client_secret": "x"}, "refresh_token"),
        ({"api_version": "v9"}, {"token": "x"}, "api_version"),
        ({"url": "ftp://x"}, {"token": "x"}, "no address"),
        ({"proxy": "somewhere"}, {"token": "x"}, "setting proxy"),
        ({"url": "http://crm.example"}, {"token": "x"}, "unencrypted"),
        ({"url": "http://localhost.evil.example"}, {"token": "x"}, "unencrypted"),
        ({"calls_per_10_seconds": "many"}, {"token": "x"}, "calls_per_10_seconds"),
        ({}, {"token": "a\r\nb"}, "signs"),
        ({}, {"token": "schlüssel"}, "signs"),
    ],
)
def test_settings_that_make_no_sense(side, settings, secrets, says):
    side.secrets.values = secrets
    with pytest.raises(ConnectionSettingError, match=says) as caught:
        KIND.open(settings, side.secrets, side.pace)
    assert caught.value.hint


def test_space_around_a_token_does_no_harm(side):
    side.secrets.values["token"] = f"  {side.crm.token}\n"
    assert side.open().identify().id == str(side.crm.id)


def test_a_proxy_is_gone_through(side):
    # To a proxy, an http request is like any other but for the whole address in its first line.
    connector = side.open(url="http://localhost:1", proxy=side.crm.url)
    assert connector.identify().id == str(side.crm.id)


def test_no_message_holds_a_token(side, caplog):
    caplog.set_level(logging.DEBUG)
    side.crm.create("companies", {"name": "Secretive"})
    connector = side.open()
    for _ in connector.read(side.question(connector, "companies")):
        pass
    side.crm.tokens.replace_static("another")
    with pytest.raises(LoginError) as caught:
        connector.identify()
    told = [str(caught.value), repr(caught.value), repr(connector), caplog.text]
    assert not any(side.crm.token in each or "Secretive" in each for each in told)
    assert caught.value.__cause__ is None
