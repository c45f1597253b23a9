"""The machine that is measured on: what it has, and how fast it reads memory."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.engines.engine import THREADS

PACKAGES = ("swell", "pyarrow", "numpy", "duckdb", "polars", "pandas")
FLAGS = ("sse4_2", "avx2", "avx512f", "neon", "asimd", "sve")
"""Instruction sets that make a difference to the engines."""


def describe() -> dict[str, object]:
    """Return the processor, memory, load and versions."""
    cpu = _read("/proc/cpuinfo")
    memory = re.search(r"MemTotal:\s+(\d+)", _read("/proc/meminfo"))
    model = re.search(r"model name\s*: (.*)", cpu)
    flags = re.search(r"(?:flags|Features)\s*: (.*)", cpu)
    return {
        "cpu": model[1] if model else platform.machine(),
        "cores": os.cpu_count(),
        "threads": THREADS,
        "flags": [each for each in FLAGS if flags and each in flags[1].split()],
        "memory_gb": round(int(memory[1]) / 1e6, 1) if memory else None,
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.platform(),
        "versions": {name: version for name in PACKAGES if (version := _version(name))},
    }


def bandwidth(megabytes: int = 800, repeat: int = 5) -> float:
    """Return the gigabytes a second that `THREADS` threads read: the best of sums that no cache holds."""
    parts = np.array_split(np.ones(megabytes * 1_000_000 // 8), THREADS)
    best = float("inf")
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(repeat + 1):
            start = time.perf_counter()
            list(pool.map(np.sum, parts))
            best = min(best, time.perf_counter() - start)
    return megabytes / 1000 / best


class Others:
    """How much processor time other processes took since this was made (Linux, proc_stat(5))."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._busy = _busy_seconds()
        self._own = _own_seconds()

    def cores(self) -> float | None:
        """Return the cores that others kept busy on average; None where the system does not tell."""
        busy = _busy_seconds()
        if busy is None or self._busy is None:
            return None
        others = busy - self._busy - (_own_seconds() - self._own)
        return round(max(0.0, others) / (time.perf_counter() - self._start), 2)


def _busy_seconds() -> float | None:
    counted = re.match(r"cpu +(\d+) (\d+) (\d+) \d+ \d+ (\d+) (\d+) (\d+)", _read("/proc/stat"))
    return sum(map(int, counted.groups())) / os.sysconf("SC_CLK_TCK") if counted else None


def _own_seconds() -> float:
    own = os.times()
    return own.user + own.system


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _read(path: str) -> str:
    file = Path(path)
    return file.read_text("utf-8") if file.exists() else ""
