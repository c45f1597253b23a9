"""How HubSpot lets us in: a token that stays, or one that an app gets anew each half hour."""

from __future__ import annotations

import threading
from typing import Protocol

from connectors.errors import LimitError, LoginError
from connectors.hubspot.errors import PASSING, DroppedError, Reply, error_of, unreachable
from connectors.hubspot.paths import path
from connectors.hubspot.settings import HubSpotSettings, check_token
from connectors.hubspot.transport import Transport
from connectors.protocol import Pace, Secrets

_TRIES = 5
_USE = 0.8  # of a token's life: HubSpot asks to go by expires_in and not to wait for a 401


class Login(Protocol):
    """Gives the token of each call."""

    def token(self) -> str:
        """Return a token that should be good."""

    def renew(self, refused: str) -> bool:
        """Get another token in place of one that HubSpot refused; False where there is none to get."""


class TokenLogin:
    """A service key, or the token of a private app."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        """Return the token."""
        return self._token

    def renew(self, refused: str) -> bool:  # noqa: ARG002
        """Return False: nobody but an admin can make another."""
        return False


class OAuthLogin:
    """An app's login by refresh token. One thread renews it, the others wait.

    Args:
        settings: of the connection.
        secrets: where the client secret and the refresh token are, and where a new one goes.
        transport: the line.
        pace: time.
    """

    def __init__(self, settings: HubSpotSettings, secrets: Secrets, transport: Transport, pace: Pace) -> None:
        self._settings = settings
        self._secrets = secrets
        self._transport = transport
        self._pace = pace
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = 0.0

    def token(self) -> str:
        """Return a token, a new one where four fifths of the old one's life are over."""
        with self._lock:
            if self._token is None or self._pace.seconds() >= self._renew_at:
                return self._get()
            return self._token

    def renew(self, refused: str) -> bool:
        """Get a new token unless another thread has done so."""
        with self._lock:
            if self._token == refused:
                self._get()
            return True

    def _get(self) -> str:
        reply = self._ask()
        body = reply.body if isinstance(reply.body, dict) else {}
        token, lasts, refresh = body.get("access_token"), body.get("expires_in"), body.get("refresh_token")
        if reply.status >= 300 or not isinstance(token, str) or not isinstance(lasts, (int, float)):
            raise LoginError(
                f"HubSpot gives no access for the refresh token (status {reply.status}).",
                hint="Look at client_id and client_secret; or install the app in the account anew, then swell connect.",
            )
        if isinstance(refresh, str) and refresh and refresh != self._secrets.get("refresh_token"):
            self._secrets.put("refresh_token", refresh)
        self._token = check_token(token)
        self._renew_at = self._pace.seconds() + _USE * lasts
        return token

    def _ask(self) -> Reply:
        """Ask for a token, again where what went wrong passes by itself."""
        form = [
            ("grant_type", "refresh_token"),
            ("client_id", self._settings.client_id),
            ("client_secret", self._secrets.get("client_secret") or ""),
            ("refresh_token", self._secrets.get("refresh_token") or ""),
        ]
        for tried in range(1, _TRIES + 1):
            try:
                reply = self._transport.send("POST", path(self._settings.api_version, "token"), form=form)
            except DroppedError as dropped:
                if tried == _TRIES or not dropped.passes:
                    raise unreachable(dropped, "the login") from None
            else:
                if reply.status not in PASSING and reply.status != 429:
                    return reply
                if tried == _TRIES:
                    raise error_of(reply, "the login")
            self._pace.sleep(2.0**tried)
        raise LimitError("HubSpot gives no access for now.")  # pragma: no cover


def login_of(settings: HubSpotSettings, secrets: Secrets, transport: Transport, pace: Pace) -> Login:
    """Return the login that the settings speak of."""
    if settings.login == "oauth":
        return OAuthLogin(settings, secrets, transport, pace)
    return TokenLogin(check_token(secrets.get("token") or ""))
