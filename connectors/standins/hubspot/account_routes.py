"""The account over HTTP: who it is, how many calls it took, what a token may do, new tokens."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from connectors.standins.hubspot import moments
from connectors.standins.hubspot.limits import Limits
from connectors.standins.hubspot.object_routes import body_of
from connectors.standins.hubspot.portal import Portal
from connectors.standins.hubspot.scopes import granted
from connectors.standins.hubspot.tokens import Tokens
from connectors.standins.messages import Request, Response, json_response

_APP_ID, _USER_ID = 310_000, 500_001
_DAILY = 250_000


class AccountRoutes:
    """Answers requests about one account. The caller holds its lock."""

    def __init__(self, portal: Portal, limits: Limits, tokens: Tokens) -> None:
        self._portal = portal
        self._limits = limits
        self._tokens = tokens

    def details(self, _: Request) -> Response:
        """Answer which account this is."""
        portal = self._portal
        offset = portal.clock.now().astimezone(ZoneInfo(portal.timezone)).utcoffset()
        seconds = round(offset.total_seconds()) if offset is not None else 0
        hours, minutes = divmod(abs(seconds) // 60, 60)
        return json_response(
            {
                "portalId": portal.id,
                "accountType": "STANDARD",
                "timeZone": portal.timezone,
                "companyCurrency": portal.currency,
                "additionalCurrencies": [],
                "utcOffset": f"{'-' if seconds < 0 else '+'}{hours:02d}:{minutes:02d}",
                "utcOffsetMilliseconds": seconds * 1_000,
                "uiDomain": "app.hubspot.com",
                "dataHostingLocation": "eu1",
            }
        )

    def usage(self, _: Request) -> Response:
        """Answer how many calls were made today, and how many may be."""
        usage = {
            "name": "private-apps-api-calls-daily",
            "usageLimit": self._limits.allowed.day or _DAILY,
            "currentUsage": self._limits.used_today(),
            "collectedAt": moments.text(self._portal.now()),
            "fetchStatus": "SUCCESS",
            "resetsAt": moments.text(self._limits.resets_at()),
        }
        return json_response({"results": [usage]})

    def token(self, request: Request) -> Response:
        """Answer with a new token."""
        return json_response(self._tokens.refresh(request.form()))

    def token_info(self, request: Request) -> Response:
        """Answer what a token by OAuth is good for."""
        token = request.named["token"]
        self._tokens.check(f"Bearer {token}")
        info: dict[str, Any] = {
            "token": token,
            "user": "admin@stand-in.example",
            "hub_domain": "stand-in.example",
            "hub_id": self._portal.id,
            "user_id": _USER_ID,
            "app_id": _APP_ID,
            "scopes": granted(self._portal),
            "expires_in": self._tokens.seconds_left(token),
            "token_type": "access",
        }
        return json_response(info)

    def private_token_info(self, request: Request) -> Response:
        """Answer what a service key, or the token of a private app, is good for."""
        self._tokens.check(f"Bearer {body_of(request).get('tokenKey')}")
        return json_response(
            {"userId": _USER_ID, "hubId": self._portal.id, "appId": _APP_ID, "scopes": granted(self._portal)}
        )
