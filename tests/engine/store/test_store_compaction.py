"""Compaction at a size where nothing fits one step, and when the writer starts it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from engine.columns import Column, TextColumn
from engine.store import BLOCK_ROWS, Dataset, Store
from engine.store.revise import MOST_CHANGES

Decode = Callable[[Column], list[Any]]
Numbers = np.ndarray[Any, np.dtype[Any]]


def deals(ids: Numbers, word: str) -> pa.Table:
    """Return rows of two dates, each with more rows than are sorted at a time, or none."""
    days = np.random.default_rng(3).integers(0, 40, len(ids)) // 20 * 7
    return pa.table(
        {
            "Id": pa.array([f"006{each:09}" for each in ids]),
            "Account": pa.array([f"{word} {each}" for each in ids // 3]),
            "Stage": pa.array([f"{word[0]}{each % 300}" for each in ids], mask=ids % 17 == 0),
            "Amount": pa.array(ids / 100, mask=ids % 13 == 0),
            "Tags": pa.array([[f"t{each % 5}"] * (each % 3) for each in ids]),
            "Day": pa.array(days.astype(np.int32), mask=ids % 4 == 0).cast(pa.date32()),
        }
    )


def test_many_rows_are_compacted_in_order_with_the_texts_that_are_left(store: Store, now: dt.datetime) -> None:
    rows = 300_000
    store.write("sales", deals(np.arange(rows), "old"), created=now).close()
    store.upsert("sales", deals(np.arange(0, 80_000, 2), "new"), key=["Id"], created=now).close()
    deletes = pa.table({"Id": [f"006{each:09}" for each in range(1, 1_000, 2)]})
    added = deals(np.arange(rows, rows + 100), "new")
    with store.upsert("sales", added, key=["Id"], deletes=deletes, created=now) as dataset:
        assert len(dataset.parts) == 3
        before = as_table(dataset)
    with store.compact("sales") as dataset:
        assert dataset.rows == rows + 100 - 500
        assert as_table(dataset).sort_by("Id").equals(before.sort_by("Id"))
        days = dataset.stored("Day")
        valid = days.valid
        assert valid is not None
        nulls = len(valid) - int(valid.sum())
        assert valid[nulls:].all()
        assert (np.diff(days.values[nulls:]) >= 0).all()
        stages, accounts = dataset.column("Stage"), dataset.column("Account")
        assert isinstance(stages, TextColumn)
        assert isinstance(accounts, TextColumn)
        assert stages.dictionary.to_pylist() == sorted(stages.dictionary.to_pylist())
        assert set(np.unique(stages.codes)) == set(range(len(stages.dictionary) + 1))
        assert set(np.unique(accounts.codes)) == set(range(1, len(accounts.dictionary) + 1))
        check_zones(dataset, "Day", days.values, valid)
        check_zones(dataset, "Stage", stages.codes, stages.codes != 0)


def as_table(dataset: Dataset) -> pa.Table:
    columns = {}
    for field in dataset.fields:
        column = dataset.column(field.name)
        if isinstance(column, pa.Array):
            columns[field.name] = column
            continue
        texts = column.dictionary.take(pa.array(column.codes.astype(np.int64) - 1, mask=column.codes == 0))
        if isinstance(column, TextColumn):
            columns[field.name] = texts
        else:
            columns[field.name] = pa.LargeListArray.from_arrays(pa.array(column.offsets), texts)
    return pa.table(columns)


def check_zones(dataset: Dataset, name: str, values: Numbers, valid: Numbers) -> None:
    (zones,) = dataset.zones(name)
    for number, start in enumerate(range(0, dataset.rows, BLOCK_ROWS)):
        known = valid[start : start + BLOCK_ROWS]
        block = values[start : start + BLOCK_ROWS][known]
        assert zones.nulls[number] == (~known).sum()
        assert zones.minimum[number] == (block.min() if len(block) else None)
        assert zones.maximum[number] == (block.max() if len(block) else None)
    assert len(zones.nulls) == len(zones.minimum) == len(zones.maximum) == -(-dataset.rows // BLOCK_ROWS)


def test_many_or_large_changes_are_compacted_by_the_writer(store: Store, now: dt.datetime) -> None:
    store.write("sales", pa.table({"Id": list(range(1_000)), "N": [0] * 1_000}), created=now).close()
    parts = []
    for number in range(MOST_CHANGES + 1):
        row = pa.table({"Id": [number], "N": [1]})
        with store.upsert("sales", row, key=["Id"], created=now) as dataset:
            parts.append(len(dataset.parts))
            assert dataset.rows == 1_000
    assert parts == [*range(2, MOST_CHANGES + 2), 1]
    half = pa.table({"Id": list(range(600)), "N": [2] * 600})
    with store.upsert("sales", half, key=["Id"], created=now) as dataset:
        assert len(dataset.parts) == 1
    half = half.set_column(1, "N", [[3] * 600])
    with store.upsert("sales", half, key=["Id"], created=now, compact=False) as dataset:
        assert len(dataset.parts) == 2


def test_older_parts_stay_while_a_version_needs_them(store: Store, now: dt.datetime, decode: Decode) -> None:
    store.write("sales", pa.table({"Id": ["a", "b"], "N": [0, 0]}), created=now).close()
    for number in range(1, 7):
        row = pa.table({"Id": ["a"], "N": [number]})
        store.upsert("sales", row, key=["Id"], created=now, compact=False).close()
    assert store.versions("sales") == [4, 5, 6, 7]
    assert len(list(store.folder.rglob("*.columns"))) == 7
    assert decode(store.open("sales@4").column("N")) == [0, 3]
    reader = store.open("sales@5")
    for number in range(5):
        store.compact("sales").close()
        store.upsert("sales", pa.table({"Id": ["c"], "N": [number]}), key=["Id"], created=now, compact=False).close()
    assert decode(reader.column("N")) == [0, 4]
    assert store.versions("sales")[0] == 5
    reader.close()
    store.compact("sales").close()
    assert 5 not in store.versions("sales")
    assert len(list(store.folder.rglob("*.columns"))) < 7
    assert not list(store.folder.rglob("*.order"))
