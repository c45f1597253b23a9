"""`python -m benchmarks.stories`: a story on a million deals with twenty fields, and stories of shuffled deals.

Deals have what makes stories hard: fields that follow from others (country, region; owner, team), win rates and
amounts that differ between segments, amounts with long tails, names that come up rarely. In the shuffled ones the days
are given to the deals anew, and so are the outcomes: nothing changed from one period to the other but by chance.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import swell
from engine.analyses.stories.story import tell
from engine.session import Session

NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
PERIODS = "2026-06-01..2026-08-31"
MEASURES = ("count", "share(IsWon)", "sum(Amount)", "avg(Amount)")
BARS = {"seconds": 5.0, "named": 5}

_DAYS = 184
_FIRST = np.datetime64("2026-03-01")
_SEGMENT_ODDS = np.array([-1.5, -1.1, -0.8])
_SEGMENT_AMOUNT = np.array([52_000.0, 16_500.0, 4_600.0])
_PLAIN = {"Industry": 12, "Type": 4, "Product": 10, "Channel": 5, "Tier": 4, "Plan": 6, "City": 60, "Terms": 5}


def deals(rows: int, seed: int = 1) -> pa.Table:
    """Return deals of half a year, with twenty fields and a date, in which nothing changes over time."""
    random = np.random.default_rng(seed)
    segment = random.choice(3, rows, p=(0.2, 0.35, 0.45))
    source = random.integers(0, 8, rows)
    owner = random.integers(0, 32, rows)
    country = random.integers(0, 17, rows)
    odds = _SEGMENT_ODDS[segment] + random.normal(0, 0.4, 8)[source] + random.normal(0, 0.3, 32)[owner]
    won = random.random(rows) < 1 / (1 + np.exp(-odds))
    amount = _SEGMENT_AMOUNT[segment] * np.exp(random.normal(0, 1.1, rows))
    campaign = np.where(random.random(rows) < 0.5, 40, random.integers(0, 40, rows))
    columns = {
        "Segment": named("Segment", segment),
        "Source": named("Source", source),
        "Owner": named("Owner", owner),
        "Team": named("Team", owner // 4),
        "Manager": named("Manager", owner // 8),
        "Country": named("Country", country),
        "Region": named("Region", country // 4),
        "Campaign": pa.array([None if each == 40 else f"Campaign {each}" for each in range(41)]).take(
            pa.array(campaign)
        ),
        **{name: named(name, random.integers(0, count, rows)) for name, count in _PLAIN.items()},
        "Stage": pa.array(np.where(won, "Closed Won", "Closed Lost")),
        "IsWon": pa.array(np.where(won, "true", "false")),
        "Amount": pa.array(np.round(amount, 2)),
        "Age": pa.array(random.poisson(45, rows).astype(np.float64)),
        "CloseDate": days(random, rows),
    }
    return pa.table(columns)


def named(field: str, numbers: npt.NDArray[np.int64]) -> pa.Array:
    """Return names of a field by their numbers."""
    names = pa.array([f"{field} {each}" for each in range(int(numbers.max()) + 1)])
    return names.take(pa.array(numbers))


def days(random: np.random.Generator, rows: int) -> pa.Array:
    """Return a day of the half year for each deal."""
    return pa.array((_FIRST + random.integers(0, _DAYS, rows)).astype("datetime64[D]"))


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    """Return deals whose days and outcomes were given to them anew."""
    random = np.random.default_rng([seed, 7])
    order = pa.array(random.permutation(table.num_rows))
    outcomes = ("Stage", "IsWon", "Amount")
    for name in outcomes:
        table = table.set_column(table.column_names.index(name), name, table[name].take(order))
    return table.set_column(table.column_names.index("CloseDate"), "CloseDate", days(random, table.num_rows))


def names_anything(session: Session, measure: str) -> bool:
    """Whether a story of the deals names a segment."""
    report = tell(session, "deals", measure, now=NOW, compare=PERIODS)
    return any(each.heading == "What explains it" for each in report.sections)


def main() -> None:
    """Print how long stories take, and how many of shuffled deals name anything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--shuffled", type=int, default=100, help="how many times deals are shuffled")
    parser.add_argument("--shuffled-rows", type=int, default=20_000)
    parser.add_argument("--check", action="store_true", help="fail where a bar is passed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        slowest = _speed(Path(folder), given.rows)
        named_by = _chance(Path(folder), given.shuffled, given.shuffled_rows)
    if given.check and (slowest > BARS["seconds"] or max(named_by.values()) * 100 > BARS["named"] * given.shuffled):
        raise SystemExit("A bar is passed.")


def _speed(folder: Path, rows: int) -> float:
    workspace = swell.Workspace.open(folder)
    workspace.write("deals", deals(rows), [])
    slowest = 0.0
    print(f"{rows:,} deals with 20 fields")
    for measure in MEASURES:
        began, worked = time.perf_counter(), time.process_time()
        tell(workspace.session, "deals", measure, now=NOW, compare=PERIODS)
        seconds = time.perf_counter() - began
        slowest = max(slowest, seconds)
        print(f"  {measure:14} {seconds:5.2f} s, {time.process_time() - worked:5.2f} s of processors")
    print(f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:,.0f} MB")
    return slowest


def _chance(folder: Path, runs: int, rows: int) -> dict[str, int]:
    workspace = swell.Workspace.open(folder)
    named_by = dict.fromkeys(MEASURES, 0)
    for seed in range(runs):
        workspace.write("deals", shuffled(deals(rows, seed), seed), [])
        for measure in MEASURES:
            named_by[measure] += names_anything(workspace.session, measure)
    print(f"{runs} times {rows:,} deals shuffled; stories that name anything")
    for measure, count in named_by.items():
        print(f"  {measure:14} {count}")
    return named_by


if __name__ == "__main__":
    main()
