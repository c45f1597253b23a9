"""Versions, names, locks: what a store keeps, and who may change it."""

import datetime as dt
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import Column
from engine.store import (
    DatasetLockedError,
    DatasetNameError,
    DatasetNotFoundError,
    FieldSpec,
    Store,
    StoreWriteError,
    VersionNotFoundError,
)
from engine.store.layout import folder_name

Decode = Callable[[Column], list[Any]]

OPEN_FILES = Path("/proc/self/fd")


def one(value: str) -> pa.Table:
    return pa.table({"Stage": [value]})


def files(store: Store) -> dict[str, bytes]:
    paths = sorted(each for each in store.folder.rglob("*") if each.is_file() and each.name != "LOCK")
    return {each.relative_to(store.folder).as_posix(): each.read_bytes() for each in paths}


def test_a_store_without_a_folder_is_empty(store: Store) -> None:
    assert store.names() == []
    assert "sales" not in store
    assert not store.folder.exists()


def test_each_write_is_a_version_that_stays_readable(store: Store, now: dt.datetime, decode: Decode) -> None:
    for value in ("first", "second"):
        store.write("sales", one(value), created=now)
    assert store.versions("sales") == [1, 2]
    assert decode(store.open("sales").column("Stage")) == ["second"]
    assert decode(store.open("sales", 1).column("Stage")) == ["first"]
    assert [store.open(each).version for each in ("sales", "sales@1", "sales/1", "sales@2")] == [2, 1, 1, 2]


def test_a_dataset_knows_its_label_and_time(store: Store, now: dt.datetime) -> None:
    vienna = dt.timezone(dt.timedelta(hours=1))
    assert store.write("sales", one("a"), created=now).label == "sales"
    assert store.write("sales", one("a"), created=now, label="All sales").label == "All sales"
    again = store.write("sales", one("a"), created=now.astimezone(vienna))
    assert (again.label, again.created, again.created.tzinfo) == ("All sales", now, dt.UTC)
    with pytest.raises(ValueError, match="zone"):
        store.write("sales", one("a"), created=now.replace(tzinfo=None))


def test_old_versions_go_when_there_are_enough_new_ones(store: Store, now: dt.datetime) -> None:
    for number in range(6):
        store.write("sales", one(str(number)), created=now).close()
    assert store.versions("sales") == [3, 4, 5, 6]
    assert len([each for each in files(store) if each.endswith(".columns")]) == 4


def test_a_reader_keeps_its_version_until_it_lets_go(store: Store, now: dt.datetime, decode: Decode) -> None:
    store.write("sales", one("held"), created=now).close()
    reader = store.open("sales")
    for number in range(6):
        store.write("sales", one(str(number)), created=now).close()
    assert store.versions("sales") == [1, 4, 5, 6, 7]
    assert decode(reader.column("Stage")) == ["held"]
    reader.close()
    store.write("sales", one("last"), created=now).close()
    assert store.versions("sales") == [5, 6, 7, 8]
    assert decode(reader.column("Stage")) == ["held"]


def test_a_reader_of_another_process_keeps_its_version(store: Store, now: dt.datetime) -> None:
    store.write("sales", one("held"), created=now).close()
    script = (
        "import sys, pathlib; from engine.store import Store\n"
        "held = Store(pathlib.Path(sys.argv[1])).open('sales')\n"
        "print('open', flush=True); sys.stdin.readline(); print(held.column('Stage').dictionary[0])"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", script, str(store.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    for number in range(5):
        store.write("sales", one(str(number)), created=now).close()
    assert 1 in store.versions("sales")
    assert reader.communicate("\n", timeout=20)[0] == "held\n"
    store.write("sales", one("last"), created=now).close()
    assert 1 not in store.versions("sales")


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="the system does not list the open files of a process")
def test_a_dataset_that_nobody_refers_to_lets_go_of_its_version(store: Store, now: dt.datetime) -> None:
    store.write("sales", one("a"), created=now)
    before = len(list(OPEN_FILES.iterdir()))
    for _ in range(20):
        store.open("sales").column("Stage")
    assert len(list(OPEN_FILES.iterdir())) <= before + 2


def test_a_deleted_dataset_is_gone_and_its_versions_are_never_counted_again(
    store: Store, now: dt.datetime, decode: Decode
) -> None:
    store.write("sales", one("a"), created=now)
    reader = store.open("sales")
    store.delete("sales")
    assert store.names() == []
    with pytest.raises(DatasetNotFoundError):
        store.open("sales")
    assert decode(reader.column("Stage")) == ["a"]
    assert store.write("sales", one("b"), created=now).version == 2
    assert store.versions("sales") == [2]
    with pytest.raises(VersionNotFoundError):
        store.open("sales", 1)
    with pytest.raises(DatasetNotFoundError):
        store.delete("other")


