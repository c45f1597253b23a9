"""The stand-in: an account that answers over HTTP on loopback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from connectors.standins.clock import Clock
from connectors.standins.hubspot import limits as rate_limits
from connectors.standins.hubspot import scopes
from connectors.standins.hubspot.account_routes import AccountRoutes
from connectors.standins.hubspot.association_routes import AssociationRoutes
from connectors.standins.hubspot.definition_routes import DefinitionRoutes
from connectors.standins.hubspot.errors import Refusal, expired_token, unknown_object
from connectors.standins.hubspot.limits import Limits, RateLimits
from connectors.standins.hubspot.moments import text
from connectors.standins.hubspot.object_routes import ObjectRoutes
from connectors.standins.hubspot.object_types import ObjectType
from connectors.standins.hubspot.paths import paths_of
from connectors.standins.hubspot.portal import OWNERS, SCHEMAS, Portal
from connectors.standins.hubspot.tokens import OAuthApp, Tokens
from connectors.standins.hubspot.write_routes import WriteRoutes
from connectors.standins.messages import Handler, Request, Response, Routes, fault_response
from connectors.standins.stand_in import StandIn

_LONGEST_TARGET = 16_000
_PUBLIC = ("/oauth/",)
_TOO_LONG = Response(
    status=414,
    headers={"Content-Type": "text/html"},
    body=b"<html><head><title>414 Request-URI Too Large</title></head><body>414 Request-URI Too Large</body></html>",
)


class HubSpotStandIn(StandIn, Portal):
    """An account behind a real HTTP server.

    A fault of the kind "special" is a limit that is reached, with the name of its policy as the code. A "short" page
    of a list, a search or a batch lacks the last of its results.

    Args:
        clock: the account's clock; real time where none is given.
        port: the port on 127.0.0.1; 0 takes a free one.
        tls: whether it speaks TLS; `certificate` is then what a client has to trust.
        token: the service key that is good.
        app: the app that may get tokens by OAuth.
        limits: how many calls it takes; any number where not given.
        search_lag: seconds until search knows of a write.
        association_page: how many links of one record an answer has at most.
        portal_id: the number of the account.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        tls: bool = False,
        token: str = "pat-stand-in",
        app: OAuthApp | None = None,
        limits: RateLimits | None = None,
        search_lag: float = 0.0,
        association_page: int = 1_000,
        portal_id: int = 4_200_000,
    ) -> None:
        super().__init__(clock, search_lag=search_lag, id=portal_id)
        self.token = token
        self.app = app or OAuthApp()
        self.limits = Limits(self.now, limits or RateLimits())
        self.tokens = Tokens(self.now, token, self.app)
        self._routes = Routes(self._table(association_page))
        self._serve(self._respond, self.clock, tuple(rate_limits.POLICIES), port, tls)

    def _table(self, association_page: int) -> list[tuple[str, str, Handler]]:
        objects, definitions = ObjectRoutes(self), DefinitionRoutes(self)
        associations = AssociationRoutes(self, association_page)
        writes = WriteRoutes(self)
        account = AccountRoutes(self, self.limits, self.tokens)
        operations: list[tuple[str, str, Handler]] = [
            ("GET", "objects", self._of_type(objects.list)),
            ("POST", "batch_read", self._of_type(objects.batch_read)),
            ("POST", "batch_update", self._of_type(writes.batch_update)),
            ("POST", "batch_create", self._of_type(writes.batch_create)),
            ("POST", "search", self._of_type(objects.search)),
            ("GET", "object", self._of_type(objects.read)),
            ("GET", "properties", self._of_type(definitions.properties)),
            ("GET", "property", self._of_type(definitions.property)),
            ("GET", "schemas", self._needing(SCHEMAS, definitions.schemas)),
            ("GET", "schema", self._of_type(definitions.schema)),
            ("GET", "owners", self._needing(OWNERS, definitions.owners)),
            ("GET", "pipelines", self._of_type(definitions.pipelines)),
            ("POST", "associations", self._of_pair(associations.batch_read)),
            ("GET", "labels", self._of_pair(lambda start, end, _: associations.labels(start, end))),
            ("GET", "account", account.details),
            ("GET", "usage", account.usage),
            ("POST", "token", account.token),
            ("GET", "token_info", account.token_info),
            ("POST", "private_token_info", account.private_token_info),
        ]
        return [(method, path, handler) for method, name, handler in operations for path in paths_of(name)]

    def _of_type(self, answer: Callable[[ObjectType, Request], Response]) -> Handler:
        def handler(request: Request) -> Response:
            return answer(self._kind(request.named["type"]), request)

        return handler

    def _of_pair(self, answer: Callable[[ObjectType, ObjectType, Request], Response]) -> Handler:
        def handler(request: Request) -> Response:
            return answer(self._kind(request.named["from"]), self._kind(request.named["to"]), request)

        return handler

    def _needing(self, name: str, answer: Handler) -> Handler:
        def handler(request: Request) -> Response:
            scopes.require(self, name)
            return answer(request)

        return handler

    def _kind(self, name: str) -> ObjectType:
        kind = self.kind(name)
        if kind is None:
            raise unknown_object(name)
        scopes.require(self, kind.name)
        return kind

    def _respond(self, request: Request) -> Response:
        try:
            return self._answer(request)
        except Refusal as refusal:
            return refusal.response()

    def _answer(self, request: Request) -> Response:
        if len(request.target) > _LONGEST_TARGET:
            return _TOO_LONG
        fault = request.fault
        if fault is not None and fault.kind == "expired" and fault.body is not None:
            return fault_response(replace(fault, status=401))
        self._strike(request)
        public = request.path.startswith(_PUBLIC)
        if not public:
            self.tokens.check(request.headers.get("authorization", ""))
        found = self._routes.find(request)
        if found is None:
            raise Refusal(404, f"resource not found: {request.method} {request.path}", "OBJECT_NOT_FOUND")
        headers: Any = {} if public else self.limits.take(search=request.path.endswith("/search"))
        handler, request = found
        with self.lock:
            return handler(request).with_headers(headers)

    def _strike(self, request: Request) -> None:
        """Raise what a fault of this CRM makes of a request: an expired token, or a limit by its policy's name."""
        fault = request.fault
        if fault is None:
            return
        if fault.kind == "expired":
            raise expired_token(5, text(self.now() - 5_000))
        if fault.kind == "special":
            raise rate_limits.refusal(fault.code, fault.retry_after)
