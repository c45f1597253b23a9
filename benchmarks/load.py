"""Measures many viewers at once: `python -m benchmarks.load`, of the demo dashboard on this machine, over loopback.

A viewer opens the dashboard (the page, its layout, its data), then clicks: each click selects a random value,
or one in each of two charts, and asks for all widgets anew. Between an answer and the next click a viewer looks at it,
for a random time. Every viewer keeps a connection, as a browser does. The viewers are one process on the same machine,
and take a part of it from the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.machine import Others
from benchmarks.page import SWELL, free_port

DASHBOARD = "sales_pipeline"
STEPS = ("Region_1", "Segment_1", "Stages_1", "Sources_1", "Forecast_1", "Rep_Won_1", "Loss_1", "Region_Segment_1")
FIELDS = {
    "Region_1": ("Account.Region",),
    "Segment_1": ("Account.Segment",),
    "Stages_1": ("StageName",),
    "Sources_1": ("LeadSource",),
    "Forecast_1": ("ForecastCategory",),
    "Rep_Won_1": ("Owner.Name",),
    "Loss_1": ("LossReason",),
    "Region_Segment_1": ("Account.Region", "Account.Segment"),
}
"""What a click in each step selects."""


@dataclass
class Measured:
    """What viewers saw: seconds of each kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"open": [], "facet": []})
    errors: list[str] = field(default_factory=list)


class Connection:
    """One connection that is kept, and the little of HTTP that the server's answers need."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        if self._streams is None or self._streams[0].at_eof():
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
        headers = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(headers.partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(length)
        if b"connection: close" in headers:
            self.close()
        return int(headers.split(b" ", 2)[1]), answer

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Viewer:
    """Somebody who looks at the dashboard and clicks."""

    def __init__(self, port: int, seed: int, choices: dict[str, list[dict[str, str]]], measured: Measured) -> None:
        self._connection = Connection(port)
        self._random = random.Random(seed)
        self._choices = choices
        self._measured = measured

    async def look(self, until: float, think: float) -> None:
        if think:
            await asyncio.sleep(self._random.uniform(0, think))
        try:
            await self._timed("open", "GET", f"/dashboards/{DASHBOARD}")
            await self._timed("open", "GET", f"/api/dashboards/{DASHBOARD}")
            await self._timed("open", "POST", f"/api/dashboards/{DASHBOARD}/data", {"selections": {}})
            while time.perf_counter() < until:
                if think:
                    await asyncio.sleep(self._random.uniform(0.4, 1.6) * think)
                await self._timed("facet", "POST", f"/api/dashboards/{DASHBOARD}/data", {"selections": self._click()})
        except (OSError, EOFError, ValueError) as error:
            self._measured.errors.append(repr(error))
        finally:
            self._connection.close()

    def _click(self) -> dict[str, list[dict[str, str]]]:
        steps = self._random.sample(STEPS, self._random.choice((1, 2)))
        return {each: [self._random.choice(self._choices[each])] for each in steps}

    async def _timed(self, kind: str, method: str, path: str, body: object = None) -> None:
        start = time.perf_counter()
        status, answer = await self._connection.ask(method, path, body)
        self._measured.seconds[kind].append(time.perf_counter() - start)
        if status != 200 or (kind == "facet" and b'"widgets"' not in answer[:40]):
            self._measured.errors.append(f"{method} {path}: {status} {answer[:80]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=5, help="mean seconds between clicks, 0 for none")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rows", type=int, help="of the demo (default: the demo's own)")
    given = parser.parse_args()
    with workspace(given.rows) as folder, served(folder, given.workers) as port:
        others = Others()
        measured = asyncio.run(load(port, given.viewers, given.seconds, given.think))
    show(measured, given.seconds, f"{given.viewers} viewers, {given.think:g} s between clicks")
    print(f"others took {others.cores()} cores, the server included")


async def load(port: int, viewers: int, seconds: float, think: float) -> Measured:
    """Let viewers look for some seconds; what they see while the server warms up does not count."""
    choices = await known_choices(port)
    await asyncio.gather(*(Viewer(port, -each, choices, Measured()).look(0, 0) for each in range(viewers)))
    measured = Measured()
    until = time.perf_counter() + seconds
    await asyncio.gather(*(Viewer(port, each, choices, measured).look(until, think) for each in range(viewers)))
    return measured


async def known_choices(port: int) -> dict[str, list[dict[str, str]]]:
    """Return the values that can be clicked in each step."""
    found, connection = {}, Connection(port)
    for step, fields in FIELDS.items():
        names = ", ".join(f"'{each}'" for each in fields)
        text = f'q = load "opportunities"; q = group q by ({names}); q = foreach q generate {names}, count() as n;'
        status, answer = await connection.ask("POST", "/api/query", {"query": text})
        assert status == 200, answer
        rows = json.loads(answer)["rows"]
        found[step] = [dict(zip(fields, row, strict=False)) for row in rows if None not in row]
    connection.close()
    return found


def show(measured: Measured, seconds: float, title: str) -> None:
    facets = sorted(measured.seconds["facet"])
    print(f"{title}: {len(facets) / seconds:.0f} facet queries a second, {len(measured.errors)} errors")
    for each in measured.errors[:5]:
        print(f"  {each}")
    for kind, values in measured.seconds.items():
        ordered = sorted(values)
        if ordered:
            at = [ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000 for share in (0.5, 0.95, 0.99)]
            print(f"  {kind}: median {at[0]:.0f} ms, 95th percentile {at[1]:.0f} ms, 99th {at[2]:.0f} ms")


@contextmanager
def workspace(rows: int | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="swell-load-"))
    sized = [] if rows is None else ["--rows", str(rows)]
    try:
        made = [SWELL, "demo", *sized, "--dir", str(folder / "demo"), "--no-serve"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        yield folder / "demo"
    finally:
        shutil.rmtree(folder)


@contextmanager
def served(folder: Path, workers: int) -> Iterator[int]:
    port = free_port()
    command = [SWELL, "serve", "-w", str(folder), "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield port
    finally:
        server.terminate()
        if server.wait():
            sys.exit("the server did not end well")


if __name__ == "__main__":
    main()
