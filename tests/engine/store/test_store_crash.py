"""A writer that is killed at any moment leaves a whole version behind."""

import datetime as dt
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from engine.columns import TextColumn
from engine.store import Store

KILLS = 15
ROWS = 5_000

HELPER = """
import datetime, itertools, os, pathlib, signal, sys, tempfile, time
import pyarrow
from engine.store import Store

def write(store, number):
    now = datetime.datetime.now(datetime.UTC)
    rows = pyarrow.table({
        "Key": list(range(5_000)), "Name": [f"{os.getpid()}-{number}"] * 5_000, "Number": [number] * 5_000
    })
    match number % 4:
        case 0:
            store.write("sales", rows, created=now).close()
        case 3:
            store.compact("sales").close()
        case _:
            store.upsert("sales", rows, key=["Key"], created=now, compact=False).close()

def write_for_ever(store):
    for number in itertools.count():
        write(store, number)

# A first write imports all that a write needs. The writers are forked after it, so that each of them starts at once.
with tempfile.TemporaryDirectory() as folder:
    for number in range(4):
        write(Store(pathlib.Path(folder)), number)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        write_for_ever(Store(pathlib.Path(sys.argv[1])))
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else "failed", flush=True)
"""


@pytest.fixture
def killer(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-W", "ignore", "-c", HELPER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def test_a_writer_that_is_killed_leaves_a_whole_version_and_the_next_write_succeeds(
    tmp_path: Path, killer: "subprocess.Popen[str]"
) -> None:
    store = Store(tmp_path)
    assert killer.stdin is not None
    assert killer.stdout is not None
    moments = random.Random(7)
    last = 0
    for _ in range(KILLS):
        killer.stdin.write(f"{moments.uniform(0.03, 0.2)}\n")
        killer.stdin.flush()
        assert killer.stdout.readline() == "killed\n"
        if "sales" in store:
            with store.open("sales") as newest:
                assert newest.version >= last
            for version in store.versions("sales"):
                check_whole(store, version)
            assert newest.version in store.versions("sales")
        last = store.write("sales", whole("after", last), created=dt.datetime.now(dt.UTC)).version
        check_whole(store, last)
        check_tidy(tmp_path, store)
    assert last > KILLS


def whole(name: str, number: int) -> pa.Table:
    return pa.table({"Key": list(range(ROWS)), "Name": [name] * ROWS, "Number": [number] * ROWS})


def check_whole(store: Store, version: int) -> None:
    with store.open("sales", version) as dataset:
        names, numbers = dataset.column("Name"), dataset.column("Number")
        assert dataset.rows == ROWS
        assert isinstance(names, TextColumn)
        assert len(np.unique(names.codes)) == 1
        assert isinstance(numbers, pa.Array)
        assert len(np.unique(numbers)) == 1
        assert len(numbers) == ROWS
        assert sorted(np.asarray(dataset.column("Key"))) == list(range(ROWS))


def check_tidy(folder: Path, store: Store) -> None:
    """Check that what the killed writers began is gone: the parts of kept versions are all there is."""
    needed: set[Path] = set()
    for version in store.versions("sales"):
        with store.open("sales", version) as dataset:
            needed |= {each.file.path for each in dataset.parts}
    assert set(folder.rglob("*.columns")) == needed
    assert list(folder.rglob("*.order")) == []
    assert list(folder.rglob("*.new")) == []
