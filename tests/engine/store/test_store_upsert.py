"""What a change writes, what it refuses, and how fields of a dataset and of changed rows meet."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from engine.columns import Column, TextColumn
from engine.store import (
    CorruptDatasetError,
    DatasetNotFoundError,
    FieldNotFoundError,
    FieldRoleError,
    FieldSpec,
    Store,
)

Decode = Callable[[Column], list[Any]]

ZONE = pa.timestamp("ms", tz="UTC")


def contents(store: Store) -> dict[str, bytes]:
    found = [each for each in store.folder.rglob("*") if each.is_file() and each.name != "LOCK"]
    return {str(each): each.read_bytes() for each in found}


def test_a_change_writes_its_rows_and_leaves_the_files_of_older_versions_alone(store: Store, now: dt.datetime) -> None:
    names = [f"{number:06}" for number in range(50_000)]
    store.write("sales", pa.table({"Id": names, "Amount": list(range(50_000))}), created=now).close()
    (first,) = store.folder.rglob("*.columns")
    content = first.read_bytes()
    changed = pa.table({"Id": names[7:9], "Amount": [-1, -2]})
    store.upsert("sales", changed, key=["Id"], created=now).close()
    second = next(each for each in store.folder.rglob("*.columns") if each != first)
    assert first.read_bytes() == content
    assert second.stat().st_size < 3_000


def test_parts_share_a_dictionary_and_say_which_rows_count(store: Store, now: dt.datetime) -> None:
    store.write("sales", pa.table({"Id": ["a", "b", "c"], "Stage": ["x", "y", "x"]}), created=now).close()
    changed = pa.table({"Id": ["b", "d"], "Stage": ["z", "x"]})
    with store.upsert("sales", changed, key=["Id"], created=now, compact=False) as dataset:
        first, second = dataset.parts
        assert (first.rows, second.rows, dataset.rows) == (3, 2, 4)
        assert first.live is not None
        assert first.live.tolist() == [True, False, True]
        assert second.live is None
        columns = [*(each.column("Stage") for each in dataset.parts), dataset.column("Stage")]
        assert len({id(each.dictionary) for each in columns if isinstance(each, TextColumn)}) == 1


def test_what_does_not_change_anything_is_no_version(store: Store, now: dt.datetime) -> None:
    store.write("sales", pa.table({"Id": ["a"]}), created=now).close()
    none = pa.table({"Id": pa.array([], pa.string())})
    assert store.upsert("sales", none, key=["Id"], created=now, deletes=pa.table({"Id": ["b"]})).version == 1
    assert store.compact("sales").version == 1
    assert store.versions("sales") == [1]


def test_fields_come_and_go_with_changes(store: Store, now: dt.datetime, decode: Decode) -> None:
    store.write("sales", pa.table({"Id": ["a", "b"], "Stage": ["x", "y"], "N": [1, 2]}), created=now).close()
    changed = pa.table({"Id": ["b"], "Owner": ["Ada"], "Price": [1.5], "Tags": [["t"]]})
    specs = [FieldSpec(name="Price", label="Price in €"), FieldSpec(name="Id", label="Key")]
    store.upsert("sales", changed, fields=specs, key=["Id"], created=now, compact=False).close()
    expected = {
        "Id": ["a", "b"],
        "Stage": ["x", None],
        "N": [1, None],
        "Owner": [None, "Ada"],
        "Price": [None, 1.5],
        "Tags": [None, ["t"]],
    }
    with store.open("sales") as dataset:
        assert {each.name: decode(dataset.column(each.name)) for each in dataset.fields} == expected
        assert [each.label for each in dataset.fields] == ["Key", "Stage", "N", "Owner", "Price in €", "Tags"]
        assert {each.name: each.nulls for each in dataset.profile()}["Price"] == 1
    with store.compact("sales") as dataset:
        assert {each.name: decode(dataset.column(each.name)) for each in dataset.fields} == expected


def test_numbers_that_outgrow_their_form_stay_what_they_are(store: Store, now: dt.datetime, decode: Decode) -> None:
    store.write("sales", pa.table({"Id": ["a"], "N": [1], "F": [0.25], "D": [dt.date(2020, 1, 1)]}), created=now)
    later = pa.table({"Id": ["b"], "N": [2.5], "F": [1 / 3], "D": [dt.date(9999, 1, 1)]})
    expected = {"N": [1, 2.5], "F": [0.25, 1 / 3], "D": [dt.date(2020, 1, 1), dt.date(9999, 1, 1)]}
    with store.upsert("sales", later, key=["Id"], created=now, compact=False) as dataset:
        assert {name: decode(dataset.column(name)) for name in expected} == expected
    with store.compact("sales") as dataset:
        assert {name: decode(dataset.column(name)) for name in expected} == expected


def test_changes_without_values_do_not_turn_whole_numbers_into_others(store: Store, now: dt.datetime) -> None:
    store.write("sales", pa.table({"Id": ["a"], "N": [1]}), created=now).close()
    with store.upsert("sales", pa.table({"Id": ["b"], "N": pa.nulls(1)}), key=["Id"], created=now) as dataset:
        numbers = dataset.column("N")
        assert isinstance(numbers, pa.Array)
        assert (numbers.type, numbers.to_pylist()) == (pa.int64(), [1, None])


def test_days_become_times_where_the_dataset_has_times(store: Store, now: dt.datetime, decode: Decode) -> None:
    noon = dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)
    store.write("sales", pa.table({"Id": ["a"], "At": pa.array([noon], ZONE)}), created=now).close()
    days = pa.table({"Id": ["b"], "At": [dt.date(2024, 1, 2)]})
    with store.upsert("sales", days, key=["Id"], created=now, compact=False) as dataset:
        assert decode(dataset.column("At")) == [noon, dt.datetime(2024, 1, 2, tzinfo=dt.UTC)]


@pytest.mark.parametrize(
    ("rows", "key", "deletes", "error", "words"),
    [
        ({"Id": ["a"]}, ["Key"], None, FieldNotFoundError, "Key"),
        ({"Id": ["a", None]}, ["Id"], None, FieldRoleError, "no value in row 2"),
        ({"Id": ["a"], "Amount": ["much"]}, ["Id"], None, FieldRoleError, "Amount"),
        ({"Id": ["a"], "Day": pa.array([0], ZONE)}, ["Id"], None, FieldRoleError, "times"),
        ({"Id": ["a"], "Tags": [["x"]]}, ["Tags"], None, FieldRoleError, "multivalue"),
        ({"Id": ["a"]}, ["Id"], {"id": ["b"]}, FieldNotFoundError, "Id"),
        ({"Id": ["a"]}, ["Id"], {"Id": [None]}, FieldRoleError, "no value"),
        ({"Id": ["a"], "New": ["b"]}, ["New"], None, FieldNotFoundError, "New"),
    ],
)
def test_changes_that_do_not_fit_change_nothing(
    store: Store,
    now: dt.datetime,
    rows: dict[str, Any],
    key: list[str],
    deletes: dict[str, Any] | None,
    error: type[Exception],
    words: str,
) -> None:
    first = pa.table({"Id": ["a"], "Amount": [1], "Day": [dt.date(2024, 1, 1)], "Tags": [["x"]]})
    store.write("sales", first, created=now).close()
    before = contents(store)
    taken = None if deletes is None else pa.table(deletes)
    with pytest.raises(error, match=words):
        store.upsert("sales", pa.table(rows), key=key, created=now, deletes=taken)
    assert contents(store) == before


def test_changes_of_a_dataset_that_is_not_there_are_refused(store: Store, now: dt.datetime) -> None:
    with pytest.raises(DatasetNotFoundError):
        store.upsert("sales", pa.table({"Id": ["a"]}), key=["Id"], created=now)
    with pytest.raises(DatasetNotFoundError):
        store.compact("sales")
    assert not store.folder.exists()


def test_a_damaged_part_of_changes_is_named(store: Store, now: dt.datetime) -> None:
    store.write("sales", pa.table({"Id": ["a", "b"], "N": [0, 0]}), created=now).close()
    for number in (1, 2):
        row = pa.table({"Id": ["a"], "N": [number]})
        store.upsert("sales", row, key=["Id"], created=now, compact=False).close()
    with store.open("sales") as dataset:
        _, second, third = (each.file.path for each in dataset.parts)
    third.write_bytes(second.read_bytes())  # a file of columns, but not that one
    for work in (
        lambda: store.open("sales").column("N"),
        lambda: store.compact("sales"),
        lambda: store.upsert("sales", pa.table({"Id": ["a"], "N": [3]}), key=["Id"], created=now),
    ):
        with pytest.raises(CorruptDatasetError) as caught:
            work()
        assert caught.value.file == third
    assert store.open("sales@2").rows == 2


def test_keys_of_two_fields_with_many_values_each_are_found(store: Store, now: dt.datetime) -> None:
    numbers = range(50_000)  # their pairs do not fit 32 bits
    rows = pa.table({"A": [f"a{each}" for each in numbers], "B": [f"b{each}" for each in numbers]})
    store.write("pairs", rows, created=now).close()
    with store.upsert("pairs", rows, key=["A", "B"], created=now, compact=False) as dataset:
        assert dataset.rows == len(numbers)
