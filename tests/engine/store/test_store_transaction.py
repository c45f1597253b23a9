"""Datasets that change together: at one stroke, or not at all."""

import datetime as dt
import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import Column
from engine.store import DatasetLockedError, DatasetNotFoundError, FieldRoleError, Store, StoreWriteError

Decode = Callable[[Column], list[Any]]

NAMES = ("accounts", "cases", "deals")
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def rows(*values: int) -> pa.Table:
    return pa.table({"Id": [str(each) for each in range(len(values))], "N": list(values)})


def files(store: Store) -> dict[str, bytes]:
    found = [each for each in store.folder.rglob("*") if each.is_file() and each.name != "LOCK"]
    return {str(each): each.read_bytes() for each in found}


def numbers(store: Store, name: str) -> list[int]:
    with store.open(name) as dataset:
        return list(dataset.column("N").to_pylist())  # type: ignore[union-attr]


def test_datasets_appear_and_change_at_one_stroke(store: Store, now: dt.datetime) -> None:
    with store.transaction(created=now) as change:
        for name in NAMES:
            change.write(name, rows(1, 2))
            assert store.names() == []
            assert change.open(name).rows == 2
    assert store.names() == sorted(NAMES)
    with store.transaction(created=now) as change:
        change.upsert("deals", pa.table({"Id": ["1"], "N": [7]}), key=["Id"])
        change.write("cases", rows(5))
        assert [numbers(store, each) for each in NAMES] == [[1, 2]] * 3
        with change.open("deals") as deals:
            assert sorted(deals.column("N").to_pylist()) == [1, 7]  # type: ignore[union-attr]
        assert change.open("accounts").version == 1
    assert [sorted(numbers(store, each)) for each in NAMES] == [[1, 2], [5], [1, 7]]
    assert [store.newest(each) for each in NAMES] == [1, 2, 2]
    assert list((store.folder / ".commits").iterdir()) == []


def test_changes_of_one_dataset_make_one_version(store: Store, now: dt.datetime) -> None:
    with store.transaction(created=now) as change:
        change.write("deals", rows(1, 2, 3))
        change.upsert("deals", pa.table({"Id": ["9"], "N": [9]}), key=["Id"], compact=False)
        change.update("deals", pa.table({"Id": ["0"], "N": [8]}), key=["Id"], compact=False)
        change.note("deals", {"until": "2026-03-01"})
    assert store.versions("deals") == [1]
    assert sorted(numbers(store, "deals")) == [2, 3, 8, 9]
    assert store.open("deals").manifest.notes == {"until": "2026-03-01"}
    with store.transaction(created=now) as change:
        change.write("deals", rows(4))
        change.compact("deals")
    assert store.versions("deals") == [1, 2]
    assert len(list(store.folder.rglob("*.columns"))) == 4


def test_an_error_in_the_block_changes_nothing(store: Store, now: dt.datetime) -> None:
    store.write("deals", rows(1), created=now).close()
    before = files(store)

    def work() -> None:
        with store.transaction(created=now) as change:
            change.write("accounts", rows(1))
            change.upsert("deals", rows(2), key=["Id"])
            change.delete("deals")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert files(store) == before
    assert store.names() == ["deals"]


def test_a_change_that_is_refused_leaves_the_changes_before_it(store: Store, now: dt.datetime) -> None:
    store.write("deals", rows(1), created=now).close()

    def batches() -> Iterator[pa.RecordBatch]:
        yield from pa.table({"Id": ["b"] * 200_000, "N": [1] * 200_000}).to_batches()
        yield from pa.table({"Id": ["a"], "N": ["much"]}).to_batches()

    with store.transaction(created=now) as change:
        change.write("accounts", rows(1))
        with pytest.raises(FieldRoleError):
            change.upsert("deals", batches(), key=["Id"])
        with pytest.raises(FieldRoleError):
            change.write("cases", batches())
        with pytest.raises(DatasetNotFoundError):
            change.note("cases", {})
    assert store.names() == ["accounts", "deals"]
    assert store.versions("deals") == [1]
    assert len(list(store.folder.rglob("*.columns"))) == 2


