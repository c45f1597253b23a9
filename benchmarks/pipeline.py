"""`python -m benchmarks.pipeline`: the pipeline forecast of the demo data, tried on the past, for several seeds.

For each seed: how many of the last 24 months ended between P10 and P90, how far off the forecast was on average, and
two plainer ways beside it; then how long ten thousand futures of the open deals take.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from engine.analyses.pipeline.backtest import Errors, back_test, errors_of
from engine.analyses.pipeline.deals import Deals, Steps
from engine.analyses.pipeline.forecast import first_day
from engine.analyses.pipeline.misses import drift_at, earlier_outlooks, misses_of
from engine.analyses.pipeline.months import month_of
from engine.analyses.pipeline.outlook import look_ahead, look_back
from engine.analyses.pipeline.read import day_of, read_pipeline
from engine.analyses.pipeline.simulation import simulate
from engine.analyses.pipeline.source import Source
from engine.session import Session
from engine.store import Store
from swell.demo.generate import generate
from swell.demo.settings import Demo

TODAY = dt.date(2026, 11, 27)
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
MONTHS = 6
SIMULATIONS = 10_000
HELD = (0.7, 0.9)
"""The bars: of the months of each seed so many end between the two amounts,"""

SECONDS = 4.0
"""and the futures take at most so long."""


def demo(folder: Path, seed: int) -> tuple[Deals, Steps]:
    """Return the deals of the demo data."""
    store = Store(folder)
    for each in generate(Demo(today=TODAY, seed=seed)):
        if each.name in Source().loads:
            store.write(each.name, each.table, each.fields, created=NOW)
    return read_pipeline(Source(), Session(store), NOW)


def tried(deals: Deals, steps: Steps) -> tuple[Errors, Errors]:
    """Return how good forecasts of past months, and of quarters, were."""
    trials = back_test(look_back(deals, steps, month_start(), MONTHS))
    return errors_of(trials, of_quarter=False), errors_of(trials, of_quarter=True)


def parts_held(deals: Deals, steps: Steps) -> tuple[float, float]:
    """Return of how many owners' months, and segments' months, of the last 24 the amount was between the two."""
    past = look_back(deals, steps, month_start(), MONTHS)
    outlooks, last = earlier_outlooks(past), len(past.moments) - 1
    misses, closed, amount = misses_of(past, outlooks), month_of(deals.closed), np.nan_to_num(deals.amount)
    held: tuple[list[bool], list[bool]] = ([], [])
    for moment in range(last - 24, last):
        futures = simulate(outlooks[moment], drift_at(misses, moment), deals, 1000, 1)
        won = deals.won & (closed == outlooks[moment].month)
        for place, (parts, codes) in enumerate(((futures.owners, deals.owner), (futures.segments, deals.segment))):
            for code, total in parts.items():
                low, high = np.percentile(total[:, 0], (10, 90))
                held[place].append(bool(low <= amount[won & (codes == code)].sum() <= high))
    return float(np.mean(held[0])), float(np.mean(held[1]))


def month_start() -> float:
    return float(first_day(int(month_of(np.array([day_of(NOW)]))[0])))


def seconds_of(deals: Deals, steps: Steps) -> tuple[float, int]:
    """Return how long the futures of the open deals take, and how many deals these are."""
    past = look_back(deals, steps, day_of(NOW), MONTHS)
    last = len(past.moments) - 1
    outlook, drift = look_ahead(past, last), drift_at(misses_of(past, earlier_outlooks(past)), last)
    start = time.process_time()
    simulate(outlook, drift, deals, SIMULATIONS, 1)
    return time.process_time() - start, len(outlook.deal)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("seeds", type=int, nargs="*", default=[*range(1, 9)])
    parser.add_argument("--check", action="store_true", help="fail where a bar is passed")
    given = parser.parse_args()
    held = count = 0
    passed = []
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as folder:
            deals, steps = demo(Path(folder), seed)
            months, quarters = tried(deals, steps)
            held, count = held + months.held, count + months.count
            low, high = HELD
            if not low <= months.held / months.count <= high:
                passed.append(f"seed {seed}")
            print(
                f"seed {seed}: {months.held} of {months.count} months, off by {months.error:.1%}; year before "
                f"{months.year_before:.1%}, amount x stage {months.weighted:.1%}; quarters {quarters.held} of "
                f"{quarters.count}, off by {quarters.error:.1%}",
                flush=True,
            )
    print(f"all: {held} of {count} ({held / count:.0%})")
    owners, segments = parts_held(deals, steps)
    print(f"seed {given.seeds[-1]}: {owners:.0%} of owners' months, {segments:.0%} of segments'")
    took, number = seconds_of(deals, steps)
    print(f"{SIMULATIONS:,} futures of {number:,} deals: {took:.1f} s of one processor")
    if took > SECONDS:
        passed.append("seconds")
    if given.check and passed:
        sys.exit(f"bars passed: {', '.join(passed)}")


if __name__ == "__main__":
    main()
