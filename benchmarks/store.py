"""The store against its bars: size and time of a write beside DuckDB's, changed rows, queries over them, compaction.

    python -m benchmarks.store [--rows 1000000 10000000] [--check]

Memory is the peak of the process's resident set above what it had before, mapped files included.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LETTERS = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", np.uint8)
CHANGED = 10_000
CHANGES = 20
QUERIES = {
    "sum by stage": (
        'q = load "wide"; q = group q by Stage; q = foreach q generate Stage, sum(Amount) as s, count() as n;'
    ),
    "filter, by owner": (
        'q = load "wide"; q = filter q by Region in ["Region 0", "Region 1"] and Amount > 1000; q = group q by Owner; '
        "q = foreach q generate Owner, sum(Amount) as s, avg(Amount) as a; q = order q by s desc; q = limit q 10;"
    ),
    "by three dimensions": (
        'q = load "wide"; q = group q by (Industry, Stage, Region); '
        "q = foreach q generate Industry, Stage, Region, sum(Amount) as s, count() as n;"
    ),
    "by account": (
        'q = load "wide"; q = group q by AccountId; q = foreach q generate AccountId, sum(Amount) as s; '
        "q = order q by s desc; q = limit q 20;"
    ),
}


def identifiers(prefix: str, numbers: np.ndarray) -> pa.Array:
    """Return texts of 18 characters, as a CRM's keys are."""
    texts = np.full((len(numbers), 18), ord("A"), np.uint8)
    texts[:, : len(prefix)] = np.frombuffer(prefix.encode(), np.uint8)
    rest = numbers.astype(np.int64) * 7 + 1000
    for place in range(14, len(prefix) - 1, -1):
        texts[:, place] = LETTERS[rest % 62]
        rest //= 62
    texts[:, 17] = LETTERS[numbers % 26 + 10]
    ends = np.arange(0, texts.size + 1, 18, dtype=np.int32)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(ends), pa.py_buffer(texts))


