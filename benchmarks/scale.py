"""The questions on a Spark cluster of this machine, over published files: `python -m benchmarks.scale`.

Publishes the benchmark's datasets, starts a master and two workers, asks each question there and of the
embedded engine, and compares the answers. Then it asks one again and kills a worker while it is answered.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa

import swell
from benchmarks.answers import DisagreementError, agree
from benchmarks.engines.engine import Engine
from benchmarks.engines.saql import QUERIES
from benchmarks.engines.swell import SETTINGS
from benchmarks.questions import NOW, QUESTIONS
from benchmarks.spark_cluster import Cluster, cluster
from engine.published.publish import publish
from engine.published.target import open_target
from swell.workspace import Workspace

DATASETS = ("accounts", "opportunities")
KILLED = "Q7"
"""Asked while a worker is killed: it shuffles all rows."""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--workspace", type=Path, required=True, help="the workspace of a benchmark's size")
    parser.add_argument("--published", type=Path, required=True, help="where its datasets are published")
    parser.add_argument("--questions", default=",".join(QUERIES))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--memory", default="3g", help="of each worker")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    (asked.workspace / "swell.toml").write_text(SETTINGS, "utf-8")
    embedded = swell.open(asked.workspace)
    for name in DATASETS:
        began = time.perf_counter()
        found = publish(embedded.store.open(name), open_target(str(asked.published), name))
        taken = time.perf_counter() - began
        print(f"published {name}: {found.wrote} files of {found.bytes / 1e6:,.0f} MB in {taken:.1f} s")
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), memory=asked.memory) as running:
        away = _workspace(Path(folder) / "workspace", asked.published, running, asked.memory)
        figures = {each: _compared(each, embedded, away, asked.repeat) for each in asked.questions.split(",")}
        figures["killed"] = _killed(embedded, away, running)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1), "utf-8")


def _workspace(folder: Path, published: Path, running: Cluster, memory: str) -> Workspace:
    folder.mkdir()
    tables = "".join(f'[tables.{each}]\npublished = "{published.resolve() / each}"\n' for each in DATASETS)
    heap = int(memory.removesuffix("g")) * 1024 - 512
    settings = f"""{SETTINGS}
[engines.spark]
master = "{running.url}"
[engines.spark.config]
"spark.executor.memory" = "{heap}m"
"spark.driver.host" = "127.0.0.1"
"spark.driver.bindAddress" = "127.0.0.1"
"spark.ui.enabled" = "false"
"spark.ui.showConsoleProgress" = "false"
"spark.sql.shuffle.partitions" = "16"
"spark.sql.files.maxPartitionBytes" = "64m"
{tables}"""
    (folder / "swell.toml").write_text(settings, "utf-8")
    return swell.open(folder, engine="spark")


def _compared(name: str, embedded: Workspace, away: Workspace, repeat: int) -> dict[str, object]:
    here, there = _timed(name, embedded, repeat), _timed(name, away, repeat)
    differ = _difference(name, here[1], there[1])
    print(f"{name:4} embedded {here[0]:8.3f} s   cluster {there[0]:8.2f} s   {differ or 'equal'}", flush=True)
    return {"embedded_s": here[0], "cluster_s": there[0], "difference": differ}


def _difference(name: str, here: pa.Table, there: pa.Table) -> str:
    """Return what differs between two answers, "" for nothing."""
    engines = [
        Engine(where, {name: lambda table=table: [table]}, lambda table: table)  # type: ignore[misc]
        for where, table in (("embedded", here), ("cluster", there))
    ]
    try:
        agree(QUESTIONS[name], engines)
    except DisagreementError as error:
        return str(error)
    return ""


def _timed(name: str, workspace: Workspace, repeat: int) -> tuple[float, pa.Table]:
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        table = workspace.query(QUERIES[name], now=NOW).table
        times.append(time.perf_counter() - began)
    return statistics.median(times), table


def _killed(embedded: Workspace, away: Workspace, running: Cluster) -> dict[str, object]:
    expected = _timed(KILLED, embedded, 1)[1]
    undisturbed = _timed(KILLED, away, 1)[0]
    timer = threading.Timer(undisturbed / 2, running.kill, [1])
    timer.start()
    taken, table = _timed(KILLED, away, 1)
    timer.join()
    differ = _difference(KILLED, expected, table)
    print(f"{KILLED} with a worker killed after {undisturbed / 2:.1f} s: {taken:.1f} s, {differ or 'equal'}")
    return {"undisturbed_s": undisturbed, "killed_s": taken, "difference": differ}


if __name__ == "__main__":
    main()