def test_nothing_new_is_no_version(store: Store, now: dt.datetime) -> None:
    for name in NAMES:
        store.write(name, rows(1), created=now, notes={"a": 1}).close()
    before = files(store)
    with store.transaction(created=now) as change:
        for name in NAMES:
            change.upsert(name, rows(1), key=["Id"], notes={"a": 1})
            change.compact(name)
    assert files(store) == before


def test_another_writer_is_refused_from_the_first_change_on(store: Store, now: dt.datetime) -> None:
    store.write("deals", rows(1), created=now).close()
    with store.transaction(created=now) as change:
        change.open("deals").close()
        store.write("deals", rows(2), created=now).close()
        change.note("deals", {"a": 1})
        with pytest.raises(DatasetLockedError):
            store.write("deals", rows(3), created=now)
        store.write("accounts", rows(3), created=now).close()
        with pytest.raises(DatasetLockedError):
            Store(store.folder).delete("deals")
    assert store.newest("deals") == 3
    store.write("deals", rows(3), created=now).close()


def test_datasets_go_together_too(store: Store, now: dt.datetime) -> None:
    for name in NAMES:
        store.write(name, rows(1), created=now).close()
    with store.transaction(created=now) as change:
        change.delete("deals")
        change.delete("cases")
        change.write("cases", rows(2))
        with pytest.raises(DatasetNotFoundError):
            change.open("deals")
        assert store.names() == sorted(NAMES)
    assert store.names() == ["accounts", "cases"]
    assert store.versions("cases") == [2]
    with pytest.raises(DatasetNotFoundError), store.transaction(created=now) as change:
        change.delete("deals")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), min_size=1), min_size=1, max_size=6))
def test_versions_are_those_of_the_last_transaction_that_changed_each(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, int]]
) -> None:
    store = Store(tmp_path_factory.mktemp("data"))
    expected: dict[str, int] = {}
    for each in changes:
        refused = 0 in each.values()
        try:
            with store.transaction(created=NOW) as change:
                for name, number in each.items():
                    change.write(name, rows(number))
                if refused:
                    raise InterruptedError
        except InterruptedError:
            pass
        expected |= {} if refused else each
        assert {name: numbers(store, name)[0] for name in store.names()} == expected
    needed = sum(len(store.versions(name)) for name in store.names())
    assert len(list(store.folder.rglob("*.columns"))) == needed


def test_a_commit_that_was_not_finished_counts_and_is_finished_by_the_next_writers(
    store: Store, now: dt.datetime
) -> None:
    for stop in ("before", "after"):
        with store.transaction(created=now) as change:
            for name in NAMES:
                change.write(name, rows(1))
        writer = multiprocessing.get_context("spawn").Process(target=die, args=(store.folder, stop))
        writer.start()
        writer.join(60)
        expected = [1] if stop == "before" else [2]
        assert [numbers(store, each) for each in NAMES] == [expected] * 3
        assert len(list((store.folder / ".commits").iterdir())) == (stop == "after")
        for name in NAMES:
            assert [numbers(store, each) for each in NAMES if each >= name] == [expected] * (3 - NAMES.index(name))
            store.write(name, rows(3), created=now).close()
        store.write("deals", rows(3), created=now).close()
        assert list((store.folder / ".commits").iterdir()) == []


def die(folder: Path, stop: str) -> None:
    """Write three datasets, and die right before or right after the commit's file is made."""
    import os
    import sys

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open":
            return
        path = str(arguments[0])
        if stop == "before" and Path(path).parent.name == ".commits":
            os._exit(0)
        if stop == "after" and path.endswith("CURRENT.new") and any((folder / ".commits").glob("*")):
            os._exit(0)

    sys.addaudithook(watch)
    with Store(folder).transaction(created=NOW) as change:
        for name in NAMES:
            change.write(name, rows(2))


