"""Which rows changed since a version, told from the parts, is what a comparison of all rows tells."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.store import Dataset, Store
from engine.store.gather import Places
from engine.store.reading import read_places
from engine.store.since import ChangedRows, Unknown, changed_rows

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
SCHEMA = pa.schema([("Id", pa.string()), ("Amount", pa.int64()), ("Day", pa.date32())])
Row = dict[str, Any]

ROWS = st.fixed_dictionaries(
    {
        "Id": st.sampled_from("abcdefgh"),
        "Amount": st.none() | st.integers(0, 3),
        "Day": st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 4)),
    }
)
CHANGES = st.lists(st.tuples(st.lists(ROWS, max_size=4), st.lists(st.sampled_from("abcdefgh"), max_size=2)), max_size=5)


def table(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, SCHEMA)


def read(dataset: Dataset, places: Places) -> list[str]:
    return sorted(repr(each) for each in read_places(dataset, places).to_pylist())


def known(store: Store, version: int) -> tuple[list[str], list[str]]:
    """Return the rows that came and are gone since a version."""
    with store.open("sales") as dataset:
        found = changed_rows(dataset, version)
        assert isinstance(found, ChangedRows)
        return read(dataset, found.came), read(dataset, found.gone)


@settings(max_examples=60, deadline=None)
@given(first=st.lists(ROWS, unique_by=lambda each: each["Id"]), changes=CHANGES)
def test_what_came_and_is_gone_is_what_a_comparison_of_versions_finds(first: list[Row], changes: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), old_versions=10)
        store.write("sales", table(first), created=NOW).close()
        for rows, deleted in changes:
            deletes = pa.table({"Id": pa.array(deleted, pa.string())})
            store.upsert("sales", table(rows), key=["Id"], deletes=deletes, created=NOW, compact=False).close()
        for version in store.versions("sales"):
            with store.open("sales") as newest, store.open("sales", version) as older:
                found = changed_rows(newest, version)
                assert isinstance(found, ChangedRows)
                before, after = (
                    [repr(row) for batch in each.batches() for row in batch.to_pylist()] for each in (older, newest)
                )
                came, gone = read(newest, found.came), read(newest, found.gone)
                assert sorted([*before, *came]) == sorted([*after, *gone])
                ids = {row["Id"] for row in read_places(newest, found.came, ["Id"]).to_pylist()}
                assert len(ids) == len(came)


def test_a_version_that_is_not_kept_can_still_be_compared_with(tmp_path: Path) -> None:
    store = Store(tmp_path, old_versions=0)
    store.write("sales", table([{"Id": "a", "Amount": 1}, {"Id": "b", "Amount": 1}]), created=NOW).close()
    store.upsert("sales", table([{"Id": "a", "Amount": 2}]), key=["Id"], created=NOW, compact=False).close()
    store.upsert("sales", table([{"Id": "c", "Amount": 2}]), key=["Id"], created=NOW, compact=False).close()
    assert store.versions("sales") == [3]
    came, gone = known(store, 1)
    assert (len(came), len(gone)) == (2, 1)
    assert "'Amount': 1" in gone[0]
    assert known(store, 3) == ([], [])


def test_a_row_that_came_and_went_in_between_is_not_told(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("sales", table([{"Id": "a", "Amount": 1}]), created=NOW).close()
    store.upsert("sales", table([{"Id": "b", "Amount": 1}]), key=["Id"], created=NOW, compact=False).close()
    gone = pa.table({"Id": ["b"]})
    store.upsert("sales", table([]), key=["Id"], deletes=gone, created=NOW, compact=False).close()
    assert known(store, 1) == ([], [])


def test_after_compaction_or_a_new_write_it_is_not_known(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("sales", table([{"Id": "a", "Amount": 1}]), created=NOW).close()
    store.upsert("sales", table([{"Id": "b", "Amount": 1}]), key=["Id"], created=NOW, compact=False).close()
    store.compact("sales").close()
    with store.open("sales") as dataset:
        found = changed_rows(dataset, 2)
        assert found == Unknown("was written anew or compacted after version 2")
        assert isinstance(changed_rows(dataset, 3), ChangedRows)
        assert changed_rows(dataset, 4) == Unknown("has no version 4 yet")
    store.write("sales", table([{"Id": "a", "Amount": 1}]), created=NOW).close()
    with store.open("sales") as dataset:
        assert changed_rows(dataset, 3) == Unknown("was written anew or compacted after version 3")


def test_notes_alone_change_no_rows(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("sales", table([{"Id": "a", "Amount": 1}]), created=NOW).close()
    with store.transaction(created=NOW) as change:
        change.note("sales", {"seen": True})
    assert known(store, 1) == ([], [])


def test_a_change_after_a_compaction_in_one_transaction_is_told_since_the_version_of_both(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("sales", table([{"Id": "a", "Amount": 1}]), created=NOW).close()
    store.upsert("sales", table([{"Id": "b", "Amount": 1}]), key=["Id"], created=NOW, compact=False).close()
    with store.transaction(created=NOW) as change:
        change.compact("sales")
        change.upsert("sales", table([{"Id": "c", "Amount": 1}]), key=["Id"], compact=False)
    with store.open("sales") as dataset:
        assert isinstance(changed_rows(dataset, 2), Unknown)
    assert known(store, 3) == ([], [])
