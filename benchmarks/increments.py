"""`python -m benchmarks.increments`: a recipe run again after some rows changed, beside a run for all rows.

The recipe is that of `benchmarks.recipes`, with a key: opportunities with five columns of their accounts. Its inputs
are linked into a folder that is thrown away. Each number is of one run, in this process, of one thread.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.recipes import AUGMENT, NOW, _link
from engine.kernels.arrays import Array
from engine.recipes.recipe import Recipe
from engine.recipes.run import RunOptions, run_recipes
from engine.session import Session
from engine.store import Dataset, Store


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.increments", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--changed", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-data")
    given = parser.parse_args()
    data = given.folder / str(given.rows) / "swell" / "data"
    with tempfile.TemporaryDirectory(dir=data.parent) as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data, copy, copy_function=_link)
        store = Store(copy)
        recipe = _recipe(store)
        _run("all rows", recipe, store)
        _change(store, "opportunities", "Amount", given.changed)
        _run(f"after {given.changed:,} changed opportunities", recipe, store)
        _change(store, "opportunities", "Amount", given.changed)
        _run("the same again", recipe, store)
        _change(store, "accounts", "AnnualRevenue", given.changed // 10)
        _run(f"after {given.changed // 10:,} changed accounts", recipe, store)
        _run("all rows", recipe, store, everything=True)


def _recipe(store: Store) -> Recipe:
    with store.open("accounts") as accounts:
        names = [each.name for each in accounts.fields if each.name != "Id"][:5]
    items = ", ".join(f"a.'{each}' as 'Account.{each}'" for each in names)
    return Recipe(name="wide", text=AUGMENT.format(items=items), file="wide", key=("Id",))


def _run(what: str, recipe: Recipe, store: Store, *, everything: bool = False) -> None:
    options = RunOptions(now=NOW, clock=time.perf_counter, everything=everything)
    start, cpu = time.perf_counter(), time.process_time()
    outcome = run_recipes([recipe], Session(store), options)[0]
    assert outcome.state == "made", outcome.error
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    print(f"{what}: {seconds:.2f} s, {cpu_seconds:.2f} s of processors ({outcome.how})", flush=True)


def _change(store: Store, name: str, field: str, count: int) -> None:
    """Change a number in some rows, spread over all of them."""
    with store.open(name) as dataset:
        step = dataset.rows // count
        chosen = np.arange(count) * step
        batches = [each.take(pa.array(_within(chosen, start, each.num_rows))) for start, each in _placed(dataset)]
    rows = pa.Table.from_batches(batches)
    numbers = pa.array(np.random.default_rng(1).integers(0, 1_000, len(rows)).astype(np.float64))
    rows = rows.set_column(rows.column_names.index(field), field, numbers)
    created = NOW + dt.timedelta(hours=1)
    start = time.perf_counter()
    store.upsert(name, rows, key=["Id"], created=created, compact=False).close()
    print(f"  ({len(rows):,} rows of {name} upserted in {time.perf_counter() - start:.2f} s)")


def _placed(dataset: Dataset) -> Iterator[tuple[int, pa.RecordBatch]]:
    start = 0
    for each in dataset.batches():
        yield start, each
        start += each.num_rows


def _within(chosen: Array, start: int, rows: int) -> Array:
    return chosen[(chosen >= start) & (chosen < start + rows)] - start


if __name__ == "__main__":
    main()
