"""A client of the application without a network."""

import asyncio
import datetime as dt
import json
import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pytest
from starlette.types import ASGIApp

import swell

DASHBOARD = {
    "label": "Stages",
    "state": {
        "steps": {
            "by_stage": {
                "type": "aggregateflex",
                "datasets": [{"name": "deals"}],
                "query": {"measures": [["sum", "Amount"]], "groups": ["Stage"]},
            },
            "total": {
                "type": "aggregateflex",
                "datasets": [{"name": "deals"}],
                "query": {"measures": [["sum", "Amount"]]},
            },
        },
        "widgets": {
            "chart": {"type": "chart", "parameters": {"step": "by_stage", "visualizationType": "hbar"}},
            "number": {"type": "number", "parameters": {"step": "total", "measureField": "sum_Amount"}},
            "lost": {"type": "number", "parameters": {"step": "nowhere"}},
        },
        "gridLayouts": [
            {
                "name": "Default",
                "numColumns": 12,
                "pages": [{"name": "p1", "label": "One", "widgets": [{"name": "chart", "row": 1, "column": 2}]}],
            }
        ],
    },
}


class Client:
    """Sends requests to an application as if over a loopback socket."""

    def __init__(self, app: ASGIApp, host: str = "127.0.0.1:8321") -> None:
        self._app = app
        self._host = host

    def request(self, method: str, path: str, client: str = "127.0.0.1", **options: Any) -> httpx.Response:
        """Send a request that comes from an address."""
        caller = (client, 50_000)

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app, raise_app_exceptions=False, client=caller)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{self._host}") as client:
                return await client.request(method, path, **options)

        # in a thread of its own: the browser tests' playwright keeps a loop in this one
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, send()).result()

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)


@pytest.fixture
def workspace(tmp_path: Path) -> swell.Workspace:
    space = swell.open(tmp_path)
    space.write(
        "deals",
        pa.table(
            {
                "Stage": ["Won", "Lost", "Won", None],
                "Amount": [10.0, 20.5, 5.0, None],
                "Closed": pa.array([dt.datetime(2026, 3, day) for day in (1, 2, 3, 4)]),
                "Tags": [["a", "b"], ["b"], None, ["c"]],
            }
        ),
        label="Deals of all years",
    )
    folder = tmp_path / "dashboards"
    folder.mkdir()
    (folder / "stages.json").write_text(json.dumps(DASHBOARD))
    return space


@pytest.fixture
def client(workspace: swell.Workspace) -> Client:
    return Client(workspace.application())


@dataclass(frozen=True)
class Served:
    """A server in a process of its own."""

    address: str
    process: int

    @property
    def memory(self) -> int:
        """What it holds of the machine's memory, in bytes."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) << 10


@pytest.fixture
def served(swell_command: Path) -> Callable[..., AbstractContextManager[Served]]:
    """Serve the workspace in a folder on a free port, with some options and variables of the environment."""

    @contextmanager
    def run(folder: Path, *options: object, **environment: str) -> Iterator[Served]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        command = [swell_command, "serve", "-w", folder, "--port", str(port), *map(str, options)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}) as process:
            try:
                assert process.stdout is not None
                said = re.search(r"https?://\S+", process.stdout.readline())
                assert said is not None
                yield Served(said[0], process.pid)
            finally:
                process.kill()

    return run


@pytest.fixture
def client_of() -> Callable[[ASGIApp, str], Client]:
    return Client
