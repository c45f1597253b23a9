"""`python -m benchmarks.models`: churn learnt from 200,000 accounts, and a million records scored, with reasons.

The accounts have twenty fields, of which some decide whether they leave. Both run through the model's file as
`swell models train` and `swell models score` do, publishing included, each in a process of its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import resource
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pyarrow as pa

import swell
from swell.models import run

SPAWN = multiprocessing.get_context("spawn")
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BARS = {"train_seconds": 60, "score_seconds": 20}
ACCOUNTS, RECORDS = 200_000, 1_000_000
_MODEL = {
    "kind": "churn",
    "dataset": "health",
    "id": "Id",
    "target": "'Left' == \"true\"",
    "known": "'Left' is not null",
    "when": "Day",
    "actionable": ["Usage", "Cases"],
    "carried": ["Region"],
}


def health(rows: int, known: bool, seed: int) -> pa.Table:
    """Return accounts with twenty fields, and of those that are known whether they left."""
    random = np.random.default_rng(seed)
    usage, cases = random.normal(0.0, 30.0, rows), random.poisson(1.5, rows)
    segment = random.integers(0, 3, rows)
    odds = -3.2 - 0.04 * usage + 0.35 * cases + np.array([-0.5, 0.0, 0.4])[segment]
    left = random.random(rows) < 1 / (1 + np.exp(-odds))
    day = dt.date(2025, 12, 31)
    days = random.integers(0, 700, rows) if known else np.zeros(rows, dtype=np.int64)
    texts = {f"Text{place}": _texts(random, rows, 5 * 2**place) for place in range(6)}
    numbers = {f"Number{place}": np.round(random.lognormal(3.0, 1.0, rows), 1) for place in range(9)}
    return pa.table(
        {
            "Id": pa.array([f"{'k' if known else 'o'}{place:08}" for place in range(rows)]),
            "Usage": np.round(usage, 1),
            "Cases": cases.astype(np.float64),
            "Segment": pa.array(["Enterprise", "Mid", "Small"]).take(pa.array(segment)),
            "Region": _texts(random, rows, 5),
            "Owner": _texts(random, rows, 60),
            **texts,
            **numbers,
            "Left": pa.array(np.where(left, "true", "false")) if known else pa.nulls(rows, pa.string()),
            "Day": pa.array((np.datetime64(day) - days).astype("datetime64[D]")),
        }
    )


def _texts(random: np.random.Generator, rows: int, values: int) -> pa.Array:
    return pa.array([f"Value {place}" for place in range(values)]).take(pa.array(random.integers(0, values, rows)))


def prepare(folder: Path, accounts: int, records: int) -> None:
    """Write a workspace: accounts to learn from, and records to score."""
    workspace = swell.open(folder)
    workspace.write("health", pa.concat_tables([health(accounts, True, 1), health(records, False, 2)]))
    (folder / "models").mkdir(exist_ok=True)
    (folder / "models" / "churn.json").write_text(json.dumps(_MODEL))


def _measured(folder: Path, train: bool, answer: Connection) -> None:
    start = time.perf_counter()
    (outcome,) = run(swell.open(folder), NOW, train=train, told=lambda _: None)
    seconds, took = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    answer.send((outcome.state, seconds, took.ru_utime + took.ru_stime, took.ru_maxrss / 1024))


def measure(folder: Path, train: bool, what: str) -> float:
    """Run in a process of its own, say what came of it, and return the seconds that it took."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=_measured, args=(folder, train, there))
    process.start()
    state, seconds, processor, megabytes = here.recv()
    process.join()
    print(f"{what}: {state} in {seconds:.1f} s, {processor:.1f} s of a processor, {megabytes:,.0f} MB")
    return float(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.models", description=__doc__)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--check", action="store_true", help="fail where a bar is passed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, given.accounts, 1_000)
        trained = measure(folder, True, f"train on {given.accounts:,} accounts")
        prepare(folder, given.accounts, given.records)
        scored = measure(folder, False, f"score {given.records:,} records")
    if given.check and (trained > BARS["train_seconds"] or scored > BARS["score_seconds"]):
        raise SystemExit(f"Bars: {BARS}")


if __name__ == "__main__":
    main()
