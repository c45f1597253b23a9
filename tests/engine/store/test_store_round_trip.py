"""What is written is what is read."""

import datetime as dt
import decimal
import math
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.store import BLOCK_ROWS, Store

Decode = Callable[[Column], list[Any]]

TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["a", "b", "ß"])
NUMBERS = st.none() | st.floats(width=64) | st.sampled_from([0.0, -1.5, 1e300])
WHOLES = st.none() | st.integers(-(2**63), 2**63 - 1)
INSTANTS = st.none() | st.integers(-6 * 10**13, 6 * 10**13)
DAYS = st.none() | st.dates()
LISTS = st.none() | st.lists(TEXTS, max_size=3)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    rows = draw(st.integers(0, 12))

    def column(values: st.SearchStrategy[Any], kind: pa.DataType) -> pa.Array:
        return pa.array(draw(st.lists(values, min_size=rows, max_size=rows)), kind)

    return pa.table(
        {
            "Text": column(TEXTS, pa.string()),
            "Flag": column(st.none() | st.booleans(), pa.bool_()),
            "Number": column(NUMBERS, pa.float64()),
            "Whole": column(WHOLES, pa.int64()),
            "Instant": column(INSTANTS, pa.timestamp("ms", tz="UTC")),
            "Day": column(DAYS, pa.date32()),
            "List": column(LISTS, pa.list_(pa.string())),
        }
    )


def expected(name: str, values: list[Any]) -> list[Any]:
    """Say in plain Python what the store has in the place of values that it has no form for."""
    if name == "Flag":
        return [None if each is None else str(each).lower() for each in values]
    if name == "Number":
        return [each if each is not None and math.isfinite(each) else None for each in values]
    if name == "List":
        return [sorted({text for text in each or [] if text is not None}) or None for each in values]
    return values


