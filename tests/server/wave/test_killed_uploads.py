"""A server that is killed in the middle of an upload loses nothing that it acknowledged, and counts nothing twice."""

import base64
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import swell

MAIN = "from swell.cli import main; main()"
BASE = "/services/data/v54.0"
FIELDS = [
    {"name": "Id", "type": "Text"},
    {"name": "n", "type": "Numeric", "precision": 18, "scale": 0, "defaultValue": "0"},
]
METADATA = {"objects": [{"name": "sales", "label": "Sales", "fields": FIELDS}]}


class Server:
    """`swell serve` in a process of its own, on a port that is free."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-c", MAIN, "serve", "-w", str(self._folder), "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while True:
            try:
                self.call("GET", "", 200)
                return
            except httpx.HTTPError:
                assert self._process.poll() is None, "the server ended"
                time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    def call(self, method: str, path: str, status: int, body: Any = None) -> Any:
        answer = httpx.request(method, f"http://127.0.0.1:{self._port}{BASE}{path}", json=body, timeout=30)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def begin(self, operation: str) -> str:
        metadata = base64.b64encode(json.dumps(METADATA).encode()).decode()
        body = {"Format": "Csv", "EdgemartAlias": "sales", "Operation": operation, "MetadataJson": metadata}
        return str(self.call("POST", "/sobjects/InsightsExternalData", 201, body)["id"])

    def part(self, upload: str, number: int, content: str) -> None:
        data = base64.b64encode(content.encode()).decode()
        body = {"InsightsExternalDataId": upload, "PartNumber": number, "DataFile": data}
        self.call("POST", "/sobjects/InsightsExternalDataPart", 201, body)

    def process(self, upload: str) -> None:
        self.call("PATCH", f"/sobjects/InsightsExternalData/{upload}", 204, {"Action": "Process"})

    def ended(self, upload: str) -> str:
        while True:
            status = str(self.call("GET", f"/sobjects/InsightsExternalData/{upload}", 200)["Status"])
            if status not in ("Queued", "InProgress"):
                return status
            time.sleep(0.02)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    swell.open(tmp_path)
    running = Server(tmp_path)
    yield running
    running.kill()


def count(folder: Path) -> int:
    found = swell.open(folder).query('q = load "sales"; q = group q by all; q = foreach q generate count() as n;')
    return int(found.table.column("n")[0].as_py())


def test_killed_between_all_steps(server: Server, tmp_path: Path) -> None:
    server.start()
    upload = server.begin("Overwrite")
    server.restart()
    server.part(upload, 1, "Id,n\na,1\n")
    server.restart()
    server.part(upload, 2, "b,2\n")
    server.process(upload)
    server.restart()
    assert server.ended(upload) == "Completed"
    assert count(tmp_path) == 2


@pytest.mark.slow
def test_killed_while_processing(server: Server, tmp_path: Path) -> None:
    """Rows are appended by uploads that are killed at other moments each time; each counts once."""
    rows = "".join(f"k{number},{number}\n" for number in range(20_000))
    server.start()
    uploads = []
    for delay in (0.0, 0.01, 0.03, 0.06, 0.1):
        uploads.append(server.begin("Append"))
        server.part(uploads[-1], 1, f"Id,n\n{rows}")
        server.process(uploads[-1])
        time.sleep(delay)
        server.restart()
    assert {server.ended(each) for each in uploads} == {"Completed"}
    assert count(tmp_path) == 20_000 * len(uploads)


def test_an_upload_that_was_published_before_the_kill_is_not_published_again(server: Server, tmp_path: Path) -> None:
    server.start()
    upload = server.begin("Append")
    server.part(upload, 1, "Id,n\na,1\n")
    server.process(upload)
    assert server.ended(upload) == "Completed"
    server.kill()
    # as a server leaves it that is killed after the dataset was published, before the header says so
    folder = tmp_path / "data/.uploads" / upload
    header = json.loads((folder / "header.json").read_text())
    (folder / "header.json").write_text(json.dumps({**header, "status": "InProgress"}))
    (folder / "parts").mkdir(exist_ok=True)
    (folder / "parts/1").write_bytes(b"Id,n\na,1\n")

    server.start()

    assert server.ended(upload) == "Completed"
    assert count(tmp_path) == 1
