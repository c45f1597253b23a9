"""`swell serve` in one process and in several: they are replaced, end as they should, and lose nothing."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

import pyarrow as pa
import pytest

import swell

Serve = Callable[..., Any]
SUM = {"query": 'q = load "deals"; q = group q by all; q = foreach q generate sum(Amount) as Amount;'}

HEAD = "POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"


def test_a_worker_that_is_killed_is_replaced(serve: Serve) -> None:
    server = serve("--workers", "2")
    before = server.until(lambda: len(server.workers()) == 2 and server.workers())
    os.kill(before[0], signal.SIGKILL)
    after = server.until(lambda: len(found := server.workers()) == 2 and before[0] not in found and found)
    assert before[1] in after
    for _ in range(20):
        assert server.ask("/api/query", SUM)[0] == 200
    assert server.end(signal.SIGTERM) == 0


def test_workers_end_with_the_process_that_watches_over_them(serve: Serve) -> None:
    server = serve("--workers", "2")
    workers = server.until(lambda: len(server.workers()) == 2 and server.workers())
    server.process.kill()
    server.process.wait()
    server.until(lambda: not any(runs(each) for each in workers))


def test_all_workers_see_a_new_version_at_once(serve: Serve, workspace: swell.Workspace) -> None:
    server = serve("--workers", "2")
    for amount in (1.0, 2.0, 3.0):
        workspace.write("deals", pa.table({"Stage": ["Won"], "Amount": [amount]}))
        for _ in range(8):
            assert json.loads(server.ask("/api/query", SUM)[1])["rows"] == [[amount]]


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_lets_requests_come_to_their_end(serve: Serve, workers: str, number: int) -> None:
    server = serve("--workers", workers)
    body = json.dumps(SUM).encode()
    head = HEAD.format(len(body))
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode() + body[:10])
        time.sleep(0.5)  # the request has begun
        server.process.send_signal(number)
        time.sleep(0.7)
        assert server.process.poll() is None
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", server.port)).close()
        connection.sendall(body[10:])
        assert connection.recv(100_000).startswith(b"HTTP/1.1 200")
    assert server.process.wait(20) == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_second_signal_does_not_wait(serve: Serve, workers: str) -> None:
    server = serve("--workers", workers)
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(HEAD.format(9).encode())  # and nothing of the body
        time.sleep(0.5)
        assert server.end(signal.SIGINT, signal.SIGINT) == 128 + signal.SIGINT


@pytest.mark.parametrize("workers", ["1", "2"])
def test_requests_that_take_longer_than_they_may_are_given_up(
    serve: Serve, workspace: swell.Workspace, workers: str
) -> None:
    (workspace.folder / "swell.toml").write_text("[server]\ngrace_seconds = 1\n")
    server = serve("--workers", workers)
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(HEAD.format(9).encode())  # and nothing of the body
        time.sleep(0.5)
        assert server.end(signal.SIGTERM) == 0


def test_a_workspace_that_can_not_be_served_ends_the_server(serve: Serve, workspace: swell.Workspace) -> None:
    server = serve("--workers", "2")
    (workspace.folder / "swell.toml").write_text("[server]\nwrong = 1\n")
    for each in server.until(lambda: len(server.workers()) == 2 and server.workers()):
        os.kill(each, signal.SIGKILL)
    assert server.process.wait(60) == 1


class Writer:
    """Writes queries through a server, and a dataset beside it, and knows what was acknowledged."""

    def __init__(self, workspace: swell.Workspace) -> None:
        self.saved: dict[str, str] = {}
        self.amount = 0.0
        self._workspace = workspace
        self._stop = threading.Event()

    def save(self, server: Any) -> None:
        while not self._stop.is_set():
            file, text = f"q{len(self.saved)}.saql", f'q = load "deals"; -- {len(self.saved)}'
            try:
                if server.ask(f"/api/queries/{file}", {"text": text})[0] == 200:
                    self.saved[file] = text
            except (OSError, HTTPException):
                return

    def write(self) -> None:
        while not self._stop.is_set():
            amount = self.amount + 1
            self._workspace.write("deals", pa.table({"Amount": [amount]}))
            self.amount = amount

    def until_killed(self, server: Any) -> None:
        self._stop.clear()
        threads = [threading.Thread(target=self.save, args=(server,)), threading.Thread(target=self.write)]
        for each in threads:
            each.start()
        time.sleep(1.2)
        for process in [*server.workers(), server.process.pid]:
            os.kill(process, signal.SIGKILL)
        self._stop.set()
        for each in threads:
            each.join()


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_a_kill(serve: Serve, workspace: swell.Workspace) -> None:
    writer = Writer(workspace)
    for _ in range(3):
        writer.until_killed(serve("--workers", "2"))
    assert len(writer.saved) > 10
    server = serve()
    for file, text in writer.saved.items():
        assert json.loads(server.ask(f"/api/queries/{file}")[1])["text"] == text
    assert json.loads(server.ask("/api/query", SUM)[1])["rows"] == [[writer.amount]]


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
