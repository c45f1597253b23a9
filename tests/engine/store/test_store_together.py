"""Datasets that are published together agree: for queries meanwhile, and after a writer is killed at any moment."""

import datetime as dt
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from engine.session import Session
from engine.store import Store

NAMES = ("accounts", "cases", "deals")
ROWS = 300
KILLS = 25
QUERIES = 150
PATIENCE = 60
"""Seconds that a writer has to publish some more."""
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
QUERY = (
    "".join(
        f'{name} = load "{name}"; {name} = group {name} by all; '
        f"{name} = foreach {name} generate min(N) as low, max(N) as high, count() as n; "
        for name in NAMES
    )
    + f"all_rows = union {', '.join(NAMES)};"
)

HELPER = """
import datetime, itertools, os, pathlib, signal, sys, tempfile, time
import pyarrow
from engine.store import Store

NAMES = ("accounts", "cases", "deals")
IDS = [str(each) for each in range(300)]

def change_all(store, number):
    now = datetime.datetime.now(datetime.UTC)
    rows = pyarrow.table({"Id": IDS, "N": [number] * len(IDS)})
    with store.transaction(created=now) as change:
        for name in NAMES[number % 3:] + NAMES[:number % 3]:
            known = name in store
            match (number + len(name)) % 3 if known else 0:
                case 0:
                    change.write(name, rows, notes={"number": number})
                case 1:
                    change.upsert(name, iter(rows.to_batches(100)), key=["Id"], notes={"number": number})
                case 2:
                    change.update(name, rows, key=["Id"], compact=False, notes={"number": number})

def write_for_ever(store, first):
    for number in itertools.count(first):
        change_all(store, number)

with tempfile.TemporaryDirectory() as folder:
    for number in range(9):  # a first round imports all that a write needs; the others tell how long one takes here
        if number == 3:
            began = time.monotonic()
        change_all(Store(pathlib.Path(folder)), number)
    change_time = (time.monotonic() - began) / 6
first = 0
for line in sys.stdin:
    first += 10_000
    child = os.fork()
    if child == 0:
        write_for_ever(Store(pathlib.Path(sys.argv[1])), first)
    print("started", flush=True)
    sys.stdin.readline() if line == "wait\\n" else time.sleep(float(line) * change_time)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else "failed", flush=True)
"""


@pytest.fixture
def killer(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-W", "ignore", "-c", HELPER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def say(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")


def expect(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == f"{line}\n"


def number_of_all(store: Store) -> int:
    """Return the number that all rows of all datasets have, and their notes."""
    found = set()
    for name in NAMES:
        with store.open(name) as dataset:
            rows = pa.Table.from_batches(list(dataset.batches()))
            assert rows.num_rows == ROWS
            found |= {*rows.column("N").to_pylist(), dataset.manifest.notes["number"]}
    assert len(found) == 1
    return int(found.pop())


def test_writers_that_are_killed_publish_all_or_nothing(tmp_path: Path, killer: "subprocess.Popen[str]") -> None:
    store, moments = Store(tmp_path), random.Random(11)
    last = -1
    for turn in range(KILLS):
        say(killer, f"{moments.uniform(0.5, 8)}")
        expect(killer, "started")
        expect(killer, "killed")
        if not store.names():
            continue
        assert store.names() == sorted(NAMES)
        found = number_of_all(store)
        assert found >= last
        last = found
        if turn % 3 == 0:  # otherwise the next writer finds what this one left
            with store.transaction(created=NOW) as change:
                for name in NAMES:
                    change.compact(name)
            assert number_of_all(store) == last
            check_tidy(store)
    assert last >= 10_000


def check_tidy(store: Store) -> None:
    """Check that what killed writers began is gone."""
    needed: set[Path] = set()
    for name in NAMES:
        for version in store.versions(name):
            with store.open(name, version) as dataset:
                needed |= {each.file.path for each in dataset.parts}
    assert set(store.folder.rglob("*.columns")) == needed
    assert not [*store.folder.rglob("*.order"), *store.folder.glob(".commits/*")]


def test_queries_see_all_datasets_of_one_publication(tmp_path: Path, killer: "subprocess.Popen[str]") -> None:
    store = Store(tmp_path)
    session = Session(store, result_cache=0)
    say(killer, "wait")
    expect(killer, "started")
    while len(store.names()) < len(NAMES):
        pass
    seen: set[int] = set()
    asked, until = 0, time.monotonic() + PATIENCE
    while asked < QUERIES or (len(seen) <= 3 and time.monotonic() < until):  # a busy machine publishes seldom
        asked += 1
        rows = session.query(QUERY, now=NOW).table.to_pylist()
        assert len(rows) == len(NAMES)
        assert [each["n"] for each in rows] == [ROWS] * len(NAMES)
        (number,) = {each[name] for each in rows for name in ("low", "high")}
        seen.add(number)
    say(killer, "enough")
    expect(killer, "killed")
    assert len(seen) > 3
