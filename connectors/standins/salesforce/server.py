"""The stand-in as a server: who is let in, what goes wrong, which route answers."""

from __future__ import annotations

from typing import Any

from connectors.standins.faults import Fault
from connectors.standins.messages import Request, Response, Routes, fault_response, json_response
from connectors.standins.salesforce.collections import Collections
from connectors.standins.salesforce.composite import Composite
from connectors.standins.salesforce.jobs import JOB_SPECIALS, Jobs
from connectors.standins.salesforce.limits import Limits
from connectors.standins.salesforce.login import Login
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.refusals import SPECIALS, Refusal, not_found, session_ended, special
from connectors.standins.salesforce.rest_queries import RestQueries
from connectors.standins.salesforce.sobjects import Sobjects
from connectors.standins.salesforce.world import World
from connectors.standins.stand_in import StandIn

_LONGEST_URI = 16_384
_OPEN = ("/services/oauth2/token", "/services/Soap/")
_OLDEST, _NEWEST = 31, 66


class SalesforceStandIn(StandIn):
    """A Salesforce organisation behind a real HTTP server.

    Args:
        world: its records; none but the organisation's own where None.
        org: how it is set up.
        port: the port on 127.0.0.1; 0 takes a free one.
        tls: whether it speaks TLS; `certificate` is then what a client has to trust.
    """

    def __init__(self, world: World | None = None, *, org: Org | None = None, port: int = 0, tls: bool = False) -> None:
        self.world = world or World()
        self.org = org or Org()
        self.clock = self.world.clock
        self.login = Login(self.org, self.clock.now, lambda: self.url)
        self.limits = Limits(self.world, self.org)
        self.queries = RestQueries(self.world, self.org)
        self.jobs = Jobs(self.world, self.org)
        sobjects, composite = Sobjects(self.world, self.org), Composite(self._route)
        parts = (self.login, sobjects, self.queries, Collections(self.world), composite, self.jobs, self.limits)
        self._routes = Routes(
            [
                ("GET", "/services/data", _versions),
                ("GET", "/services/data/", _versions),
                *(route for part in parts for route in part.routes()),
            ]
        )
        self._serve(self._respond, self.clock, (*SPECIALS, *JOB_SPECIALS), port, tls)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the live records of an object."""
        return self.world.rows(name)

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        self.clock.advance(seconds)

    def end_sessions(self) -> None:
        """End all sessions: every access token given so far is refused."""
        self.login.end_sessions()

    def _respond(self, request: Request) -> Response:
        """Answer a request of a client, all that goes wrong on the way included."""
        if len(request.target) > _LONGEST_URI:
            return _page(414, "URI Too Long")
        head = sum(len(name) + len(text) + 4 for name, text in request.headers.items())
        if len(request.target) + head > _LONGEST_URI:
            return _page(431, "Request Header Fields Too Large")
        open = request.path.startswith(_OPEN)
        try:
            _strike(request)
            if not open and request.path.rstrip("/") != "/services/data":
                self.login.check(request)
                self.limits.count()
            response = self._route(request)
        except Refusal as refusal:
            response = refusal.response()
        headers = {} if open else self.limits.header()
        return response.with_headers(headers if self.org.gzip else {**headers, "Content-Encoding": "identity"})

    def _route(self, request: Request) -> Response:
        found = self._routes.find(request)
        if found is None:
            return not_found().response()
        handler, request = found
        try:
            _refuse_old_versions(request.named.get("version"))
            return handler(request)
        except Refusal as refusal:
            return refusal.response()


def _strike(request: Request) -> None:
    """Refuse a request whose fault is one of Salesforce's own; those of jobs are left to them."""
    fault = request.fault
    if fault is None:
        return
    if fault.kind == "expired":
        raise session_ended() if fault.body is None else _Spelled(fault, 401)
    if fault.kind == "special" and fault.code not in JOB_SPECIALS:
        raise special(fault.code)


class _Spelled(Refusal):
    """A refusal whose body the script spells out."""

    def __init__(self, fault: Fault, status: int) -> None:
        super().__init__("", "", status)
        self._fault = fault

    def response(self) -> Response:
        told = fault_response(self._fault)
        return Response(status=self.status, headers=told.headers, body=told.body)


def _refuse_old_versions(version: str | None) -> None:
    try:
        number = _NEWEST if version is None else float(version)
    except ValueError:
        raise not_found() from None
    if number < _OLDEST:
        raise Refusal("GONE", "The requested API version has been retired", 410)


def _versions(_: Request) -> Response:
    """Answer which versions of the API there are."""
    return json_response(
        [
            {"label": f"Version {each}", "url": f"/services/data/v{each}.0", "version": f"{each}.0"}
            for each in range(_OLDEST, _NEWEST + 1)
        ]
    )


def _page(status: int, title: str) -> Response:
    text = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Response(status=status, headers={"Content-Type": "text/html"}, body=text.encode())