def test_a_disk_that_refuses_the_commit_publishes_nothing(store: Store, now: dt.datetime) -> None:
    store.write("deals", rows(1), created=now).close()
    (store.folder / ".commits").write_text("in the way")
    before = files(store)

    def work() -> None:
        with store.transaction(created=now) as change:
            change.write("deals", rows(2))
            change.write("cases", rows(2))

    with pytest.raises(StoreWriteError):
        work()
    assert store.names() == ["deals"]
    assert {name: content for name, content in files(store).items() if name in before} == before
    assert len(list(store.folder.rglob("*.columns"))) == 1


def test_a_writer_may_die_at_any_step(tmp_path: Path) -> None:
    """Let writers die at their first step on the disk, their second, and so on until one gets through."""
    command = [sys.executable, "-W", "ignore", "-c", MORTAL, str(tmp_path)]
    writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert writer.stdin is not None
    assert writer.stdout is not None
    with writer, writer.stdin:
        store, seen = Store(tmp_path), set()
        found: list[list[int]] = []
        for step in itertools.count(1):
            for name in ("accounts", "deals") if found != [[0, 1]] * 2 else ():
                store.write(name, rows(0, 1), created=NOW).close()
            writer.stdin.write(f"{step}\n")
            survived = writer.stdout.readline() == "0\n"
            found = [sorted(numbers(store, name)) for name in ("accounts", "deals")]
            assert found in ([[0, 1]] * 2, [[1, 7]] * 2)
            seen.add(found[0][0])
            assert store.names() == ["accounts", "cases", "deals"] if found[0][0] else ["accounts", "deals"]
            if "cases" in store:
                store.delete("cases")
            if survived:
                break
    assert seen == {0, 1}
    assert step > 20
    store.write("cases", rows(1), created=NOW).close()
    assert list((tmp_path / ".commits").iterdir()) == []
    needed = sum(len(store.versions(name)) for name in store.names())
    assert len(list(tmp_path.rglob("*.columns"))) == needed


MORTAL = """
import datetime, os, pathlib, sys, tempfile
import pyarrow
from engine.store import Store

def change(folder):
    with Store(pathlib.Path(folder)).transaction(created=datetime.datetime.now(datetime.UTC)) as change:
        for name in ("deals", "accounts"):
            change.upsert(name, pyarrow.table({"Id": ["0"], "N": [7]}), key=["Id"])
        change.write("cases", pyarrow.table({"Id": ["0"], "N": [7]}))

def live(folder, steps):
    left = [steps]
    def count(event, arguments):
        writes = event in ("os.rename", "os.remove", "os.mkdir") or event == "open" and arguments[2] & os.O_ACCMODE
        if writes and folder in str(arguments[0]):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), 9)
    sys.addaudithook(count)
    change(folder)
    os._exit(0)

with tempfile.TemporaryDirectory() as other:  # imports all that a change needs
    for name in ("accounts", "deals"):
        rows = pyarrow.table({"Id": ["0"], "N": [0]})
        Store(pathlib.Path(other)).write(name, rows, created=datetime.datetime.now(datetime.UTC)).close()
    change(other)
for line in sys.stdin:
    child = os.fork()
    if not child:
        live(sys.argv[1], int(line))
    print(os.waitpid(child, 0)[1], flush=True)
"""


def test_a_process_that_is_started_meanwhile_does_not_hold_the_lock(store: Store, now: dt.datetime) -> None:
    """Between its fork and its exec it has all descriptors; here it stays there."""
    with store.transaction(created=now) as change:
        change.write("sales", pa.table({"Stage": ["a"]}))
        started = os.fork()
        if not started:
            time.sleep(60)
            os._exit(0)
    try:
        store.write("sales", pa.table({"Stage": ["b"]}), created=now)
    finally:
        os.kill(started, signal.SIGKILL)
        os.waitpid(started, 0)
    assert store.newest("sales") == 2
