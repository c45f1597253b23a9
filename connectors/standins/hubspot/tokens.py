"""Who may call: a token that stays, as service keys and private apps have; or tokens by OAuth that live 30 minutes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.standins.hubspot import moments
from connectors.standins.hubspot.errors import Refusal, expired_token, no_token

_LIFE = 1_800


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthApp:
    """An app that is installed in the account.

    Args:
        client_id: its id.
        client_secret: its secret.
        refresh_token: what the account gave it.
        rotates: whether each use gives a new refresh token and ends the old one.
    """

    client_id: str = "stand-in-app"
    client_secret: str = "stand-in-secret"
    refresh_token: str = "refresh-0"
    rotates: bool = False


class Tokens:
    """The tokens that are good, safe between threads.

    Args:
        now: the account's clock, in milliseconds since 1970.
        static: the service key, or the token of a private app.
        app: the app that may get tokens by OAuth.
    """

    def __init__(self, now: Callable[[], int], static: str, app: OAuthApp) -> None:
        self._now = now
        self._static = static
        self._app = app
        self._refresh_token = app.refresh_token
        self._ends: dict[str, int] = {}
        self._lock = threading.Lock()
        self.given = 0

    def check(self, authorization: str) -> str:
        """Return the token of a header; a refusal where it is not good, or not any more."""
        token = authorization.removeprefix("Bearer ")
        with self._lock:
            if token == self._static:
                return token
            if token not in self._ends or not authorization.startswith("Bearer "):
                raise no_token()
            left = self._ends[token] - self._now()
            if left <= 0:
                raise expired_token(-left // 1_000, moments.text(self._ends[token]))
            return token

    def seconds_left(self, token: str) -> int:
        """Return how long a token is still good for; -1 where it stays."""
        with self._lock:
            return (self._ends[token] - self._now()) // 1_000 if token in self._ends else -1

    def end_all(self) -> None:
        """Let all tokens that OAuth gave be expired, and have a moment ago."""
        with self._lock:
            self._ends = dict.fromkeys(self._ends, self._now())

    def replace_static(self, token: str) -> None:
        """Let another service key be the good one: the old one was rotated."""
        with self._lock:
            self._static = token

    def revoke_refresh(self) -> None:
        """End the refresh token: the app was uninstalled."""
        with self._lock:
            self._refresh_token = ""

    def refresh(self, form: Mapping[str, str]) -> dict[str, Any]:
        """Return a new token for a refresh token, as the token endpoint does."""
        with self._lock:
            if form.get("grant_type") != "refresh_token":
                raise _bad_grant("BAD_GRANT_TYPE", "missing or unknown grant type")
            if (form.get("client_id"), form.get("client_secret")) != (self._app.client_id, self._app.client_secret):
                raise _bad_grant("BAD_CLIENT_ID", "missing or invalid client id or secret")
            if not self._refresh_token or form.get("refresh_token") != self._refresh_token:
                raise _bad_grant("BAD_REFRESH_TOKEN", "missing or invalid refresh token")
            self.given += 1
            token = f"access-{self.given}"
            self._ends[token] = self._now() + _LIFE * 1_000
            if self._app.rotates:
                self._refresh_token = f"refresh-{self.given}"
            return {
                "token_type": "bearer",
                "refresh_token": self._refresh_token,
                "access_token": token,
                "expires_in": _LIFE,
            }


def _bad_grant(status: str, message: str) -> Refusal:
    return Refusal(400, message, None, more={"status": status, "error": "invalid_grant", "error_description": message})
