"""Logging in: from the settings and secrets of a connection to a token, and to a new one when it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.errors import LoginError
from connectors.protocol import Pace, Secrets
from connectors.salesforce.settings import SalesforceSettings, is_safe_address
from connectors.salesforce.token_requests import Granted, TokenRequests

RENEW_AFTER = 30 * 60.0
"""Seconds after which a token is renewed before it is refused: orgs end sessions after 15 minutes to 24 hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A token, the address where it is good, and when it came (seconds of the connector's clock)."""

    token: str = field(repr=False)
    instance_url: str
    since: float


class Login:
    """Holds the session that is good now. Threads share it; they never log in twice for the same reason."""

    def __init__(self, settings: SalesforceSettings, secrets: Secrets, pace: Pace, requests: TokenRequests) -> None:
        self._settings = settings
        self._secrets = secrets
        self._pace = pace
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._refused: LoginError | None = None
        self._ways: Mapping[str, Callable[[], Granted]] = {
            "client_credentials": requests.client_credentials,
            "jwt": requests.jwt,
            "refresh_token": requests.refresh_token,
            "password": requests.password,
            "soap": requests.soap,
        }

    def session(self) -> Session:
        """Return a session, after a login where there is none or it is old.

        Raises:
            LoginError: Salesforce refuses the login; it is not asked again.
        """
        with self._lock:
            held = self._session
            aged = held is not None and self._can_renew and self._pace.seconds() - held.since > RENEW_AFTER
            return self._begin() if held is None or aged else held

    def renew(self, stale: Session) -> Session:
        """Return another session than one that Salesforce refuses; another thread may have got it already.

        Raises:
            LoginError: as `session` does; or the way of logging in gives no second token.
        """
        with self._lock:
            if self._session is not None and self._session is not stale:
                return self._session
            if not self._can_renew:
                raise LoginError(
                    "The session id of the connection has ended",
                    hint="Put a new access_token among the secrets, or choose a login that renews itself, such as jwt.",
                )
            return self._begin()

    @property
    def _can_renew(self) -> bool:
        return self._settings.login != "session"

    def _begin(self) -> Session:
        if self._refused is not None:
            raise LoginError(self._refused.message, hint=self._refused.hint)
        try:
            granted = self._given() if self._settings.login == "session" else self._ways[self._settings.login]()
        except LoginError as error:
            self._refused = error
            raise
        if granted.refresh_token:
            self._secrets.put("refresh_token", granted.refresh_token)  # the one before is void from now on
        if not granted.token or not is_safe_address(granted.instance_url):
            raise LoginError("Salesforce answered the login without a token, or without the org's address")
        self._session = Session(
            token=granted.token, instance_url=granted.instance_url.rstrip("/"), since=self._pace.seconds()
        )
        return self._session

    def _given(self) -> Granted:
        return Granted(token=self._secrets.get("access_token") or "", instance_url=self._settings.instance_url)
