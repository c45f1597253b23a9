"""50M rows in nearly as many groups, under a limit of 2 GB: the answer has to be right, whatever memory there is."""

from __future__ import annotations

import math
import resource
import time
from pathlib import Path

from benchmarks.bars.processes import ChildError, call, prepare
from benchmarks.data import make

ROWS = 50_000_000
LIMIT_MB = 2_000
TOP = 20

QUERY = f"""
q = load "opportunities";
q = group q by ('AccountId', 'CloseDate');
q = foreach q generate 'AccountId', 'CloseDate', sum('Amount') as 'Sum';
q = order q by 'Sum' desc nulls last;
q = limit q {TOP};
"""
SQL = f"select AccountId, CloseDate, sum(Amount) from opportunities group by all order by 3 desc nulls last limit {TOP}"


def measure(folder: Path, rows: int = ROWS, limit_mb: int = LIMIT_MB) -> dict[str, object]:
    """Return how long both take, whether the answers are the same, or what went wrong."""
    prepare(folder, rows)
    figures: dict[str, object] = {"rows": rows, "limit_mb": limit_mb}
    sums = {}
    for engine in ("swell", "duckdb"):
        try:
            answer = call("benchmarks.bars.spill", f"ask_{engine}", str(folder), rows, limit_mb)
        except ChildError as error:
            figures[engine] = str(error)
        else:
            figures[engine] = answer["seconds"]
            sums[engine] = answer["sums"]
    if len(sums) == 2:
        pairs = zip(sums["swell"], sums["duckdb"], strict=True)
        figures["same_answer"] = all(math.isclose(one, other, rel_tol=1e-9) for one, other in pairs)
    return figures


def ask_swell(folder: str, rows: int, limit_mb: int) -> dict[str, object]:
    """Ask Swell in this process, whose memory is limited from here on."""
    from benchmarks.engines.swell import open_workspace
    from benchmarks.questions import NOW

    workspace = open_workspace(make(Path(folder), rows))
    _limit(limit_mb)
    start = time.perf_counter()
    table = workspace.query(QUERY, now=NOW).table
    return {"seconds": round(time.perf_counter() - start, 2), "sums": table["Sum"].to_pylist()}


def ask_duckdb(folder: str, rows: int, limit_mb: int) -> dict[str, object]:
    """Ask DuckDB, which spills beside the data; its own limit is half of the process's, as it counts only buffers."""
    from benchmarks.engines.duckdb import connect, database

    data = make(Path(folder), rows)
    file = database("duckdb", data)
    _limit(limit_mb)
    with connect(file, read_only=True) as connection:
        connection.execute(f"set memory_limit = '{limit_mb // 2}MB'")
        connection.execute(f"set temp_directory = '{data.folder / 'duckdb-spill'}'")
        start = time.perf_counter()
        rows_found = connection.sql(SQL).fetchall()
    return {"seconds": round(time.perf_counter() - start, 2), "sums": [each[2] for each in rows_found]}


def _limit(megabytes: int) -> None:
    """Limit the process's private memory (setrlimit(2): RLIMIT_DATA; maps of files don't count)."""
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, resource.RLIM_INFINITY))
