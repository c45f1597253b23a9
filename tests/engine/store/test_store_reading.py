"""Rows read out of a dataset, notes, and rows that are written from batches."""

import datetime as dt
import functools
import random
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import TextColumn
from engine.store import FieldNotFoundError, FieldRoleError, FieldSpec, Store
from engine.store.stream import CHUNK_ROWS

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ZONE = pa.timestamp("ms", tz="UTC")


@functools.cache
def deals(start: int, stop: int, seed: int = 1) -> pa.Table:
    """Return rows of all types: a key, texts few and many, lists, numbers, days and times, nulls among them."""
    chance = random.Random(seed)

    def some(make: Any) -> list[Any]:
        return [None if chance.random() < 0.1 else make() for _ in range(start, stop)]

    days = [dt.date(2024, 1, 1) + dt.timedelta(days) for days in range(400)]
    return pa.table(
        {
            "Id": [f"{number:018}" for number in range(start, stop)],
            "Stage": pa.array(some(lambda: f"Stage {chance.randrange(300)}"), pa.string()),
            "Name": pa.array(some(lambda: f"Deal {chance.randrange(1 << 40)}"), pa.string()),
            "Tags": pa.array(
                some(lambda: sorted({f"t{chance.randrange(9)}" for _ in range(3)})), pa.list_(pa.string())
            ),
            "Amount": pa.array(some(lambda: chance.randrange(10**7) / 100), pa.float64()),
            "Count": pa.array(some(lambda: chance.randrange(10**6)), pa.int64()),
            "Close": pa.array(some(lambda: chance.choice(days)), pa.date32()),
            "At": pa.array(some(lambda: chance.randrange(2 * 10**12)), pa.int64()).cast(ZONE),
        }
    )


def in_batches(table: pa.Table, sizes: list[int]) -> Iterator[pa.RecordBatch]:
    start = 0
    for size in sizes:
        yield from table.slice(start, size).to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
        start += size
    yield from table.slice(start).to_batches()


def read(store: Store, name: str) -> pa.Table:
    with store.open(name) as dataset:
        return pa.Table.from_batches(list(dataset.batches()))


def test_what_is_read_is_what_was_written(store: Store, now: dt.datetime) -> None:
    table = deals(0, 1_000)
    store.write("deals", table, created=now, cluster=False).close()
    assert read(store, "deals").equals(table)
    with store.open("deals") as dataset:
        batches = list(dataset.batches(["Tags", "Id"], rows=300))
        assert [len(each) for each in batches] == [300, 300, 300, 100]
        assert pa.Table.from_batches(batches).equals(table.select(["Tags", "Id"]))
        with pytest.raises(FieldNotFoundError):
            list(dataset.batches(["tags"]))


def test_rows_of_changes_are_read_and_those_that_they_replaced_are_not(store: Store, now: dt.datetime) -> None:
    table, newer = deals(0, 1_000), deals(900, 1_100, seed=2)
    store.write("deals", table, created=now, cluster=False).close()
    store.upsert("deals", newer, key=["Id"], created=now, compact=False).close()
    expected = pa.concat_tables([table.slice(0, 900), newer])
    assert sorted(read(store, "deals").to_pylist(), key=str) == sorted(expected.to_pylist(), key=str)


def test_rows_are_found_by_values_of_any_field_that_has_one_a_row(store: Store, now: dt.datetime) -> None:
    table, newer = deals(0, 1_000), deals(900, 1_100, seed=2)
    store.write("deals", table, created=now).close()
    store.upsert("deals", newer, key=["Id"], created=now, compact=False).close()
    everything = read(store, "deals").to_pylist()
    with store.open("deals") as dataset:
        for field, kind in (("Id", pa.string()), ("Stage", pa.string()), ("Count", pa.int64()), ("Close", pa.date32())):
            chosen = [each[field] for each in everything[::50]]
            found = dataset.rows_with(field, pa.array(chosen, kind))
            wanted = set(chosen) - {None}
            assert found.to_pylist() == [each for each in everything if each[field] in wanted]
        found = dataset.rows_with("Stage", ["Stage 7", "no such", "Stage 7"], ["Id"])
        assert found.to_pylist() == [{"Id": each["Id"]} for each in everything if each["Stage"] == "Stage 7"]
        assert dataset.rows_with("Id", []).num_rows == 0
        with pytest.raises(FieldRoleError):
            dataset.rows_with("Tags", ["t1"])
        with pytest.raises(FieldRoleError):
            dataset.rows_with("Count", ["1"])


