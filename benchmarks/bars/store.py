"""What a dataset takes of the disk, and how long it is written, beside DuckDB's load of the same Arrow table."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.bars.processes import call
from benchmarks.data import make

ROWS = 10_000_000
BAR_SIZE, BAR_TIME = 1.5, 1.0
"""Swell's size and time, divided by DuckDB's."""


def measure(folder: Path, rows: int = ROWS) -> dict[str, object]:
    """Return the megabytes and seconds of both, each in a process of its own."""
    make(folder, rows)
    figures = {}
    for engine in ("swell", "duckdb"):
        with tempfile.TemporaryDirectory(dir=folder) as made:
            figures[engine] = call("benchmarks.bars.store", f"write_{engine}", str(folder), rows, made)
    ratios = {name: figures["swell"][name] / figures["duckdb"][name] for name in ("megabytes", "seconds")}
    return {"rows": rows, "bars": {"megabytes": BAR_SIZE, "seconds": BAR_TIME}, **figures, "ratios": ratios}


def write_swell(folder: str, rows: int, made: str) -> dict[str, float]:
    """Write the opportunities as a dataset."""
    import pyarrow.parquet as pq

    import swell

    table = pq.read_table(make(Path(folder), rows).opportunities)
    workspace = swell.open(made)
    start = time.perf_counter()
    workspace.write("opportunities", table)
    return _figures(start, made)


def write_duckdb(folder: str, rows: int, made: str) -> dict[str, float]:
    """Load the opportunities into a table of DuckDB's own file, to the checkpoint."""
    import pyarrow.parquet as pq

    from benchmarks.engines.duckdb import connect

    table = pq.read_table(make(Path(folder), rows).opportunities)
    start = time.perf_counter()
    with connect(Path(made) / "data.duckdb") as connection:
        connection.register("arrow", table)
        connection.execute("create table opportunities as select * from arrow")
        connection.execute("checkpoint")
    return _figures(start, made)


def _figures(start: float, made: str) -> dict[str, float]:
    seconds = time.perf_counter() - start
    size = sum(each.stat().st_size for each in Path(made).rglob("*") if each.is_file())
    return {"seconds": round(seconds, 2), "megabytes": round(size / 1e6, 1)}
