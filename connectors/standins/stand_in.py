"""What every stand-in is: a server that runs, a script of what goes wrong, a log of the calls."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from connectors.standins.clock import Clock
from connectors.standins.faults import Fault, Faults
from connectors.standins.http_server import Call, HttpServer
from connectors.standins.messages import Handler


class StandIn:
    """A made-up CRM on loopback. It runs from when it is made until `stop`, or as a context manager."""

    def _serve(self, respond: Handler, clock: Clock, specials: tuple[str, ...], port: int, tls: bool) -> None:
        """Begin to answer.

        Args:
            respond: answers a request; called by many threads at a time.
            clock: what the Date header shows.
            specials: the codes that a fault of the kind "special" may have here.
            port: the port on 127.0.0.1; 0 takes a free one.
            tls: whether it speaks TLS; `certificate` is then what a client has to trust.
        """
        self.faults = Faults()
        self._specials = specials
        self._server = HttpServer(respond, faults=self.faults, now=clock.now, port=port, tls=tls)
        self.url = self._server.url
        self.certificate = self._server.certificate

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Answer no more; the records stay."""
        self._server.stop()

    def calls(self) -> tuple[Call, ...]:
        """Return the requests so far."""
        return self._server.calls()

    def forget_calls(self) -> None:
        """Begin the log of requests anew."""
        self._server.forget_calls()

    def fail(self, *faults: Fault) -> None:
        """Put faults at the end of the script.

        Raises:
            ValueError: a special has a code that is unknown here.
        """
        for each in faults:
            if each.kind == "special" and each.code not in self._specials:
                raise ValueError(f"no special is called '{each.code}': they are {', '.join(self._specials)}")
        self.faults.add(*faults)