@settings(max_examples=4, deadline=None)
@given(st.lists(st.integers(0, 40_000), max_size=8), st.sampled_from([None, "At"]), st.booleans())
def test_batches_make_the_dataset_that_their_table_makes(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], main_date: str | None, cluster: bool
) -> None:
    store = Store(tmp_path_factory.mktemp("data"))
    table = deals(0, CHUNK_ROWS * 2 + 1_000)
    with store.transaction(created=NOW) as change:
        for name, rows in (("whole", table), ("batches", in_batches(table, sizes))):
            change.write(name, rows, main_date=main_date if cluster else None, cluster=cluster)
    with store.open("whole") as whole, store.open("batches") as batches:
        assert len(batches.parts) == 1
        assert batches.fields == whole.fields
        assert batches.main_date == whole.main_date
        for field in whole.fields:
            one, other = whole.column(field.name), batches.column(field.name)
            if isinstance(one, TextColumn):
                assert isinstance(other, TextColumn)
                assert len(one.dictionary) == len(other.dictionary)
            assert whole.zones(field.name)[0].nulls == batches.zones(field.name)[0].nulls
        for one, other in zip(whole.batches(), batches.batches(), strict=True):
            assert one.equals(other)
    sizes_on_disk = [each.stat().st_size for each in store.folder.rglob("*.columns")]
    assert len(sizes_on_disk) == 2
    assert max(sizes_on_disk) - min(sizes_on_disk) < 10_000


def test_no_batch_is_an_empty_dataset_where_the_columns_are_known(store: Store, now: dt.datetime) -> None:
    schema = deals(0, 0).schema
    reader = pa.RecordBatchReader.from_batches(schema, [])
    store.write("a", [], schema, created=now).close()
    store.write("b", reader, [FieldSpec(name="Amount", label="Price")], created=now).close()
    for name in ("a", "b"):
        with store.open(name) as dataset:
            assert (dataset.rows, [each.name for each in dataset.fields]) == (0, schema.names)
            assert [len(each) for each in dataset.batches()] == [0]
    assert store.open("b").field("Amount").label == "Price"
    with pytest.raises(FieldRoleError, match="no rows"):
        store.write("c", [], created=now)
    store.upsert("a", deals(0, 10), key=["Id"], created=now).close()
    assert read(store, "a").num_rows == 10


def test_batches_with_other_columns_than_the_first_are_refused(store: Store, now: dt.datetime) -> None:
    one, other = pa.table({"Id": ["a"], "N": [1]}), pa.table({"Id": ["b"], "N": [1.5]})
    with pytest.raises(FieldRoleError, match='"N"'):
        store.write("deals", [*one.to_batches(), *other.to_batches()], created=now)
    assert not store.folder.exists()


def test_notes_stay_with_the_dataset_until_others_are_given(store: Store, now: dt.datetime) -> None:
    table = pa.table({"Id": ["a"], "N": [1]})
    first = {"until": "2026-03-01", "seen": {"fields": ["Id"]}}

    def notes() -> Any:
        return store.open("deals").manifest.notes

    store.write("deals", table, created=now, notes=first).close()
    assert notes() == first
    store.write("deals", table, created=now).close()
    store.upsert("deals", pa.table({"Id": ["b"], "N": [1]}), key=["Id"], created=now, compact=False).close()
    store.compact("deals").close()
    assert notes() == first
    store.upsert("deals", pa.table({"Id": ["b"], "N": [1]}), key=["Id"], created=now, notes={"until": 2}).close()
    assert notes() == {"until": 2}
    assert store.versions("deals") == [2, 3, 4, 5]
    with pytest.raises(TypeError), store.transaction(created=now) as change:
        change.note("deals", {"until": now})
    assert notes() == {"until": 2}
    manifest = max((store.folder).rglob("versions/*.json"))
    manifest.write_text(manifest.read_text().replace(', "notes": {"until": 2}', ""))
    assert notes() == {}


@pytest.mark.parametrize("key", ["Id", "Count", "Close", "At"])
def test_changes_may_have_no_batch(store: Store, now: dt.datetime, key: str) -> None:
    table = deals(0, 50)
    table = table.filter(table.column(key).is_valid())
    store.write("deals", table, created=now).close()
    count = len(set(table.column(key).to_pylist()))
    assert store.upsert("deals", [], key=[key], created=now).version == 1
    with store.transaction(created=now) as change:
        change.update("deals", iter([]), key=[key])
    assert store.newest("deals") == 1
    gone = table.slice(0, 1).select([key]).append_column("Reason", [["deleted"]])
    store.upsert("deals", [], key=[key], deletes=gone, created=now).close()
    left = set(read(store, "deals").column(key).to_pylist())
    assert len(left) == count - 1
    assert "Reason" not in read(store, "deals").column_names


def test_batches_and_deletions_come_together(store: Store, now: dt.datetime) -> None:
    store.write("deals", deals(0, 10), created=now).close()
    gone = deals(3, 5).select(["Id"])
    store.upsert("deals", iter(deals(4, 12, seed=2).to_batches(3)), key=["Id"], deletes=gone, created=now).close()
    ids = sorted(int(each) for each in read(store, "deals").column("Id").to_pylist())
    assert ids == [number for number in range(12) if number != 3]
