"""`python -m benchmarks.journeys`: the journeys of records with a million events, from a dataset to the report."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from engine.analyses.journeys.analysis import analyse
from engine.analyses.journeys.datasets import record_rows, stage_rows
from engine.analyses.journeys.report import journey_report
from engine.analyses.journeys.settings import EventSource, Journey
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
STAGES = ("New", "Contacted", "Qualified", "Offered", "Won")
EVENTS_A_RECORD = 4


def events(count: int, seed: int) -> pa.Table:
    """Return events of records that mostly go on, sometimes back, and are lost in the end or won."""
    random = np.random.default_rng(seed)
    record = random.integers(0, count // EVENTS_A_RECORD, count)
    stage = np.minimum(random.integers(0, len(STAGES) + 1, count), len(STAGES))
    day = 300 - (record % 200) + stage * 10 + random.exponential(8.0, count)
    start = int(dt.datetime(2025, 1, 1, tzinfo=dt.UTC).timestamp() * 1000)
    instants = np.minimum(start + (day * 86_400_000).astype(np.int64), int(NOW.timestamp() * 1000))
    names = pa.array((*STAGES, "Lost"))
    return pa.table(
        {
            "Record": pa.array(record.astype(str)),
            "Stage": names.take(pa.array(stage)),
            "Entered": pa.array(instants, pa.timestamp("ms", tz="UTC")),
            "Region": pa.array(np.char.add("Region ", (record % 20).astype(str))),
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    count = parser.parse_args().events
    source = EventSource(dataset="events", record=("Record",), instant="Entered", stage="Stage")
    journey = Journey(name="journey", sources=(source,), stages=STAGES, lost=("Lost",), segments=("Region",))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.write("events", events(count, 1), created=NOW)
        session = Session(store, threads=2)
        start = time.process_time()
        found = analyse(journey, session, NOW)
        analysed = time.process_time()
        journey_report(found)
        rows = stage_rows(found).rows.num_rows + record_rows(found).rows.num_rows
        made = time.process_time() - analysed
        print(f"{count:,} events: {analysed - start:.1f} s of processors; {rows:,} rows made in {made:.1f} s")


if __name__ == "__main__":
    main()
