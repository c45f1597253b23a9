"""The command line, cold: from the start of a `swell query` to its end, 1M rows, files in the system's cache."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.data import make
from benchmarks.engines.saql import QUERIES
from benchmarks.engines.swell import open_workspace

ROWS = 1_000_000
ASKED = ("Q1", "Q2", "Q4", "Q5")
BAR = 250
"""Milliseconds."""


def measure(folder: Path, rows: int = ROWS, repeat: int = 9) -> dict[str, object]:
    """Return the median milliseconds of some questions."""
    data = make(folder, rows)
    workspace = open_workspace(data).folder
    command = Path(sys.executable).parent / "swell"
    medians = {}
    for each in ASKED:
        call = [f"{command}", "query", "-w", f"{workspace}", "-e", QUERIES[each], "-o", "csv"]
        medians[each] = statistics.median([_milliseconds(call) for _ in range(repeat + 1)][1:])
    return {"rows": rows, "bar_ms": BAR, "median_ms": medians}


def _milliseconds(call: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000