@settings(max_examples=60, deadline=None)
@given(tables())
def test_columns_come_back_as_they_were_written(table: pa.Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        created = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
        store.write("sales", table, created=created, cluster=False).close()
        with store.open("sales") as dataset:
            assert dataset.rows == table.num_rows
            for name in table.column_names:
                assert decoded(dataset.column(name)) == expected(name, table.column(name).to_pylist()), name


@settings(max_examples=30, deadline=None)
@given(tables())
def test_rows_are_put_in_order_of_the_first_date_and_stay_together(table: pa.Table) -> None:
    table = table.append_column("Row", pa.array(range(table.num_rows), pa.int64()))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        with store.write("sales", table, created=dt.datetime(2026, 3, 1, tzinfo=dt.UTC)) as dataset:
            order = decoded(dataset.column("Row"))
            ticks = table.column("Instant").cast(pa.int64()).to_pylist()
            first = -math.inf
            assert order == sorted(range(len(ticks)), key=lambda row: first if ticks[row] is None else ticks[row])
            for name in table.column_names:
                values = expected(name, table.column(name).to_pylist())
                assert decoded(dataset.column(name)) == [values[row] for row in order], name


def decoded(column: Column) -> list[Any]:
    if isinstance(column, pa.Array):
        return list(column.to_pylist())
    texts = [None, *column.dictionary.to_pylist()]
    if isinstance(column, TextColumn):
        return [texts[code] for code in column.codes]
    bounds = zip(column.offsets[:-1], column.offsets[1:], strict=True)
    return [[texts[code] for code in column.codes[start:stop]] or None for start, stop in bounds]


@pytest.mark.parametrize(
    ("texts", "kind"), [(255, np.uint8), (256, np.uint16), (65_535, np.uint16), (65_536, np.int32)]
)
def test_codes_are_as_narrow_as_their_dictionary_allows(
    store: Store, now: dt.datetime, texts: int, kind: type[np.generic]
) -> None:
    values = [None, *(str(number) for number in range(texts))]
    column = store.write("sales", pa.table({"Id": values}), created=now).column("Id")
    assert isinstance(column, TextColumn)
    assert column.codes.dtype == kind
    assert column.codes[0] == 0
    assert column.dictionary[int(column.codes[-1]) - 1].as_py() == str(texts - 1)


def test_columns_of_one_part_are_mapped_without_a_copy(store: Store, now: dt.datetime) -> None:
    rows = 300_000
    table = pa.table(
        {
            "Stage": pa.array([f"Stage {number % 7}" for number in range(rows)]),
            "Amount": pa.array(np.arange(rows, dtype=np.float64)),
            "Tags": pa.array([["a", "b"]] * rows),
        }
    )
    store.write("sales", table, created=now).close()
    dataset = store.open("sales")
    before = pa.total_allocated_bytes()
    columns = [dataset.column(name) for name in table.column_names]
    assert pa.total_allocated_bytes() == before
    assert isinstance(columns[0], TextColumn)
    assert isinstance(columns[2], MultivalueColumn)
    assert not columns[0].codes.flags.owndata
    assert not columns[2].offsets.flags.owndata
    assert not columns[2].codes.flags.owndata
    assert dataset.column("Stage") is columns[0]


def test_numbers_have_zero_under_nulls(store: Store, now: dt.datetime) -> None:
    numbers = pa.array([1.5, 2.5, float("nan"), float("inf")], mask=np.array([False, True, False, False]))
    column = store.write("sales", pa.table({"Amount": numbers}), created=now).column("Amount")
    assert isinstance(column, pa.Array)
    assert column.to_pylist() == [1.5, None, None, None]
    assert np.frombuffer(column.buffers()[1], np.float64, 4).tolist() == [1.5, 0.0, 0.0, 0.0]


def test_arrow_types_become_the_types_of_the_store(store: Store, now: dt.datetime, decode: Decode) -> None:
    instant = dt.datetime(2020, 2, 29, 23, 59, 59, 999_999)
    table = pa.table(
        {
            "small": pa.array([1, None], pa.int8()),
            "unsigned": pa.array([2**63, 1], pa.uint64()),
            "single": pa.array([0.5, None], pa.float32()),
            "money": pa.array([decimal.Decimal("12.30"), None], pa.decimal128(10, 2)),
            "count": pa.array([decimal.Decimal("12"), None], pa.decimal128(10, 0)),
            "large": pa.array(["x", None], pa.large_string()),
            "view": pa.array(["x", None], pa.string_view()),
            "coded": pa.array(["x", None]).dictionary_encode(),
            "nothing": pa.nulls(2),
            "fine": pa.array([instant, dt.datetime(1969, 12, 31, 23, 59, 59, 999_999)], pa.timestamp("us")),
            "coarse": pa.array([instant, None], pa.timestamp("s")),
            "vienna": pa.array([dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None], pa.timestamp("ms", "Europe/Vienna")),
            "old_day": pa.array([dt.date(1900, 1, 1), None], pa.date64()),
            "fixed": pa.array([["b", "a"], None], pa.list_(pa.string(), 2)),
        }
    )
    dataset = store.write("sales", table, created=now, cluster=False)
    assert {name: decode(dataset.column(name)) for name in table.column_names} == {
        "small": [1, None],
        "unsigned": [2.0**63, 1.0],
        "single": [0.5, None],
        "money": [12.3, None],
        "count": [12, None],
        "large": ["x", None],
        "view": ["x", None],
        "coded": ["x", None],
        "nothing": [None, None],
        "fine": [
            dt.datetime(2020, 2, 29, 23, 59, 59, 999_000, tzinfo=dt.UTC),
            dt.datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=dt.UTC),
        ],
        "coarse": [dt.datetime(2020, 2, 29, 23, 59, 59, tzinfo=dt.UTC), None],
        "vienna": [dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None],
        "old_day": [dt.date(1900, 1, 1), None],
        "fixed": [["a", "b"], None],
    }
    stored = {str(each.type) for name in table.column_names if isinstance(each := dataset.column(name), pa.Array)}
    assert stored == {"int64", "double", "timestamp[ms, tz=UTC]", "date32[day]"}


def test_batches_are_written_as_a_table_is(store: Store, now: dt.datetime, decode: Decode) -> None:
    batches = (pa.record_batch({"Stage": [stage]}) for stage in ("Won", "Lost", "Won"))
    assert decode(store.write("sales", batches, created=now).column("Stage")) == ["Won", "Lost", "Won"]


def test_zone_maps_bound_each_block(store: Store, now: dt.datetime) -> None:
    rows = BLOCK_ROWS + 10
    amounts = pa.array(np.arange(rows), mask=np.arange(rows) >= BLOCK_ROWS)
    table = pa.table({"Amount": amounts, "Stage": pa.array(["a"] * BLOCK_ROWS + ["b"] * 10)})
    dataset = store.write("sales", table, created=now)
    (amount,) = dataset.zones("Amount")
    assert (amount.minimum, amount.maximum, amount.nulls) == ((0, None), (BLOCK_ROWS - 1, None), (0, 10))
    (stage,) = dataset.zones("Stage")
    assert (stage.minimum, stage.maximum, stage.nulls) == ((1, 2), (1, 2), (0, 0))


def test_threads_share_a_dataset(store: Store, now: dt.datetime) -> None:
    names = [f"n{number}" for number in range(20)]
    dataset = store.write("sales", pa.table({name: [name] * 100 for name in names}), created=now)
    with ThreadPoolExecutor(8) as pool:
        columns = list(pool.map(dataset.column, names * 10))
    assert all(columns[index] is columns[index + len(names)] for index in range(len(columns) - len(names)))
