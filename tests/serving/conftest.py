"""Servers in processes of their own."""

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell


def until(truth: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while True:
        found = truth()
        if found or time.monotonic() > end:
            assert found
            return found
        time.sleep(0.05)


@dataclass
class Server:
    """A running `swell serve`."""

    process: "subprocess.Popen[str]"
    port: int
    folder: Path

    def ask(self, path: str, body: object = None, method: str | None = None, **headers: str) -> tuple[int, str]:
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): text for name, text in headers.items()}}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def workers(self) -> list[int]:
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return [int(each) for each in found.stdout.split()]

    until = staticmethod(until)

    def end(self, *signals: int) -> int:
        for each in signals:
            self.process.send_signal(each)
            time.sleep(0.3)
        return self.process.wait(30)


@pytest.fixture
def workspace(tmp_path: Path) -> swell.Workspace:
    folder = tmp_path / "space"
    folder.mkdir()
    workspace = swell.open(folder)
    workspace.write("deals", pa.table({"Stage": ["Won", "Lost"], "Amount": [10.0, 20.5]}))
    return workspace


@pytest.fixture
def serve(swell_command: Path, workspace: swell.Workspace) -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def serve(*options: str) -> Server:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = int(taken.getsockname()[1])
        command = [str(swell_command), "serve", "-w", str(workspace.folder), "--port", str(port), *options]
        output = workspace.folder.parent / f"{port}.log"
        with output.open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.DEVNULL, text=True)
        server = Server(process, port, workspace.folder)
        running.append(server)
        until(lambda: process.poll() is not None or reached(port))
        assert process.poll() is None
        until(lambda: server.ask("/healthz")[0] == 200)
        return server

    yield serve
    for each in running:
        each.process.kill()
        each.process.communicate()


def reached(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
