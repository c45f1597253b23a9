"""Folders that are watched for new files."""

import datetime as dt
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import swell
from connectors.files import FolderWatch, HeaderError, Look, Watched, append_file
from engine.store import Store

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

Start = Callable[..., FolderWatch]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def start(tmp_path: Path, folder: Path) -> Start:
    """Start a watch: each is one that knows of those before what they kept on the disk."""

    def start(append: bool = False, **options: Any) -> FolderWatch:
        store, state = Store(tmp_path / "data"), tmp_path / "state.json"
        return FolderWatch(Watched(folder=folder, store=store, name="d", state_file=state, append=append, **options))

    return start


def look(watch: FolderWatch) -> Look:
    return watch.look(NOW)


def settled(watch: FolderWatch) -> Look:
    """Look twice: only the second look knows which files do not move."""
    first, second = look(watch), look(watch)
    return Look(first.imported + second.imported, first.mistakes + second.mistakes, second.moving)


def names(found: Look) -> list[list[str]]:
    return [[file.name for file in each.files] for each in found.imported]


def column(watch: FolderWatch, name: str) -> list[Any]:
    workspace = swell.open(watch.watched.store.folder.parent)
    query = f'q = load "d"; q = foreach q generate {name}; q = order q by {name}; q = limit q 100000;'
    return [each[name] for each in workspace.query(query).rows()]


@pytest.mark.parametrize("append", [False, True])
def test_what_is_new_is_imported_once_also_after_a_restart(start: Start, folder: Path, append: bool) -> None:
    watch = start(append)
    (folder / "a.csv").write_text("A\n1\n")
    assert (look(watch).imported, [each.name for each in look(start(append)).moving]) == ((), ["a.csv"])
    assert names(look(watch)) == [["a.csv"]]
    assert settled(watch) == Look()

    (folder / "b.csv").write_text("A\n2\n")
    assert names(settled(watch)) == ([["b.csv"]] if append else [["a.csv", "b.csv"]])
    assert column(watch, "A") == [1, 2]
    version = watch.watched.store.newest("d")
    assert settled(start(append)) == Look()
    os.utime(folder / "a.csv", ns=(1, 1))
    assert settled(start(append)) == Look()
    assert watch.watched.store.newest("d") == version


@pytest.mark.parametrize("append", [False, True])
def test_a_changed_file_takes_the_place_of_its_rows(start: Start, folder: Path, append: bool) -> None:
    watch = start(append)
    (folder / "a.csv").write_text("A\n1\n2\n3\n")
    (folder / "b.csv").write_text("A\n4\n")
    settled(watch)
    (folder / "a.csv").write_text("A\n7\n")
    settled(watch)

    assert column(watch, "A") == [4, 7]


def test_rows_stay_where_files_are_added_and_go(start: Start, folder: Path) -> None:
    for append, expected in ((True, [1, 2]), (False, [2])):
        watch = start(append)
        (folder / "a.csv").write_text("A\n1\n")
        (folder / "b.csv").write_text("A\n2\n")
        settled(watch)
        (folder / "a.csv").unlink()
        settled(watch)
        assert column(watch, "A") == expected
        (folder / "b.csv").unlink()
        assert settled(watch) == Look()
        watch.watched.store.delete("d")


@pytest.mark.parametrize("append", [False, True])
def test_a_file_that_is_being_written_is_left_for_the_next_look(start: Start, folder: Path, append: bool) -> None:
    watch = start(append)
    (folder / "a.csv").write_text("A\n1\n")
    settled(watch)
    with (folder / "b.csv").open("w") as writing:
        writing.write("A\n")
        for number in range(3):
            writing.write(f"{number}\n")
            writing.flush()
            found = look(watch)
            assert (found.imported, [each.name for each in found.moving]) == ((), ["b.csv"])
    assert len(look(watch).imported) == 1
    assert column(watch, "A") == [0, 1, 1, 2]


