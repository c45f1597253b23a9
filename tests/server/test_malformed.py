"""Requests that are none, or not as they should be: the server answers on, and holds no more memory than before."""

import json
import os
import random
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import httpx
import pytest

import swell

from .conftest import Served
from .people import accounts_of, bearer

REQUESTS = int(os.environ.get("SWELL_MALFORMED", "10000"))
GROWTH = 24 << 20
"""In bytes; noise of the allocator. One kept request each would be more."""

PATHS = [
    "/api/query",
    "/api/check",
    "/api/profile",
    "/api/complete",
    "/api/hover",
    "/api/format",
    "/api/lens",
    "/api/preview",
    "/api/dashboards/stages/data",
    "/api/dashboards/stages/why",
    "/api/dashboards/stages/filters/f",
    "/api/datasets/deals",
    "/api/me",
    "/api/me/tokens",
    "/api/people",
    "/api/audit?count=x",
    "/sign-in",
    "/",
    "/dashboards/stages",
    "/nowhere",
    "/static/x/y.js",
    "/api/queries/..%2f..%2fswell.toml",
    "/api/dashboards/%00/data",
    "/services/data/",
]
BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"{}",
    b"\xff\xfe",
    b"[" * 5000,
    b'{"query": ' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"query": 7}',
    b'{"query": "q = load"}',
    b'{"query": "\\ud800"}',
    b'{"query": "' + b"(" * 3000 + b'"}',
    b'{"query": "q = load \\"deals\\"; q = filter q by", "offset": 99999999999999999999}',
    b'{"offset": -1, "query": ""}',
    b'{"selections": {"by_stage": [7]}}',
    b'{"selections": 7}',
    b'{"widgets": {}}',
    b'{"filters": {"a": {"values": 1}}}',
    b'{"source": {"state": {"steps": 7, "widgets": [], "gridLayouts": {}}}}',
    b'{"step": {}, "widget": {"type": []}}',
    b'{"email": {}, "role": [], "password": 1}',
    b'{"a": NaN}',
    b'{"a": 1e999}',
    b"{" + b'"a":1,' * 20000 + b'"b":1}',
]
BROKEN = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x00" * 200,
    b"POST /api/query HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /api/query HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
    b"POST /api/query HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 70000 + b"\r\n\r\n",
    b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n",
    b"POST /api/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    b"GET / HTTP/1.1\r\nHost: \xff\xff\r\nCookie: swell=\xff\r\n\r\n",
    b"POST /api/query HTTP/1.1\r\nHost: x\r\n",
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of the server from /proc")
def test_the_server_stays_healthy_and_its_memory_flat(
    workspace: swell.Workspace, served: Callable[[Path], AbstractContextManager[Served]]
) -> None:
    headers = bearer(accounts_of(workspace), "viewer@example.com", "read")
    chance = random.Random(7)
    with served(workspace.folder) as server:
        with httpx.Client(base_url=server.address) as client:
            for _ in range(REQUESTS // 4):
                assert send(chance, client, server.address, headers) < 500
            before = server.memory
            for _ in range(REQUESTS - REQUESTS // 4):
                assert send(chance, client, server.address, headers) < 500
            grown = server.memory - before
            query = {"query": 'q = load "deals"; q = group q by all; q = foreach q generate count() as n;'}
            assert client.post("/api/query", json=query, headers=headers).json()["rows"] == [[4]]
        assert grown < GROWTH, f"{grown:,} bytes"


def send(chance: random.Random, client: httpx.Client, address: str, headers: dict[str, str]) -> int:
    """Send something that is not as it should be; return the status of the answer, 0 where there is none."""
    if chance.random() < 0.1:
        host, port = address.removeprefix("http://").split(":")
        with suppress(OSError), socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(chance.choice(BROKEN))
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(100)
            return int(answer.split()[1]) if answer.startswith(b"HTTP/") else 0
        return 0
    given = dict(headers) if chance.random() < 0.8 else {}
    given["content-type"] = chance.choice(
        ["application/json"] * 6 + ["text/plain", "x", "application/x-www-form-urlencoded"]
    )
    if chance.random() < 0.1:
        given |= chance.choice(
            [{"cookie": "swell=%ff; =; ;"}, {"authorization": "Bearer"}, {"host": "evil.example"}, {"range": "x"}]
        )
    body = chance.choice(BODIES)
    if chance.random() < 0.2:
        body = json.dumps(
            {"query": "".join(chr(chance.randrange(32, 0x2FF)) for _ in range(chance.randrange(200)))}
        ).encode()
    method = chance.choice(["POST"] * 6 + ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
    return client.request(method, chance.choice(PATHS), content=body, headers=given).status_code
