"""Webhooks over real sockets, and the addresses that are not called."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from swell.jobs.outbox import Message, RefusedError, UnreachableError
from swell.jobs.webhook import Caller, compose, is_public, signature
from swell.settings import WebhookSettings

from .conftest import START, Clock


class Hook(HTTPServer):
    """Takes posts, and answers with the status that it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.got: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?x=1"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # the name that http.server calls
        hook = self.server
        assert isinstance(hook, Hook)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        hook.got.append((self.path, dict(self.headers), body))
        self.send_response(hook.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def caller(allow: str = "127.0.0.1") -> Caller:
    return Caller(WebhookSettings(allow), lambda: "secret", Clock())


def message(target: str) -> Message:
    return compose(target, "Total", {"alert": "total", "label": "Umsatz ↑"})


def test_a_post_is_signed_and_has_a_key(hook: Hook) -> None:
    sent = message(hook.address)
    caller().send(sent)
    path, headers, body = hook.got[0]
    assert path == "/hook?x=1"
    assert json.loads(body) == {"id": sent.key, "alert": "total", "label": "Umsatz ↑"}
    assert headers["Idempotency-Key"] == sent.key
    assert headers["X-Swell-Timestamp"] == str(int(START.timestamp()))
    assert headers["X-Swell-Signature"] == signature("secret", headers["X-Swell-Timestamp"], body)
    assert signature("other", headers["X-Swell-Timestamp"], body) != headers["X-Swell-Signature"]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, UnreachableError),
        (503, UnreachableError),
        (429, UnreachableError),
        (404, RefusedError),
        (302, RefusedError),
    ],
)
def test_what_the_answer_means(hook: Hook, status: int, error: type[Exception]) -> None:
    hook.status = status
    with pytest.raises(error, match=f"status {status}"):
        caller().send(message(hook.address))
    assert len(hook.got) == 1  # no redirect is followed


def test_nobody_there_is_tried_again_later() -> None:
    with pytest.raises(UnreachableError, match="can't be reached"):
        caller().send(message("http://127.0.0.1:1/"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254"]
)
def test_this_machine_and_private_networks_are_not_called(hook: Hook, host: str) -> None:
    for address in (f"https://{host}:{hook.server_port}/", f"http://{host}:{hook.server_port}/"):
        with pytest.raises((RefusedError, UnreachableError)):
            caller("").send(message(address))
    assert hook.got == []


def test_plain_http_takes_a_host_that_is_allowed() -> None:
    with pytest.raises(RefusedError, match="https only"):
        caller("").send(message("http://example.com/"))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255",
     "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


def test_what_is_no_address_is_refused_for_good() -> None:
    with pytest.raises(RefusedError, match="is no address"):
        caller().send(message("https://[half"))
