"""Calls of Salesforce's API: with a session that is good, within the org's budget, tried again where that may help.

Requests go through simple-salesforce's `Salesforce._call_salesforce` with whole addresses: it adds the token and turns
refusals into exceptions. Its other ways in are not used: those of `SFType` log in again without end on a lasting 401,
those of `bulk2` hold the token that they began with, and those that build addresses always begin them with https://.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from connectors.errors import AnswerError
from connectors.salesforce.clock import ServerClock
from connectors.salesforce.errors import RESULT_GONE, Failure, failure_of
from connectors.salesforce.exchange import Exchange, Outcome, UnfitAnswerError, retry_after
from connectors.salesforce.limits import CallBudget
from connectors.salesforce.login import Login, Session

LONGEST_ADDRESS = 14_000
"""Bytes of an address that is sent as it is: Salesforce refuses 16,384 with the headers."""

T = TypeVar("T")


class Transport:
    """The line to one org. Threads share it."""

    def __init__(
        self,
        http: requests.Session,
        login: Login,
        exchange: Exchange,
        budget: CallBudget,
        clock: ServerClock,
        version: str,
    ) -> None:
        self.version = version
        self.budget = budget
        self._http = http
        self._login = login
        self._exchange = exchange
        self._clock = clock
        self._library: tuple[Session, Salesforce] | None = None

    def get(self, path: str, about: str, **query: str) -> dict[str, Any]:
        """Return the JSON that a path answers with.

        Args:
            path: from the version on, such as `sobjects`; or from the host on, where it begins with `/`.
            about: the object, or what is asked for; errors name it.
            query: the parameters of the address.
        """
        return self.call("GET", path, about, json_body, params=query or None)

    def query(self, soql: str, about: str, way: str = "query") -> dict[str, Any]:
        """Return the first page of a query, as JSON; `way` is `query` or `queryAll`. Long queries go in a body."""
        address = requests.Request("GET", f"https://{way}", params={"q": soql}).prepare().url or ""
        if len(address) < LONGEST_ADDRESS:
            return self.get(way, about, q=soql)
        parameters = address.partition("?")[2]
        asked = {"method": "GET", "referenceId": "page", "url": f"{self._root}{way}?{parameters}"}
        return self.call("POST", "composite", about, _composite_body, json={"compositeRequest": [asked]})

    def call(
        self,
        method: str,
        path: str,
        about: str,
        take: Callable[[requests.Response], T | Outcome],
        *,
        lost: bool = False,
        repeatable: bool = True,
        headers: Mapping[str, str] | None = None,
        **request: Any,
    ) -> T:
        """Return what `take` makes of an answer; where it finds the answer unfit, the call is made again.

        Args:
            method: of HTTP.
            path: as of `get`.
            about: the object, or what is asked for; errors name it.
            take: reads the body.
            lost: whether the path is that of a result or of a job, which may be gone.
            repeatable: as of `Exchange.retry`.
            headers: besides those of the session.
            request: more for requests' `Session.request`.

        Raises:
            ConnectorError: any of `connectors.errors` that speaks of a call.
        """
        used: list[Session] = []

        def attempt() -> T | Outcome:
            session = self._login.session()
            used.append(session)
            self.budget.spend()
            seen: list[requests.Response] = []
            try:
                answer = self._of_library(session)._call_salesforce(
                    method,
                    session.instance_url + (path if path.startswith("/") else self._root + path),
                    headers={"X-PrettyPrint": "0", **(headers or {})},  # the library asks for indented answers
                    hooks={"response": lambda each, **_: seen.append(each)},
                    allow_redirects=False,
                    **request,
                )
            except SalesforceError as error:
                self._learn(seen)
                return Outcome(failure=_failure(error, seen, lost))
            self._learn(seen)
            with answer:
                return take(answer)

        def renew() -> None:
            self._login.renew(used[-1])

        return self._exchange.retry(attempt, about, renew, repeatable=repeatable)

    def server_clock(self) -> Mapping[str, str]:
        """Return the headers of an answer of now; it costs none of the org's calls."""
        address = f"{self._login.session().instance_url}/services/data/"
        return self._exchange.send("GET", address, about="The clock").headers

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def _root(self) -> str:
        return f"/services/data/v{self.version}/"

    def _of_library(self, session: Session) -> Salesforce:
        """Return the library's object for a session; a new session gets a new one, as it can't be changed safely."""
        held = self._library
        if held is None or held[0] is not session:
            made = Salesforce(
                session_id=session.token,
                instance_url=session.instance_url,
                session=self._http,
                version=self.version,
            )
            self._library = held = session, made
        return held[1]

    def _learn(self, seen: list[requests.Response]) -> None:
        for answer in seen:
            self.budget.learn(answer.headers.get("Sforce-Limit-Info"))
            self._clock.learn(answer.headers)


def json_body(answer: requests.Response) -> dict[str, Any]:
    """Return the JSON of an answer, which is an object in all calls that are made here."""
    try:
        content = json.loads(answer.content)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise UnfitAnswerError(_no_json())
    return content


def nothing(answer: requests.Response) -> None:
    """Take an answer whose body does not matter."""
    answer.close()


def _composite_body(answer: requests.Response) -> dict[str, Any] | Outcome:
    """Return the JSON of the only part of a composite answer, or its failure."""
    try:
        part = json_body(answer)["compositeResponse"][0]
        status, content = int(part["httpStatusCode"]), part["body"]
    except (KeyError, IndexError, TypeError, ValueError):
        return Outcome(error=_no_json())
    if status >= 300:
        return Outcome(failure=failure_of(status, content))
    return content if isinstance(content, dict) else Outcome(error=_no_json())


def _no_json() -> AnswerError:
    return AnswerError("Salesforce answered with something else than was asked for", hint="A proxy may be in the way.")


def _failure(error: SalesforceError, seen: list[requests.Response], lost: bool) -> Failure:
    wait = retry_after(seen[-1]) if seen else None
    if lost and error.status in (404, 409):
        return Failure(status=error.status, code=RESULT_GONE, retry_after=wait)
    return failure_of(error.status, error.content, wait)