def opportunities(rows: int, seed: int = 7) -> pa.Table:
    """Return opportunities in order of their close dates."""
    random = np.random.default_rng(seed)
    accounts = min(max(rows // 10, 100_000), 1_000_000)

    def dimension(name: str, size: int, nulls: float = 0.0) -> pa.Array:
        codes = (random.random(rows) ** 1.5 * size).astype(np.int32)
        texts = pa.array([f"{name} {number}" for number in range(size)])
        return texts.take(pa.array(codes, mask=random.random(rows) < nulls if nulls else None))

    account = random.permutation(accounts)[(random.random(rows) ** 1.7 * accounts).astype(np.int64)]
    close = np.sort(random.integers(17_897, 17_897 + 1_461, rows)).astype(np.int32)
    return pa.table(
        {
            "Id": identifiers("006aB", np.arange(rows)),
            "AccountId": identifiers("001aB", np.arange(accounts)).take(pa.array(account)),
            "Stage": dimension("Stage", 10),
            "Owner": dimension("Owner", 500),
            "Industry": dimension("Industry", 30, 0.03),
            "Region": dimension("Region", 6),
            "Type": dimension("Type", 5),
            "LeadSource": dimension("Lead source", 12, 0.05),
            "Amount": pa.array(np.round(random.lognormal(10, 1.2, rows), 2), mask=random.random(rows) < 0.03),
            "Probability": pa.array(random.integers(0, 101, rows)),
            "Age": pa.array(random.integers(0, 721, rows)),
            "CloseDate": pa.array(close).cast(pa.date32()),
            "CreatedDate": pa.array(close - random.integers(5, 400, rows).astype(np.int32)).cast(pa.date32()),
        }
    )


def wide(rows: int, seed: int = 7) -> pa.Table:
    """Return opportunities of 42 columns: three more of long texts, dimensions, amounts, counts, times."""
    random = np.random.default_rng(seed + 1)
    table = opportunities(rows, seed)
    names = pa.array([f"Deal {number} of {number % 977}" for number in random.permutation(rows * 2)[:rows].tolist()])
    table = table.append_column("Name", names)
    notes = pa.array([f"Next step {number}: call back" for number in range(50_000)])
    table = table.append_column("NextStep", notes.take(pa.array(random.integers(0, 50_000, rows))))
    contacts = identifiers("003aB", np.arange(80_000))
    table = table.append_column("ContactId", contacts.take(pa.array(random.integers(0, 80_000, rows))))
    for number in range(10):
        texts = pa.array([f"Value {each} of {number}" for each in range(4 + number * 3)])
        table = table.append_column(f"Pick{number}", texts.take(pa.array(random.integers(0, len(texts), rows))))
    for number in range(7):
        amounts = np.round(random.lognormal(8, 1, rows), 2) if number < 5 else random.random(rows)
        table = table.append_column(f"Money{number}", pa.array(amounts, mask=random.random(rows) < 0.1))
    for number in range(5):
        table = table.append_column(f"Count{number}", pa.array(random.integers(0, 10 ** (number + 1), rows)))
    for number in range(4):
        instants = random.integers(1_500_000_000, 1_700_000_000, rows) * 1000
        table = table.append_column(f"Time{number}", pa.array(instants, pa.timestamp("ms", "UTC")))
    assert table.num_columns == 42
    return table


def changed_rows(rows: int, number: int, table: Callable[[int, int], pa.Table]) -> pa.Table:
    """Return 9,500 rows with keys of a table of so many rows, and 500 new ones."""
    chosen = np.random.default_rng(1_000 + number).choice(rows, CHANGED - 500, replace=False)
    added = np.arange(rows + number * 500, rows + (number + 1) * 500)
    keys = identifiers("006aB", np.concatenate([chosen, added]))
    return table(CHANGED, 2_000 + number).set_column(0, "Id", keys)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measured(work: Callable[..., Callable[[], object]], *arguments: object) -> tuple[float, float]:
    """Return the seconds that something takes, and the megabytes of memory at its peak above those before it.

    It runs in a process of its own, where nothing that was used before can be used again.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, arguments))


def _measured(work: Callable[..., Callable[[], object]], arguments: tuple[object, ...]) -> tuple[float, float]:
    prepared = work(*arguments)
    pa.default_memory_pool().release_unused()
    Path("/proc/self/clear_refs").write_text("5")
    before = resident("VmRSS")
    seconds = timed(prepared)
    return seconds, (resident("VmHWM") - before) / 1000


def change(folder: Path, name: str, rows: int, number: int) -> Callable[[], object]:
    """Prepare the change of 9,500 rows of a dataset, and 500 new ones."""
    batch = changed_rows(rows, number, wide if name == "wide" else opportunities)
    return lambda: Store(folder, old_versions=1).upsert(name, batch, key=["Id"], created=NOW, compact=False)


def compact(folder: Path, name: str) -> Callable[[], object]:
    """Prepare a compaction."""
    return lambda: Store(folder, old_versions=1).compact(name)


def stream(folder: Path, source: Path) -> Callable[[], object]:
    """Prepare a write of batches that are read from a file one after the other."""

    def batches() -> Iterator[pa.RecordBatch]:
        with pa.OSFile(str(source)) as opened:
            reader = pa.ipc.open_file(opened)
            for number in range(reader.num_record_batches):
                yield reader.get_batch(number)

    return lambda: Store(folder, old_versions=0).write("streamed", batches(), created=NOW).close()


def resident(what: str) -> int:
    """Return a figure of the process's memory in kilobytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))


def size(folder: Path) -> float:
    """Return the megabytes of the files in a folder."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 1e6


class Bars:
    """Prints figures beside the bars that they must stay under, and remembers which did not."""

    def __init__(self) -> None:
        self.passed: list[str] = []

    def show(self, what: str, figure: float, unit: str, bar: float | None = None) -> None:
        mark = "" if bar is None else f"  (bar {bar:.2f})"
        print(f"{what:<60}{figure:>10.2f} {unit}{mark}", flush=True)
        if bar is not None and figure > bar:
            self.passed.append(what)


def against_duckdb(bars: Bars, rows: int, folder: Path) -> None:
    """Write the same Arrow table to DuckDB's native file and to the store, in turns."""
    table = opportunities(rows)
    file, data = folder / "peer.duckdb", folder / f"data-{rows}"

    def peer() -> None:
        file.unlink(missing_ok=True)
        with duckdb.connect(str(file)) as connection:
            connection.execute("set threads = 2")
            connection.register("rows_to_write", table)
            connection.execute("create table opportunity as select * from rows_to_write")
            connection.execute("checkpoint")

    def ours() -> None:
        Store(data, old_versions=0).write("opportunity", table, created=NOW).close()

    times = [(timed(peer), timed(ours)) for _ in range(3)]
    theirs, mine = (statistics.median(each) for each in zip(*times, strict=True))
    bars.show(f"write {rows:,} rows: DuckDB", theirs, "s")
    bars.show(f"write {rows:,} rows: Swell", mine, "s", theirs)
    bars.show(f"size of {rows:,} rows: DuckDB", size_of_file := file.stat().st_size / 1e6, "MB")
    bars.show(f"size of {rows:,} rows: Swell", size(data), "MB", 1.5 * size_of_file)
    file.unlink()


def changes(bars: Bars, rows: int, folder: Path) -> None:
    """Change 10,000 rows of 42 columns twenty times, ask, compact, ask again."""
    store = Store(folder / "wide", old_versions=1)
    store.write("wide", wide(rows), created=NOW).close()
    figures = [measured(change, store.folder, "wide", rows, number) for number in range(CHANGES)]
    median = statistics.median(seconds for seconds, _ in figures)
    bars.show(f"change {CHANGED:,} of {rows:,} rows of 42 columns, median", median, "s", 0.3)
    bars.show("  the slowest", max(seconds for seconds, _ in figures), "s")
    bars.show("  memory, the most", max(memory for _, memory in figures), "MB", 60)
    ask(store)
    with_changes = ask(store)
    seconds, memory = measured(compact, store.folder, "wide")
    bars.show(f"compact {rows:,} rows of 42 columns with {CHANGES} changes", seconds, "s")
    bars.show("  memory", memory, "MB", 300)
    compacted = ask(store)
    for name, (first, warm) in with_changes.items():
        bars.show(f"{name}: with {CHANGES} changes", warm * 1000, "ms", 2 * compacted[name][1] * 1000)
        bars.show("  compacted", compacted[name][1] * 1000, "ms")
        bars.show(f"  the first of a version: with {CHANGES} changes", first * 1000, "ms")
        bars.show("  the first of a version: compacted", compacted[name][0] * 1000, "ms")


def ask(store: Store) -> dict[str, tuple[float, float]]:
    """Return the seconds of each query: the first time that a process asks the version, and the median after."""
    figures = {}
    for name, text in QUERIES.items():
        query = functools.partial(Session(store, result_cache=0).query, text, now=NOW)
        first, *warm = (timed(query) for _ in range(8))
        figures[name] = first, statistics.median(warm)
    return figures


def streamed(bars: Bars, rows: int, folder: Path) -> None:
    """Write batches of 42 columns that do not come all at once, and the same as one table."""
    source, store = folder / "wide.arrow", Store(folder / "streamed", old_versions=0)
    bars.show(f"write {rows:,} rows of 42 columns: table", write_whole(store, source, rows), "s")
    whole = size(store.folder)
    bars.show("  size", whole, "MB")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        before = pool.apply(time.process_time)
        seconds, memory = pool.apply(_measured, (stream, (store.folder, source)))
        used = pool.apply(time.process_time) - before
    bars.show("  batches", seconds, "s")
    bars.show("  batches, time of processors", used, "s", 6)
    bars.show("  batches, memory", memory, "MB", 300)
    bars.show("  batches, size", size(store.folder) - whole, "MB", whole * 1.02)
    source.unlink()


def write_whole(store: Store, source: Path, rows: int) -> float:
    """Write a table to a file of batches and to the store, and return how many seconds the latter takes."""
    table = wide(rows)
    with pa.OSFile(str(source), "wb") as opened, pa.ipc.new_file(opened, table.schema) as file:
        file.write_table(table, max_chunksize=10_000)
    return timed(lambda: store.write("table", table, created=NOW).close())


def updates(bars: Bars, rows: int, folder: Path) -> None:
    """Give all rows of 42 columns their numbers and stages anew, of which some have changed."""
    store = Store(folder / "updated", old_versions=0)
    for share in (0, 0.01, 1):
        store.write("wide", wide(rows), created=NOW).close()
        seconds, memory = measured(update, store.folder, rows, share)
        bars.show(f"update 2 of 42 columns of {rows:,} rows, {share:.0%} changed", seconds, "s")
        bars.show("  memory", memory, "MB", 300)


def update(folder: Path, rows: int, share: float) -> Callable[[], object]:
    """Prepare the update of all rows, some with other numbers."""
    table, random = wide(rows), np.random.default_rng(3)
    money = table.column("Money0").to_numpy(zero_copy_only=False).copy()
    changed = random.random(rows) < share
    money[changed] = np.round(random.random(rows) * 1000, 2)[changed]
    columns = {"Id": table.column("Id"), "Money0": pa.array(money, from_pandas=True), "Stage": table.column("Stage")}
    batches = pa.table(columns).to_batches(10_000)

    def work() -> None:
        with Store(folder, old_versions=0).transaction(created=NOW) as change:
            change.update("wide", iter(batches), key=["Id"])

    return work


def compaction(bars: Bars, rows: int, folder: Path) -> None:
    """Change some of many rows, and compact them."""
    seconds, memory = measured(change, folder, "opportunity", rows, 0)
    bars.show(f"change {CHANGED:,} of {rows:,} rows of 13 columns", seconds, "s")
    bars.show("  memory", memory, "MB")
    seconds, memory = measured(compact, folder, "opportunity")
    bars.show(f"compact {rows:,} rows of 13 columns with a change", seconds, "s")
    bars.show("  memory", memory, "MB", 300)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--check", action="store_true", help="fail where a bar is passed")
    arguments = parser.parse_args()
    bars = Bars()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in arguments.rows:
            against_duckdb(bars, rows, folder)
            compaction(bars, rows, folder / f"data-{rows}")
        changes(bars, min(arguments.rows), folder)
        streamed(bars, min(arguments.rows), folder)
        updates(bars, min(arguments.rows), folder)
    print(f"over the bar: {', '.join(bars.passed) or 'none'}")
    return 1 if arguments.check and bars.passed else 0


if __name__ == "__main__":
    sys.exit(main())
