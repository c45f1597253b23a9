"""`python -m benchmarks.recipes`: opportunities with five columns of their accounts, looked up, and made a dataset.

Each part runs in a process of its own over the data of the other measurements (`python -m benchmarks.data`). Memory is
what the process holds of its own (anonymous pages, proc_pid_status(5)), at its most: mapped files are the system's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import shutil
import statistics
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SPAWN = multiprocessing.get_context("spawn")
AUGMENT = """
o = load "opportunities";
a = load "accounts";
o = augment o by AccountId, a by Id generate {items};
"""
PARTS = ("augment", "recipe")
BARS = {"augment": (2.5, 1000)}
"""Seconds and megabytes that a part may take, of 10 million opportunities and a million accounts."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recipes", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-data")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    data = given.folder / str(given.rows) / "swell" / "data"
    for part in PARTS:
        runs = [_measured(part, data) for _ in range(given.repeat)]
        seconds = statistics.median(each["seconds"] for each in runs)
        memory = max(each["memory_mb"] for each in runs)
        bar = BARS.get(part)
        cpu = statistics.median(each["cpu_seconds"] for each in runs)
        print(
            f"{part}: {seconds:.2f} s ({cpu:.2f} s of processors), {memory:.0f} MB"
            + (f"; the bar is {bar[0]} s, {bar[1]} MB" if bar else "")
        )


def _measured(part: str, data: Path) -> dict[str, Any]:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_run, args=(theirs, part, data))
    process.start()
    theirs.close()  # so that a process that dies is noticed
    answer: dict[str, Any] = json.loads(ours.recv())
    process.join()
    return answer


def _run(pipe: Connection, part: str, data: Path) -> None:
    from engine.recipes.recipe import Recipe
    from engine.session import Session
    from engine.store import Store

    store = Store(data)
    with store.open("accounts") as accounts:
        names = [each.name for each in accounts.fields if each.name != "Id"][:5]
    text = AUGMENT.format(items=", ".join(f"a.'{each}' as 'Account.{each}'" for each in names))
    recipe = Recipe(name="wide", text=text, file="wide")
    work = {"augment": _augment, "recipe": _recipe}[part]
    session = Session(store, threads=2)
    with Most() as most:
        start, cpu = time.perf_counter(), time.process_time()
        work(recipe, session)
        seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    pipe.send(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "memory_mb": most.megabytes}))


def _augment(recipe: Any, session: Any) -> None:
    """Look up, and make all columns that are added."""
    from engine.recipes.evaluate import checked, evaluate
    from engine.recipes.order import inputs

    snapshot = session.snapshot(inputs(recipe))
    rows = evaluate(recipe, checked(recipe, snapshot), snapshot, session, NOW).rows
    made = [rows.columns[name] for name in rows.columns if name.startswith("Account.")]
    assert len(made) == 5


def _recipe(recipe: Any, session: Any) -> None:
    """Run the recipe into a dataset of a folder that is thrown away; its inputs are linked, not copied."""
    from engine.recipes.run import RunOptions, run_recipes
    from engine.session import Session
    from engine.store import Store

    with tempfile.TemporaryDirectory(dir=session.store.folder.parent) as folder:
        copy = Path(folder) / "data"
        shutil.copytree(session.store.folder, copy, copy_function=_link)
        start = Session(Store(copy), threads=2)
        outcome = run_recipes([recipe], start, RunOptions(now=NOW, clock=time.perf_counter))[0]
        assert outcome.state == "made", outcome.error


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


class Most:
    """The most memory of its own that the process holds meanwhile, looked at a hundred times a second."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._before = _own()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._done.wait(0.01):
            self.megabytes = max(self.megabytes, (_own() - self._before) / 1000)

    def __enter__(self) -> Most:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def _own() -> int:
    """Return the kilobytes of anonymous memory that the process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(each.split()[1]) for each in lines if each.startswith("RssAnon:"))


if __name__ == "__main__":
    main()
