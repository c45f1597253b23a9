"""Logins: OAuth's token endpoint with four grants, the old SOAP login, and the tokens that are good."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
import re
import threading
from collections.abc import Callable
from html import escape, unescape

from connectors.standins.messages import Handler, Request, Response, json_response
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.refusals import session_ended
from connectors.standins.salesforce.world import ORGANIZATION_ID, USER_ID

_SOAP_LOGIN_ENDED = 65.0
_AUDIENCES = ["https://login.salesforce.com", "https://test.salesforce.com"]
_JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Login:
    """Who is let in.

    Args:
        org: the settings.
        now: the clock.
        url: returns where the stand-in is reached, once it runs.
    """

    def __init__(self, org: Org, now: Callable[[], dt.datetime], url: Callable[[], str]) -> None:
        self._org = org
        self._now = now
        self._url = url
        self._lock = threading.Lock()
        self._numbers = itertools.count(2)
        self._good_until = {org.session_id: dt.datetime.max.replace(tzinfo=dt.UTC)}
        self._refresh_token = org.refresh_token

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return its part of the table of routes."""
        return [
            ("POST", "/services/oauth2/token", self.token),
            ("GET", "/services/oauth2/userinfo", self.identity),
            ("GET", "/id/{organization}/{user}", self.identity),
            ("POST", "/services/Soap/u/{version}", self.soap),
            ("POST", "/services/Soap/c/{version}", self.soap),
        ]

    def check(self, request: Request) -> None:
        """Let a request pass whose access token is good; INVALID_SESSION_ID else."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        with self._lock:
            until = self._good_until.get(token)
        if scheme not in ("Bearer", "OAuth") or until is None or self._now() >= until:
            raise session_ended()

    def end_sessions(self) -> None:
        """End all sessions: every access token given so far is refused."""
        with self._lock:
            self._good_until.clear()

    def end_refresh_token(self) -> None:
        """Withdraw the refresh token, as an admin does who no longer trusts the app."""
        with self._lock:
            self._refresh_token = ""

    @property
    def refresh_token(self) -> str:
        """The refresh token that is good now; empty where it was withdrawn."""
        with self._lock:
            return self._refresh_token

    def token(self, request: Request) -> Response:
        """Answer the token endpoint."""
        form = {**_app(request), **request.form()}
        grants = {
            "client_credentials": self._client_credentials,
            "password": self._password,
            "refresh_token": self._refresh,
            _JWT: self._assertion,
        }
        grant = grants.get(form.get("grant_type", ""))
        if grant is None:
            return _no("unsupported_grant_type", "grant type not supported")
        return grant(form)

    def identity(self, request: Request) -> Response:
        """Answer who the user is."""
        self.check(request)
        return json_response(
            {
                "id": f"{self._url()}/id/{ORGANIZATION_ID}/{USER_ID}",
                "user_id": USER_ID,
                "organization_id": ORGANIZATION_ID,
                "username": self._org.username,
                "preferred_username": self._org.username,
                "display_name": "Integration User",
                "email": self._org.username,
                "active": True,
                "user_type": "STANDARD",
                "language": "en_US",
                "locale": "en_US",
                "timezone": "Europe/Berlin",
                "urls": {"rest": f"{self._url()}/services/data/v{{version}}/"},
            }
        )

    def soap(self, request: Request) -> Response:
        """Answer the SOAP login, which versions from 65.0 on no longer have."""
        if float(request.named["version"]) >= _SOAP_LOGIN_ENDED:
            return _soap_fault("UNSUPPORTED_API_VERSION", "SOAP API login() is not available in this API version")
        body = request.body.decode()
        name, word = _element(body, "username"), _element(body, "password")
        if (name, word) != (self._org.username, self._org.password + self._org.security_token):
            return _soap_fault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.")
        url = f"{self._url()}/services/Soap/u/{request.named['version']}/{ORGANIZATION_ID[:15]}"
        result = (
            f"<loginResponse><result><serverUrl>{escape(url)}</serverUrl><sessionId>{escape(self._new_session())}"
            f"</sessionId><userId>{USER_ID}</userId><userInfo><organizationId>{ORGANIZATION_ID}</organizationId>"
            f"<sessionSecondsValid>{self._org.session_seconds}</sessionSecondsValid></userInfo></result></loginResponse>"
        )
        return _soap(result, 200)

    def _client_credentials(self, form: dict[str, str]) -> Response:
        if form.get("client_id") != self._org.client_id:
            return _no("invalid_client_id", "client identifier invalid")
        if form.get("client_secret") != self._org.client_secret:
            return _no("invalid_client", "invalid client credentials")
        return self._yes()

    def _password(self, form: dict[str, str]) -> Response:
        if form.get("client_id") != self._org.client_id:
            return _no("invalid_client_id", "client identifier invalid")
        right = (self._org.password, self._org.password + self._org.security_token)
        if form.get("username") != self._org.username or form.get("password") not in right:
            return _no("invalid_grant", "authentication failure")
        return self._yes()

    def _refresh(self, form: dict[str, str]) -> Response:
        if form.get("client_id") != self._org.client_id:
            return _no("invalid_client_id", "client identifier invalid")
        with self._lock:
            if not self._refresh_token or form.get("refresh_token") != self._refresh_token:
                return _no("invalid_grant", "expired access/refresh token")
            if self._org.rotate_refresh_tokens:
                self._refresh_token = f"{self._org.refresh_token}-{next(self._numbers)}"
            fresh = {"refresh_token": self._refresh_token} if self._org.rotate_refresh_tokens else {}
        return self._yes(**fresh)

    def _assertion(self, form: dict[str, str]) -> Response:
        """Check a JWT: its signature, app, user and audience; not its times, for they are by the client's clock."""
        import jwt

        try:
            claims = jwt.decode(
                form.get("assertion", ""),
                self._org.public_key or "",
                algorithms=["RS256"],
                audience=[*_AUDIENCES, self._url()],
                options={"verify_exp": False, "verify_iat": False},
            )
        except (jwt.PyJWTError, ValueError):
            return _no("invalid_grant", "invalid assertion")
        if claims.get("iss") != self._org.client_id:
            return _no("invalid_client_id", "client identifier invalid")
        if claims.get("sub") != self._org.username:
            return _no("invalid_grant", "user hasn't approved this consumer")
        return self._yes()

    def _new_session(self) -> str:
        with self._lock:
            token = f"{self._org.session_id}-{next(self._numbers)}"
            self._good_until[token] = self._now() + dt.timedelta(seconds=self._org.session_seconds)
        return token

    def _yes(self, **more: str) -> Response:
        return json_response(
            {
                "access_token": self._new_session(),
                "signature": "c3RhbmQtaW4=",
                "scope": "api refresh_token",
                "instance_url": self._url(),
                "id": f"{self._url()}/id/{ORGANIZATION_ID}/{USER_ID}",
                "token_type": "Bearer",
                "issued_at": str(int(self._now().timestamp() * 1000)),
                **more,
            }
        )


def _app(request: Request) -> dict[str, str]:
    """Return the app's id and secret, where they come in the header and not in the form."""
    scheme, _, word = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic":
        return {}
    id, _, secret = base64.b64decode(word).decode().partition(":")
    return {"client_id": id, "client_secret": secret}


def _no(error: str, description: str) -> Response:
    return json_response({"error": error, "error_description": description}, 400)


def _element(body: str, name: str) -> str:
    match = re.search(rf"<(?:\w+:)?{name}>(.*?)</", body, re.DOTALL)
    return unescape(match[1]) if match else ""


def _soap_fault(code: str, message: str) -> Response:
    fault = (
        f"<soapenv:Fault><faultcode>{code}</faultcode><faultstring>{code}: {escape(message)}</faultstring><detail>"
        f'<sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>'
        f"{escape(message)}</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>"
    )
    return _soap(fault, 500)


def _soap(inner: str, status: int) -> Response:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns="urn:partner.soap.sforce.com" xmlns:sf="urn:fault.partner.soap.sforce.com"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>{inner}</soapenv:Body></soapenv:Envelope>'
    )
    return Response(status=status, headers={"Content-Type": "text/xml;charset=UTF-8"}, body=body.encode())