@pytest.mark.parametrize(
    "name", ["a/b", "..", ".", "CON", "Größe ☃ 你好", "x" * 255, " a ", "sales.2024", "sales@3", "%41", "A\\b:c*?"]
)
def test_any_printable_text_names_a_dataset(store: Store, now: dt.datetime, name: str) -> None:
    store.write(name, one("a"), created=now)
    assert store.names() == [name]
    assert store.open(name).name == name
    assert [each.parent for each in store.folder.iterdir()] == [store.folder]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=80), min_size=2, max_size=2, unique=True))
def test_folders_of_different_names_differ_also_where_case_does_not_count(names: list[str]) -> None:
    first, second = (folder_name(each.encode(errors="replace").decode()) for each in names)
    if names[0].encode(errors="replace") != names[1].encode(errors="replace"):
        assert first.casefold() != second.casefold()
    assert set(first) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(first) <= 60


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\0b", "x" * 256, "\ud800"])
def test_other_texts_name_none(store: Store, now: dt.datetime, name: str) -> None:
    with pytest.raises(DatasetNameError) as caught:
        store.write(name, one("a"), created=now)
    assert caught.value.hint
    assert not store.folder.exists()


def test_a_name_that_is_not_there_is_answered_with_close_ones(store: Store, now: dt.datetime) -> None:
    store.write("Opportunities", one("a"), created=now)
    with pytest.raises(DatasetNotFoundError) as caught:
        store.open("oportunities")
    assert caught.value.hint == 'Did you mean "Opportunities"?'
    with pytest.raises(VersionNotFoundError) as missing:
        store.open("Opportunities@7")
    assert "kept: 1" in (missing.value.hint or "")


def test_a_second_writer_is_told_who_the_first_one_is(store: Store, now: dt.datetime) -> None:
    store.write("sales", one("a"), created=now)
    script = (
        "import sys, pathlib; from engine.store.layout import Layout; from engine.store.lock import writer_lock\n"
        "layout = Layout.of(pathlib.Path(sys.argv[1]), 'sales')\n"
        "with writer_lock(layout.lock, 'sales'):\n"
        "    print('locked', flush=True); sys.stdin.readline()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(store.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "locked\n"
    before = files(store)
    with pytest.raises(DatasetLockedError) as caught:
        store.write("sales", one("b"), created=now)
    assert f"process {writer.pid} " in caught.value.message
    assert files(store) == before
    store.write("other", one("a"), created=now)
    writer.communicate("\n", timeout=20)
    assert store.write("sales", one("b"), created=now).version == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_a_clear_error(store: Store, now: dt.datetime) -> None:
    store.folder.mkdir()
    store.folder.chmod(0o500)
    with pytest.raises(StoreWriteError) as caught:
        store.write("sales", one("a"), created=now)
    assert "Permission denied" in caught.value.message


def test_a_disk_that_refuses_leaves_the_version_before(store: Store, now: dt.datetime, decode: Decode) -> None:
    store.write("sales", one("a"), created=now).close()
    before = files(store)
    context = multiprocessing.get_context("spawn")
    writer = context.Process(target=write_with_small_files, args=(store.folder, now))
    writer.start()
    writer.join(30)
    assert writer.exitcode == 0
    assert files(store) == before
    assert decode(store.open("sales").column("Stage")) == ["a"]


def write_with_small_files(folder: Path, now: dt.datetime) -> None:
    """Let the system refuse files above 10 kB, as a full disk would; exit with 0 if the store says so."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    try:
        Store(folder).write("sales", pa.table({"Amount": list(range(10_000))}), created=now)
    except StoreWriteError as error:
        sys.exit(0 if "File too large" in error.message else 1)
    sys.exit(2)


def test_a_mistake_in_the_rows_changes_nothing(store: Store, now: dt.datetime) -> None:
    store.write("sales", one("a"), created=now)
    before = files(store)
    with pytest.raises(Exception, match="duration"):
        store.write("sales", pa.table({"Stage": pa.array([1], pa.duration("s"))}), created=now)
    with pytest.raises(Exception, match="no field"):
        store.write("sales", one("b"), [FieldSpec(name="stage")], created=now)
    assert files(store) == before
