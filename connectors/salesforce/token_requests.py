"""The requests that bring a token, one for each way of logging in.

Sources: Salesforce's OAuth 2.0 flows (client credentials, JWT bearer, refresh token, username-password) and, for the
SOAP login, the Partner API's login().
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests

from connectors.errors import LoginError
from connectors.protocol import Secrets
from connectors.salesforce.clock import ServerClock, moment_of
from connectors.salesforce.exchange import Exchange
from connectors.salesforce.settings import SalesforceSettings

TOKEN_PATH = "/services/oauth2/token"
ASSERTION_SECONDS = 180

REMEDIES = (
    ("invalid_client_id|invalid_client|invalid_client_credentials", "Check client_id and client_secret."),
    ("inactive_user|inactive_org", "The user or the org is not active."),
    ("unsupported_grant_type", "The app does not allow this flow: Setup > External Client App Manager > OAuth."),
    ("invalid_app_access|unauthorized_client", "Allow the app to the user: the app's policies > permitted users."),
    ("invalid_grant", "The grant is expired or revoked, or user, key or password are wrong; connect again."),
    ("rate_limit_exceeded|login_rate.*", "Too many logins; wait an hour."),
)
SOAP_REMEDIES = (
    ("INVALID_LOGIN", "User name, password or security token is wrong, or the user is locked."),
    ("LOGIN_MUST_USE_SECURITY_TOKEN", "Put the security_token of the user among the secrets."),
    ("API_DISABLED_FOR_ORG|API_CURRENTLY_DISABLED", "This org has no API, or this user may not use it."),
    ("UNSUPPORTED_API_VERSION|INVALID_SOAP.*", "Salesforce has no SOAP login from API version 65.0 on; use jwt."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a login gives. `refresh_token` is there where Salesforce gave a new one: the one before is void."""

    token: str = field(repr=False)
    instance_url: str
    refresh_token: str | None = field(repr=False, default=None)


class TokenRequests:
    """The ways of logging in with the secrets of one connection."""

    def __init__(self, settings: SalesforceSettings, secrets: Secrets, exchange: Exchange, clock: ServerClock) -> None:
        self._settings = settings
        self._secrets = secrets
        self._exchange = exchange
        self._clock = clock

    def client_credentials(self) -> Granted:
        """Log in as the app itself."""
        return self._token("client_credentials", self._app())

    def password(self) -> Granted:
        """Log in with user name and password; Salesforce is withdrawing it."""
        password = self._secret("password") + (self._secrets.get("security_token") or "")
        return self._token("password", {**self._app(), "username": self._settings.username, "password": password})

    def refresh_token(self) -> Granted:
        """Log in with the refresh token that is kept; a new one may come with the answer."""
        given = {"client_id": self._settings.client_id, "refresh_token": self._secret("refresh_token")}
        secret = self._secrets.get("client_secret")
        return self._token("refresh_token", {**given, **({"client_secret": secret} if secret else {})})

    def jwt(self) -> Granted:
        """Log in with an assertion signed by the private key."""
        now = self._clock.now() or self._asked_clock()
        claims = {
            "iss": self._settings.client_id,
            "sub": self._settings.username,
            "aud": _audience(self._settings.login_url),
            "exp": int(now.timestamp()) + ASSERTION_SECONDS,
        }
        try:
            assertion = jwt.encode(claims, self._secret("private_key"), algorithm="RS256")
        except (ValueError, TypeError, jwt.PyJWTError):
            assertion = ""
        if not assertion:
            raise LoginError("private_key is no RSA key", hint="It is PEM text: -----BEGIN PRIVATE KEY----- …")
        return self._token("urn:ietf:params:oauth:grant-type:jwt-bearer", {"assertion": assertion})

    def _asked_clock(self) -> dt.datetime:
        return moment_of(
            self._exchange.send("GET", f"{self._settings.login_url}/services/data/", about="The clock").headers
        )

    def soap(self) -> Granted:
        """Log in with password and security token; there before API version 65.0 only."""
        address = f"{self._settings.login_url}/services/Soap/u/{self._settings.api_version}"
        password = self._secret("password") + (self._secrets.get("security_token") or "")
        answer = self._exchange.send(
            "POST",
            address,
            about="The login",
            data=_ENVELOPE.format(username=escape(self._settings.username), password=escape(password)).encode(),
            headers={"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": "login"},
            fine=lambda status: status == 500 or _any_refusal(status),  # faults of SOAP come with 500
        )
        token, server = _element(answer.text, "sessionId"), _element(answer.text, "serverUrl")
        if answer.status_code >= 300 or not token or not server:
            raise _refusal(_element(answer.text, r"(?:\w+:)?exceptionCode") or str(answer.status_code), SOAP_REMEDIES)
        parts = urlsplit(server)
        return Granted(token=token, instance_url=f"{parts.scheme}://{parts.netloc}")

    def _token(self, grant_type: str, given: Mapping[str, str]) -> Granted:
        answer = self._exchange.send(
            "POST",
            self._settings.login_url + TOKEN_PATH,
            about="The login",
            data={"grant_type": grant_type, **given},
            headers={"Accept": "application/json"},
            fine=_any_refusal,
        )
        content = _json(answer)
        if answer.status_code >= 300:
            raise _refusal(str(content.get("error") or answer.status_code), REMEDIES)
        return Granted(
            token=str(content.get("access_token") or ""),
            instance_url=str(content.get("instance_url") or ""),
            refresh_token=content.get("refresh_token"),
        )

    def _app(self) -> dict[str, str]:
        return {"client_id": self._settings.client_id, "client_secret": self._secret("client_secret")}

    def _secret(self, name: str) -> str:
        return self._secrets.get(name) or ""


_ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:urn="urn:partner.soap.sforce.com"><soapenv:Body>'
    "<urn:login><urn:username>{username}</urn:username><urn:password>{password}</urn:password></urn:login>"
    "</soapenv:Body></soapenv:Envelope>"
)


def _any_refusal(status: int) -> bool:
    """Return whether an answer is one to look at: busy servers are asked again, refusals are not."""
    return status < 300 or (400 <= status < 500 and status not in (406, 408, 420, 429))


def _audience(login_url: str) -> str:
    host = urlsplit(login_url).hostname or ""
    is_sandbox = host.startswith("test.") or ".sandbox." in host
    return "https://test.salesforce.com" if is_sandbox else "https://login.salesforce.com"


def _refusal(code: str, remedies: tuple[tuple[str, str], ...]) -> LoginError:
    shown = code if re.fullmatch(r"[\w.:]{1,60}", code) else "no reason given"
    hint = next((remedy for pattern, remedy in remedies if re.fullmatch(rf"(\w+:)?({pattern})", code)), None)
    return LoginError(
        f"Salesforce refuses the login: {shown}", hint=hint or "Check the login settings of the connection."
    )


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _element(text: str, name: str) -> str:
    found = re.search(rf"<{name}>([^<]+)</", text)
    return found[1] if found else ""
