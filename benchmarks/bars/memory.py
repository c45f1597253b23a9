"""What a question takes of memory besides the files that it maps: how far anonymous pages grow, 10M rows."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from benchmarks.bars.processes import call, prepare
from benchmarks.data import make

ROWS = 10_000_000
ASKED = ("Q1", "Q2", "Q3", "Q4")
BAR = 100
"""Megabytes."""

INTERVAL = 0.0005
"""Seconds between two looks at the process."""


def measure(folder: Path, rows: int = ROWS) -> dict[str, object]:
    """Return the megabytes of each question's first run in a process that has answered a small one."""
    prepare(folder, rows)
    grown = {each: call("benchmarks.bars.memory", "peak_growth", str(folder), rows, each) for each in ASKED}
    return {"rows": rows, "bar_mb": BAR, "peak_growth_mb": grown}


def peak_growth(folder: str, rows: int, question: str) -> float:
    """Return by how many megabytes this process's anonymous memory grows while it answers a question."""
    from benchmarks.engines.saql import QUERIES
    from benchmarks.engines.swell import open_workspace
    from benchmarks.questions import NOW

    workspace = open_workspace(make(Path(folder), rows))
    workspace.query('q = load "accounts"; q = foreach q generate Id; q = limit q 1;', now=NOW)
    stop = threading.Event()
    seen = [_anonymous()]
    watch = threading.Thread(target=_watch, args=(seen, stop))
    watch.start()
    workspace.query(QUERIES[question], now=NOW)
    stop.set()
    watch.join()
    return round(max(seen) - seen[0], 1)


def _watch(seen: list[float], stop: threading.Event) -> None:
    while not stop.wait(INTERVAL):
        seen.append(_anonymous())


def _anonymous() -> float:
    """Return the megabytes of the process that no file holds (Linux, proc_pid_status(5): RssAnon)."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) / 1000 if found else 0.0
