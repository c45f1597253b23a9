"""The narrow forms that values are stored in give back each bit, and are mapped without a copy."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import Column, TextColumn
from engine.store import Dataset, FieldRoleError, Store

Decode = Callable[[Column], list[Any]]

KEYS = st.text("0123456789abcdefÄ", min_size=9, max_size=9) | st.sampled_from(["006aB00000", "006aB00001", "x" * 17])
AMOUNTS = (
    st.integers(-(2**32), 2**33).map(lambda cents: cents / 100)
    | st.sampled_from([0.0, -0.0, 1e-320, 42_949_672.95, 42_949_672.96, 0.1 + 0.2, 1e300])
    | st.integers(-(2**40), 2**40).map(float)
    | st.floats(allow_nan=False, allow_infinity=False)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | KEYS, max_size=12), st.integers(0, 12), st.data())
def test_keys_of_any_length_come_back_however_they_are_cut(
    keys: list[str | None], cut: int, data: st.DataObject
) -> None:
    twice = [*keys, *data.draw(st.lists(st.sampled_from(keys), max_size=4))] if keys else keys
    column = pa.chunked_array([twice[:cut], twice[cut:]], pa.string())
    for kind in (pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())):
        read = round_trip(column.cast(kind))
        assert isinstance(read, TextColumn)
        texts = read.dictionary.to_pylist()
        assert [None if code == 0 else texts[code - 1] for code in read.codes] == twice
        assert len(set(texts)) == len(texts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | AMOUNTS, max_size=6))
def test_amounts_come_back_to_the_bit(amounts: list[float | None]) -> None:
    read = round_trip(pa.chunked_array([amounts], pa.float64()))
    assert isinstance(read, pa.Array)
    assert [repr(each) for each in read.cast(pa.float64()).to_pylist()] == [repr(each) for each in amounts]


def round_trip(column: pa.ChunkedArray) -> Column:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.write("sales", pa.table({"A": column}), created=dt.datetime(2026, 3, 1, tzinfo=dt.UTC)).close()
        with store.open("sales") as dataset:
            return dataset.column("A")


@pytest.mark.parametrize(
    ("values", "kind", "divisor"),
    [
        (pa.array([0, 127, -128]), np.int8, None),
        (pa.array([0, 128]), np.int16, None),
        (pa.array([0, 32_768]), np.int32, None),
        (pa.array([0, 2**31]), np.uint32, None),
        (pa.array([0, 2**32]), np.int64, None),
        (pa.array([dt.date(2024, 1, 1)]), np.int16, None),
        (pa.array([dt.date(2100, 1, 1)]), np.int32, None),
        (pa.array([1.0, 100.0]), np.int8, 1),
        (pa.array([1.0, 100.25]), np.int16, 100),
        (pa.array([1.0, 100.125]), np.float64, None),
        (pa.array([1.0, -0.0]), np.float64, None),
        (pa.array([1.5, 1e9]), np.float64, None),
    ],
)
def test_numbers_take_as_few_bytes_as_they_need(
    store: Store, now: dt.datetime, values: pa.Array, kind: type[np.generic], divisor: int | None
) -> None:
    store.write("sales", pa.table({"A": values}), created=now).close()
    with store.open("sales") as dataset:
        stored = dataset.stored("A")
        assert (stored.values.dtype, stored.divisor, stored.validity) == (kind, divisor, None)
        assert not stored.values.flags.owndata
        column = dataset.column("A")
        assert isinstance(column, pa.Array)
        assert column.equals(values)


def test_stored_numbers_have_a_bitmap_of_what_is_not_null(store: Store, now: dt.datetime) -> None:
    amounts = pa.array([1.25, None, 3.5, *[None] * 6, 1.0])
    with store.write("sales", pa.table({"A": amounts, "B": ["x"] * 10}), created=now) as dataset:
        stored = dataset.stored("A")
        assert stored.validity is not None
        assert stored.validity.tolist() == [0b0000_0101, 0b10]
        assert stored.values.tolist() == [125, 0, 350, *[0] * 6, 100]
        with pytest.raises(FieldRoleError) as caught:
            dataset.stored("B")
        assert caught.value.hint


def test_a_key_has_no_codes_on_the_disk(store: Store, now: dt.datetime, decode: Decode) -> None:
    keys = [f"006aB{number:013}" for number in range(10_000)]
    days = pa.array(np.arange(10_000, dtype=np.int32)[::-1].copy()).cast(pa.date32())
    with store.write("sales", pa.table({"Id": keys, "Day": days}), created=now) as dataset:
        assert decode(dataset.column("Id")) == keys[::-1]
    (file,) = store.folder.rglob("*.columns")
    assert file.stat().st_size < 10_000 * (18 + 2) + 2_000


def test_numbers_that_are_all_null_or_not_there_keep_their_type(store: Store, now: dt.datetime) -> None:
    nothing = pa.table(
        {"Id": pa.array([], pa.string()), "N": pa.array([], pa.int64()), "F": pa.array([], pa.float64())}
    )
    with store.write("empty", nothing, created=now) as dataset:
        assert [column_type(dataset, name) for name in ("N", "F")] == [pa.int64(), pa.float64()]
    first = pa.table({"Id": ["a"], "N": pa.array([None], pa.float64()), "F": [0.25]})
    with store.upsert("empty", first, key=["Id"], created=now, compact=False) as dataset:
        assert column_type(dataset, "N") == pa.float64()
        assert (dataset.stored("F").values.dtype, dataset.stored("F").divisor) == (np.int8, 100)
    with store.compact("empty") as dataset:
        assert (dataset.stored("F").values.dtype, dataset.stored("F").divisor) == (np.int8, 100)
        assert dataset.column("N").to_pylist() == [None]


def column_type(dataset: Dataset, name: str) -> pa.DataType:
    column = dataset.column(name)
    assert isinstance(column, pa.Array)
    return column.type