def test_a_file_that_is_written_over_keeps_the_dataset_as_it_is(start: Start, folder: Path) -> None:
    watch = start()
    (folder / "a.csv").write_text("A\n1\n")
    (folder / "b.csv").write_text("A\n2\n")
    settled(watch)
    (folder / "a.csv").write_text("A\n")
    (folder / "c.csv").write_text("A\n3\n")
    look(watch)
    (folder / "a.csv").write_text("A\n1\n5\n")
    assert look(watch).imported == ()
    assert column(watch, "A") == [1, 2]
    look(watch)
    assert column(watch, "A") == [1, 2, 3, 5]


def test_a_bad_file_is_told_once_and_the_others_are_added(start: Start, folder: Path) -> None:
    watch = start(append=True)
    (folder / "a.csv").write_text("A,B\n1\n")
    (folder / "b.csv").write_text("A,B\n2,3\n")
    found = settled(watch)
    assert names(found) == [["b.csv"]]
    assert [each.file for each in found.mistakes] == [folder / "a.csv"]
    assert settled(watch) == Look()

    (folder / "a.csv").write_text("A,B\n1,2,3\n")
    assert len(settled(watch).mistakes) == 1
    (folder / "a.csv").write_text("A,B\n1,2\n")
    assert names(settled(watch)) == [["a.csv"]]
    assert column(watch, "A") == [1, 2]


def test_a_bad_file_among_the_files_of_a_dataset_keeps_it_as_it_is(start: Start, folder: Path) -> None:
    watch = start()
    (folder / "a.csv").write_text("A\n1\n")
    settled(watch)
    (folder / "b.csv").write_text("B\n1\n")
    assert len(settled(watch).mistakes) == 1
    assert settled(watch) == Look()
    assert column(watch, "A") == [1]
    (folder / "b.csv").unlink()
    (folder / "c.csv").write_text("A\n2\n")
    assert names(settled(watch)) == [["a.csv", "c.csv"]]


def test_values_come_as_the_fields_of_the_dataset_are(start: Start, folder: Path) -> None:
    watch = start(append=True)
    (folder / "a.csv").write_text("Code,Amount,Day\n007,1,2024-01-01\n")
    settled(watch)
    (folder / "b.csv").write_text("Code,Amount,Day,Extra\n12,,\n0,2.5,2024-05-06,x\n".replace("12,,", "12,,,"))
    parquet.write_table(pa.table({"Code": ["x"], "Amount": pa.nulls(1, pa.string())}), folder / "c.parquet")
    assert settled(watch).mistakes == ()
    assert column(watch, "Code") == ["0", "007", "12", "x"]
    assert sorted(each for each in column(watch, "Amount") if each is not None) == [1.0, 2.5]

    (folder / "d.csv").write_text("Code,Amount,Day\nx,1,2024-01-01\nx,much,2024-01-01\n")
    (folder / "e.csv").write_text("Code,Amount,Day\nx,1,soon\n")
    bad = settled(watch).mistakes
    assert [(each.file, each.line, each.column) for each in bad] == [(folder / "d.csv", 3, 3), (folder / "e.csv", 2, 5)]
    assert ['"much" is not a number' in str(bad[0]), '"soon" is not a date' in str(bad[1])] == [True, True]


def test_a_column_that_does_not_fit_its_field_is_told_with_the_file(start: Start, folder: Path) -> None:
    watch = start(append=True)
    (folder / "a.csv").write_text("A\n1\n")
    settled(watch)
    parquet.write_table(pa.table({"A": ["text"]}), folder / "b.parquet")

    (mistake,) = settled(watch).mistakes
    assert mistake.file == folder / "b.parquet"
    assert '"A"' in mistake.message


def test_parts_of_a_file_that_was_cut_are_imported_together_alone(start: Start, folder: Path) -> None:
    (folder / "s.csv.1").write_text("A,B\n1,x\n2")
    (folder / "s.csv.2").write_text(",y\n3,z\n")
    watch = start(append=True)
    found = settled(watch)
    assert (found.imported, len(found.mistakes), "leave --append out" in str(found.mistakes[0])) == ((), 2, True)

    watch = start()
    assert names(settled(watch)) == [["s.csv.1", "s.csv.2"]]
    assert column(watch, "A") == [1, 2, 3]


