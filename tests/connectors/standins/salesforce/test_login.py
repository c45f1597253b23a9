"""Logins: four grants of OAuth, SOAP as long as it lasted, sessions that end."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
APP = {"client_id": "stand-in-client", "client_secret": "stand-in-secret"}
USER = {"username": "admin@merrova.example", "password": "stand-in-password"}


def ask(client: Any, **form: str) -> Any:
    return client.session.post(f"{client.crm.url}/services/oauth2/token", data=form)


def works(client: Any, token: str) -> bool:
    client.session.headers["Authorization"] = f"Bearer {token}"
    return bool(client.get("limits").ok)


def test_client_credentials(client: Any) -> None:
    told = ask(client, grant_type="client_credentials", **APP).json()
    assert told["instance_url"] == client.crm.url
    assert told["token_type"] == "Bearer"
    assert works(client, told["access_token"])
    who = client.session.get(told["id"]).json()
    assert told["id"].endswith(f"/id/{who['organization_id']}/{who['user_id']}")
    assert who["username"] == USER["username"]
    assert client.query("SELECT Id FROM Organization") == [{"Id": who["organization_id"]}]


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "x"}, "invalid_client_id"),
        ({"grant_type": "client_credentials", **APP, "client_secret": "x"}, "invalid_client"),
        ({"grant_type": "password", **APP, **USER, "password": "x"}, "invalid_grant"),
        ({"grant_type": "password", **USER, "client_id": "x"}, "invalid_client_id"),
        ({"grant_type": "refresh_token", **APP, "refresh_token": "x"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "client_id": "x"}, "invalid_client_id"),
        ({"grant_type": JWT, "assertion": "x"}, "invalid_grant"),
        ({"grant_type": "x"}, "unsupported_grant_type"),
    ],
)
def test_wrong_credentials(client: Any, form: dict[str, str], error: str) -> None:
    answer = ask(client, **form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.json()["error_description"]


def test_passwords(client: Any) -> None:
    told = ask(client, grant_type="password", **APP, **{**USER, "password": "stand-in-passwordstand-in-token"}).json()
    assert works(client, told["access_token"])


def test_refresh_tokens_stay_or_rotate(serve: Any) -> None:
    fixed = serve()
    told = ask(fixed, grant_type="refresh_token", refresh_token="stand-in-refresh-token", **APP).json()
    assert "refresh_token" not in told
    rotating = serve(rotate_refresh_tokens=True)
    told = ask(rotating, grant_type="refresh_token", refresh_token="stand-in-refresh-token", **APP).json()
    assert told["refresh_token"] == rotating.crm.login.refresh_token != "stand-in-refresh-token"
    assert works(rotating, told["access_token"])
    assert ask(rotating, grant_type="refresh_token", refresh_token="stand-in-refresh-token", **APP).status_code == 400
    assert ask(rotating, grant_type="refresh_token", refresh_token=told["refresh_token"], **APP).ok
    rotating.crm.login.end_refresh_token()
    assert ask(rotating, grant_type="refresh_token", refresh_token="", **APP).json()["error"] == "invalid_grant"


def test_jwts_are_checked(serve: Any) -> None:
    ours, other = (rsa.generate_private_key(public_exponent=65_537, key_size=2_048) for _ in range(2))
    public = ours.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    client = serve(public_key=public.decode())
    claims = {"iss": "stand-in-client", "sub": USER["username"], "aud": "https://login.salesforce.com", "exp": 1}

    def error(key: Any, **more: Any) -> Any:
        assertion = jwt.encode({**claims, **more}, key, "RS256")
        return ask(client, grant_type=JWT, assertion=assertion).json().get("error_description")

    assert error(ours) is None
    assert error(ours, aud=client.crm.url) is None
    assert error(other) == "invalid assertion"
    assert error(ours, aud="https://elsewhere.example") == "invalid assertion"
    assert error(ours, iss="x") == "client identifier invalid"
    assert error(ours, sub="x") == "user hasn't approved this consumer"


def test_sessions_end_with_time_and_when_told(client: Any) -> None:
    token = ask(client, grant_type="client_credentials", **APP).json()["access_token"]
    client.crm.advance(7_199)
    assert works(client, token)
    client.crm.advance(1)
    assert not works(client, token)
    assert works(client, client.crm.org.session_id)
    client.crm.end_sessions()
    assert not works(client, client.crm.org.session_id)


@pytest.mark.parametrize(
    ("version", "password", "status", "part"),
    [
        ("64.0", "stand-in-passwordstand-in-token", 200, "<sessionId>00D000000000001!stand-in-session-2</sessionId>"),
        ("64.0", "stand-in-password", 500, "<sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>"),
        ("65.0", "stand-in-passwordstand-in-token", 500, "UNSUPPORTED_API_VERSION"),
    ],
)
def test_soap_logins(client: Any, version: str, password: str, status: int, part: str) -> None:
    body = f"<n1:login><n1:username>{USER['username']}</n1:username><n1:password>{password}</n1:password></n1:login>"
    answer = client.session.post(f"{client.crm.url}/services/Soap/u/{version}", data=body)
    assert answer.status_code == status
    assert part in answer.text
