"""The server that the stand-ins share: keep-alive, gzip, streams, TLS, faults and the log."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
import requests

from connectors.standins.clock import Clock
from connectors.standins.faults import Fault, Faults
from connectors.standins.http_server import Call, HttpServer
from connectors.standins.messages import FileSlice, Request, Response, Routes, json_response

START = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)


class Site:
    def __init__(self, folder: Path) -> None:
        self.faults = Faults()
        self.clock = Clock(START)
        (folder / "page").write_bytes(b"abcdefghij" * 100_000)
        self._page = folder / "page"
        self.routes = Routes(
            [
                ("GET", "/things/{name}", lambda request: json_response({"name": request.named["name"]})),
                ("POST", "/echo", lambda request: Response(body=request.body)),
                ("GET", "/stream", lambda _: Response(body=iter([b"a" * 5_000, b"", b"b" * 5_000]))),
                ("GET", "/file", lambda _: Response(body=FileSlice(path=self._page, start=5, length=600_000))),
                ("GET", "/long", lambda _: Response(body=b"x" * 100_000)),
            ]
        )

    def respond(self, request: Request) -> Response:
        found = self.routes.find(request)
        if found is None:
            return Response(status=404)
        handler, request = found
        return handler(request)

    @contextmanager
    def serve(self, *, tls: bool = False) -> Iterator[HttpServer]:
        server = HttpServer(self.respond, faults=self.faults, now=self.clock.now, tls=tls)
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as made:
        made.trust_env = False
        yield made


def test_answers_by_route_and_logs_paths(site: Site, session: requests.Session) -> None:
    with site.serve() as server:
        assert session.get(f"{server.url}/things/a%20b?q=secret").json() == {"name": "a b"}
        assert session.post(f"{server.url}/echo", data=b"body").content == b"body"
        assert session.get(f"{server.url}/nothing").status_code == 404
        assert server.calls() == (
            Call(method="GET", path="/things/a b", status=200),
            Call(method="POST", path="/echo", status=200),
            Call(method="GET", path="/nothing", status=404),
        )
        server.forget_calls()
        assert server.calls() == ()


def test_date_is_that_of_the_clock(site: Site, session: requests.Session) -> None:
    with site.serve() as server:
        site.clock.advance(3)
        assert session.get(f"{server.url}/long").headers["Date"] == "Wed, 04 Mar 2026 05:06:10 GMT"


def test_connections_are_kept_alive(site: Site) -> None:
    with site.serve() as server, closing(HTTPConnection(server.url.removeprefix("http://"))) as connection:
        connection.connect()
        connection.auto_open = 0
        for path in ("/stream", "/long", "/nothing", "/file"):
            connection.request("GET", path)
            assert connection.getresponse().read() or path == "/nothing"


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_bodies_arrive_whole(site: Site, session: requests.Session, encoding: str) -> None:
    with site.serve() as server:
        headers = {"Accept-Encoding": encoding}
        stream = session.get(f"{server.url}/stream", headers=headers)
        long = session.get(f"{server.url}/long", headers=headers)
        file = session.get(f"{server.url}/file", headers=headers)
    assert stream.content == b"a" * 5_000 + b"b" * 5_000
    assert long.content == b"x" * 100_000
    assert stream.headers.get("Content-Encoding") == long.headers.get("Content-Encoding")
    assert (long.headers.get("Content-Encoding") == "gzip") == (encoding == "gzip")
    assert file.content == (b"abcdefghij" * 100_000)[5:600_005]


def test_tls(site: Site, session: requests.Session) -> None:
    with site.serve(tls=True) as server:
        assert server.url.startswith("https://localhost:")
        assert server.certificate is not None
        assert session.get(f"{server.url}/file", verify=str(server.certificate)).content[:5] == b"fghij"
        with pytest.raises(requests.exceptions.SSLError):
            session.get(f"{server.url}/file")
    assert not server.certificate.exists()


def test_status_fault(site: Site, session: requests.Session) -> None:
    site.faults.add(Fault(path="/things/*", kind="status", status=429, retry_after=7, body='{"a":1}', after=1, times=2))
    with site.serve() as server:
        answers = [session.get(f"{server.url}/things/a") for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 429, 429, 200]
    assert answers[1].headers["Retry-After"] == "7"
    assert answers[1].json() == {"a": 1}
    assert site.faults.pending() == ()


def test_reset_before_an_answer(site: Site, session: requests.Session) -> None:
    site.faults.add(Fault(path="/long", kind="reset"))
    with site.serve() as server:
        with pytest.raises(requests.exceptions.ConnectionError):
            session.get(f"{server.url}/long")
        assert session.get(f"{server.url}/long").status_code == 200
        assert [each.status for each in server.calls()] == [0, 200]


@pytest.mark.parametrize("path", ["/long", "/stream", "/file"])
def test_cut_within_the_body(site: Site, session: requests.Session, path: str) -> None:
    site.faults.add(Fault(path=path, kind="cut", bytes=1_000))
    with site.serve() as server:
        with pytest.raises((requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            session.get(f"{server.url}{path}", headers={"Accept-Encoding": "identity"})
        assert session.get(f"{server.url}{path}").ok


def test_slow_answers_do_not_hold_up_the_stop(site: Site, session: requests.Session) -> None:
    site.faults.add(Fault(path="/long", kind="slow", seconds=3_600))

    def ask() -> None:
        with suppress(requests.exceptions.ConnectionError):
            session.get(f"{server.url}/long")

    with site.serve() as server:
        waiting = threading.Thread(target=ask)
        waiting.start()
        while site.faults.pending():
            pass
    waiting.join(30)
    assert not waiting.is_alive()


def test_faults_choose_by_method_and_text() -> None:
    faults = Faults()
    faults.add(
        Fault(path="*/query", kind="special", code="A", containing="FROM Account", times=None),
        Fault(path="*/query", kind="special", code="B", method="POST"),
    )
    assert faults.take("GET", "/x/query", "q=SELECT Id FROM Lead") is None
    found = [faults.take("POST", "/x/query", text) for text in ("FROM Account", "FROM Account", "", "")]
    assert [each.code if each else None for each in found] == ["A", "A", "B", None]
    faults.clear()
    assert faults.take("POST", "/x/query", "FROM Account") is None


def test_clock_of_real_time_moves_on() -> None:
    clock = Clock()
    before = clock.now()
    clock.advance(60)
    assert clock.now() - before >= dt.timedelta(seconds=60)