def test_a_writer_that_holds_the_dataset_is_waited_for(start: Start, folder: Path) -> None:
    watch = start(append=True)
    (folder / "a.csv").write_text("A\n1\n")
    settled(watch)
    (folder / "b.csv").write_text("A\n2\n")
    (lock,) = watch.watched.store.folder.glob("*/LOCK")
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert len(settled(watch).mistakes) == 1
        assert settled(watch) == Look()
    assert names(look(watch)) == [["b.csv"]]


def test_a_name_of_bytes_that_are_no_text_is_a_name_too(start: Start, folder: Path) -> None:
    watch = start(append=True)
    (folder / os.fsdecode(b"\xff.csv")).write_text("A\n1\n")
    settled(watch)
    assert column(watch, "Source_File") == ["\ufffd.csv"]


def test_a_dataset_that_was_made_in_another_way_is_not_added_to(start: Start, folder: Path) -> None:
    watch = start(append=True)
    watch.watched.store.write("d", pa.table({"A": [1]}), created=NOW)
    (folder / "a.csv").write_text("A\n2\n")

    (mistake,) = settled(watch).mistakes
    assert "Source_File" in str(mistake)
    assert column(watch, "A") == [1]


def test_a_dataset_that_was_deleted_is_made_again(start: Start, folder: Path) -> None:
    watch = start(append=True)
    (folder / "a.csv").write_text("A\n1\n")
    settled(watch)
    watch.watched.store.delete("d")
    assert names(settled(watch)) == [["a.csv"]]


def test_a_folder_that_is_away_is_told_once(start: Start, folder: Path) -> None:
    watch = start()
    folder.rmdir()
    assert len(look(watch).mistakes) == 1
    assert look(watch).mistakes == ()
    folder.mkdir()
    (folder / "a.csv").write_text("A\n1\n")
    assert names(settled(watch)) == [["a.csv"]]


@pytest.mark.parametrize("content", ["", "nonsense", "[]", '{"format": 1, "append": true, "files": {"a.csv": {}}}'])
def test_a_damaged_state_means_to_import_again(start: Start, folder: Path, content: str) -> None:
    watch = start(append=True)
    (folder / "a.csv").write_text("A\n1\n")
    settled(watch)
    watch.watched.state_file.write_text(content)
    settled(start(append=True))
    assert column(watch, "A") == [1]


def test_a_file_with_a_column_of_our_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Source_Row\n1\n")
    with pytest.raises(HeaderError, match="Source_Row"):
        append_file(Store(tmp_path / "data"), "d", tmp_path / "a.csv", created=NOW)


STEPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(st.integers(0, 9), max_size=4) | st.none() | st.just("bad")), max_size=8
)


@given(steps=STEPS, append=st.booleans(), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_dataset_is_what_good_files_said_last(
    start: Start, folder: Path, steps: list[tuple[str, Any]], append: bool, data: st.DataObject
) -> None:
    """Files are written, go bad, are removed; the watch is started anew and loses its state now and then."""
    for each in folder.iterdir():
        each.unlink()
    watch = start(append)
    watch.watched.state_file.unlink(missing_ok=True)
    if "d" in watch.watched.store:
        watch.watched.store.delete("d")
    there: dict[str, Any] = {}
    added: dict[str, list[int]] = {}
    made: dict[str, list[int]] = {}
    for name, content in steps:
        file = folder / f"{name}.csv"
        there.pop(name, None)
        if content is None:
            file.unlink(missing_ok=True)
        else:
            there[name] = content
            file.write_text(
                "K,A\n1,2,3\n" if content == "bad" else "K,A\n" + "".join(f"x,{each}\n" for each in content)
            )
        if data.draw(st.booleans()):
            watch = start(append)
        if data.draw(st.integers(0, 3)) == 0:
            watch.watched.state_file.unlink(missing_ok=True)
        settled(watch)
        added |= {key: each for key, each in there.items() if each != "bad"}
        if there and "bad" not in there.values():
            made = dict(there)
        expected = added if append else made
        if expected:
            assert column(watch, "A") == sorted(each for values in expected.values() for each in values)
