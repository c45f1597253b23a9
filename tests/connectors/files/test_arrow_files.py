"""Parquet files, Arrow IPC files and streams."""

import datetime as dt
import decimal
import string
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import swell
from connectors.files import (
    ColumnTypeError,
    FileImportError,
    FileRows,
    HeaderError,
    UnreadableFileError,
    ValueFormatError,
    read_arrow,
    read_file,
    read_parquet,
)
from engine.store import FieldSpec, Store

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

Write = Callable[[pa.Table, Path], None]


def write_file(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def write_stream(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def write_parquet(table: pa.Table, path: Path) -> None:
    parquet.write_table(table, path)


WRITERS = [write_parquet, write_file, write_stream]


def rows(read: FileRows) -> list[dict[str, Any]]:
    return [each for batch in read.batches for each in batch.to_pylist()]


def in_store(read: FileRows, folder: Path) -> dict[str, list[Any]]:
    """Write the rows into a store and return what a query sees of them."""
    store = Store(folder / "data")
    store.write("d", read.batches, read.fields, created=NOW, cluster=False)
    names = ", ".join(f"'{each.name}'" for each in read.fields)
    found = swell.open(folder).query(f'q = load "d"; q = foreach q generate {names}; q = limit q 100000;')
    return dict(found.table.to_pydict())


@pytest.mark.parametrize("write", WRITERS)
def test_every_type_that_has_a_role_becomes_a_field(tmp_path: Path, write: Write) -> None:
    vienna = dt.datetime(2024, 7, 1, 12, 0, 0, 5_999, tzinfo=ZoneInfo("Europe/Vienna"))
    table = pa.table(
        {
            "Text": pa.array(["a", None, ""]),
            "Large": pa.array(["a", None, "b"], pa.large_string()),
            "Coded": pa.array(["x", "y", "x"]).dictionary_encode(),
            "Coded_Numbers": pa.array([1.5, 2.5, None]).dictionary_encode(),
            "Flag": pa.array([True, False, None]),
            "Whole": pa.array([1, 2, None], pa.int8()),
            "Money": pa.array([decimal.Decimal("1.25"), None, decimal.Decimal("-2.00")], pa.decimal128(12, 2)),
            "Day": pa.array([dt.date(2024, 1, 1), None, dt.date(1600, 1, 1)]),
            "Zoned": pa.array([vienna, None, vienna], pa.timestamp("us", "Europe/Vienna")),
            "Seconds": pa.array([0, None, -1], pa.timestamp("s")),
            "Fine": pa.array([1_999_999, None, -1], pa.timestamp("ns")),
            "Hour": pa.array([dt.time(3, 4, 5), None, dt.time(0, 0)], pa.time32("ms")),
            "Tags": pa.array([["b", "a"], None, []], pa.list_(pa.string())),
            "Nothing": pa.nulls(3),
        }
    )
    write(table, tmp_path / "all.bin")
    read = read_file(tmp_path / "all.bin")
    Store(tmp_path / "data").write("d", read.batches, read.fields, created=NOW)

    fields = {each.name: (each.role, each.type.name) for each in Store(tmp_path / "data").open("d").fields}
    assert fields == {
        **dict.fromkeys(["Text", "Large", "Coded", "Flag", "Hour", "Nothing"], ("dimension", "TEXT")),
        **dict.fromkeys(["Coded_Numbers", "Whole", "Money"], ("measure", "NUMBER")),
        "Day": ("date", "DAY"),
        **dict.fromkeys(["Zoned", "Seconds", "Fine"], ("date", "DATE")),
        "Tags": ("multivalue", "MULTIVALUE"),
    }
    shown = in_store(read_file(tmp_path / "all.bin"), tmp_path)
    assert shown["Coded"] == ["x", "y", "x"]
    assert shown["Coded_Numbers"] == [1.5, 2.5, None]
    assert shown["Flag"] == ["true", "false", None]
    assert shown["Money"] == [1.25, None, -2.0]
    assert shown["Hour"] == ["03:04:05.000", None, "00:00:00.000"]
    instant = [dt.datetime(2024, 7, 1, 10, 0, 0, 5_000, tzinfo=dt.UTC), None]
    assert [None if each is None else pd.Timestamp(each).tz_convert("UTC") for each in shown["Zoned"][:2]] == instant
    ticks = swell.open(tmp_path).query(
        'q = load "d"; q = foreach q generate Seconds_sec_epoch as s, Fine_sec_epoch as f;'
    )
    assert ticks.rows()[0] == {"s": 0, "f": 0}
    assert ticks.rows()[2]["s"] == -1


def test_an_identifier_of_16_bytes_is_a_text(tmp_path: Path) -> None:
    known = uuid.UUID(int=7)
    values = pa.ExtensionArray.from_storage(pa.uuid(), pa.array([known.bytes, None], pa.binary(16)))
    write_parquet(pa.table({"Id": values}), tmp_path / "ids.parquet")

    assert rows(read_parquet(tmp_path / "ids.parquet")) == [{"Id": str(known)}, {"Id": None}]


ODD = [
    (pa.array(["a", None], pa.string_view()), ["a", None]),
    (pa.array([["a"], None], pa.list_view(pa.string())), ["a", None]),
    (pa.array([["a"], None], pa.large_list_view(pa.string())), ["a", None]),
    (pa.array([["a", "b"], None], pa.list_(pa.string(), 2)), ["a", None]),
    (pa.ListArray.from_arrays([0, 1, 1], pa.array(["a"]).dictionary_encode()), ["a", None]),
    (pa.array([[], None], pa.list_(pa.null())), [None, None]),
    (pa.array(np.array([1.5, 2], np.float16)), [1.5, 2.0]),
    (pa.array([decimal.Decimal("-0.41"), None], pa.decimal256(50, 2)), [-0.41, None]),
    (
        pa.array([decimal.Decimal("12345678901234567890.41"), None], pa.decimal128(38, 2)),
        [12345678901234567890.41, None],
    ),
    (pa.array([decimal.Decimal("0.41"), None], pa.decimal32(5, 2)), [0.41, None]),
    (pa.array([2**64 - 1, None], pa.uint64()), [float(2**64 - 1), None]),
    (pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["a", None])), ["a", None]),
    (pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}", None])), ["{}", None]),
]


@pytest.mark.parametrize(("values", "expected"), ODD, ids=[str(values.type) for values, _ in ODD])
def test_types_that_are_seldom_have_a_role_too(tmp_path: Path, values: pa.Array, expected: list[Any]) -> None:
    write_file(pa.table({"a": values}), tmp_path / "odd.arrow")
    assert in_store(read_arrow(tmp_path / "odd.arrow"), tmp_path) == {"a": expected}


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        (pa.struct([("city", pa.string())]), "Bad_city"),
        (pa.list_(pa.int64()), "multivalue"),
        (pa.list_(pa.struct([("a", pa.int64())])), "multivalue"),
        (pa.map_(pa.string(), pa.string()), "texts, numbers"),
        (pa.binary(), "texts, numbers"),
        (pa.duration("s"), "seconds"),
    ],
)
def test_a_type_without_a_role_is_refused_with_the_column_and_what_to_do(
    tmp_path: Path, kind: pa.DataType, hint: str
) -> None:
    write_file(pa.table({"Good": [1], "Bad": pa.nulls(1, kind)}), tmp_path / "bad.arrow")

    with pytest.raises(ColumnTypeError, match='"Bad"') as caught:
        read_arrow(tmp_path / "bad.arrow")
    assert hint in (caught.value.hint or "")
    assert caught.value.file == tmp_path / "bad.arrow"


def test_metadata_gives_labels_and_formats(tmp_path: Path) -> None:
    schema = pa.schema(
        [
            pa.field("Close Date", pa.date32()),
            pa.field("amount__usd", pa.float64(), metadata={"label": "Amount", "format": "$#,##0"}),
            pa.field("2x", pa.int64()),
        ],
        metadata={"label": "Deals of 2024"},
    )
    write_parquet(pa.table([[dt.date(2024, 1, 1)], [1.0], [2]], schema=schema), tmp_path / "deals.parquet")
    read = read_parquet(tmp_path / "deals.parquet")

    assert read.label == "Deals of 2024"
    assert read.fields == (
        FieldSpec(name="Close_Date", label="Close Date"),
        FieldSpec(name="amount__usd", label="Amount", format="$#,##0"),
        FieldSpec(name="X2x", label="2x"),
    )


def test_names_that_become_equal_are_told_apart(tmp_path: Path) -> None:
    write_parquet(pa.table({"a b": [1], "a-b": [2], "a_b": [3]}), tmp_path / "t.parquet")

    assert rows(read_parquet(tmp_path / "t.parquet")) == [{"a_b": 1, "a_b_2": 2, "a_b_3": 3}]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], ["a", "a"])
    write_file(table, tmp_path / "t.arrow")

    with pytest.raises(HeaderError, match='"a"'):
        read_arrow(tmp_path / "t.arrow")


def test_a_value_out_of_range_is_named_with_its_row_and_column(tmp_path: Path) -> None:
    ticks = np.zeros(100_000, np.int64)
    ticks[70_000] = 2**62
    write_file(pa.table({"When": pa.array(ticks).cast(pa.timestamp("s"))}), tmp_path / "t.arrow")

    read = read_arrow(tmp_path / "t.arrow")
    with pytest.raises(ValueFormatError, match=r'Row 70,001 of the column "When"') as caught:
        rows(read)
    assert caught.value.file == tmp_path / "t.arrow"


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_is_cut_short_or_damaged_is_refused_and_nothing_is_written(
    tmp_path: Path, write: Write, share: float
) -> None:
    path = tmp_path / "t.bin"
    write(pa.table({"a": np.arange(300_000), "b": [f"text {n}" for n in range(300_000)]}), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    store = Store(tmp_path / "data")

    def imported() -> None:
        read = read_file(path)
        store.write("d", read.batches, read.fields, created=NOW)

    with pytest.raises(UnreadableFileError) as caught:
        imported()
    assert caught.value.file == path
    assert store.names() == []


@pytest.mark.parametrize("write", WRITERS)
def test_bytes_that_changed_never_end_in_a_traceback(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "t.bin"
    write(pa.table({"a": pa.array([1, None, 3] * 50), "b": ["x", None, "long text"] * 50}), path)
    content = path.read_bytes()
    store = Store(tmp_path / "data")
    named = set()
    for place in range(8, len(content), 11):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            read = read_file(path)
            store.write("d", read.batches, read.fields, created=NOW)
        except FileImportError as error:
            named.add(error.file)
    assert named == {path}


def test_an_empty_file_keeps_its_columns(tmp_path: Path) -> None:
    table = pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())})
    for write in WRITERS:
        write(table, tmp_path / "t.bin")
        read = read_file(tmp_path / "t.bin")
        written = Store(tmp_path / "data").write("d", read.batches, read.fields, created=NOW)
        assert (written.rows, [each.role for each in written.fields]) == (0, ["measure", "dimension"])


def test_rows_come_in_batches_that_are_not_read_before(tmp_path: Path) -> None:
    with parquet.ParquetWriter(tmp_path / "t.parquet", pa.schema([("a", pa.int64())])) as writer:
        for start in range(0, 5_000_000, 200_000):
            writer.write_table(pa.table({"a": np.arange(start, start + 200_000)}))
    before = pa.total_allocated_bytes()
    read = read_parquet(tmp_path / "t.parquet")
    total = most = 0
    for batch in read.batches:
        total += len(batch)
        most = max(most, pa.total_allocated_bytes() - before)

    assert total == 5_000_000
    assert most < 16_000_000  # of 40 MB in all


def test_a_batch_of_many_rows_is_handed_on_in_pieces(tmp_path: Path) -> None:
    hundredths = [decimal.Decimal(n).scaleb(-2) for n in range(70_000)]
    write_file(pa.table({"a": pa.array(hundredths, pa.decimal128(12, 2))}), tmp_path / "t.arrow")
    batches = list(read_arrow(tmp_path / "t.arrow").batches)

    assert [len(each) for each in batches] == [65_536, 4_464]
    assert [value for each in batches for value in each.column(0).to_pylist()] == [n / 100 for n in range(70_000)]


def test_what_pandas_writes_comes_without_its_nameless_index(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Name": pd.Categorical(["a", "b"]), "Amount": [1.5, np.nan]}, index=[7, 9])
    frame.to_parquet(tmp_path / "t.parquet")
    pyarrow.feather.write_feather(frame.reset_index(drop=True), str(tmp_path / "t.feather"))

    expected = [{"Name": "a", "Amount": 1.5}, {"Name": "b", "Amount": None}]
    assert rows(read_file(tmp_path / "t.parquet")) == expected
    assert rows(read_file(tmp_path / "t.feather")) == expected


def test_a_schema_or_a_sheet_for_a_parquet_file_is_refused(tmp_path: Path) -> None:
    write_parquet(pa.table({"a": [1]}), tmp_path / "t.parquet")

    with pytest.raises(UnreadableFileError, match="sheets"):
        read_file(tmp_path / "t.parquet", sheet="One")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
COLUMNS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): TEXTS,
    pa.large_string(): TEXTS,
    pa.dictionary(pa.int32(), pa.string()): TEXTS,
    pa.int64(): st.integers(-(2**53), 2**53),
    pa.uint8(): st.integers(0, 255),
    pa.float64(): st.floats(allow_nan=False, allow_infinity=False),
    pa.bool_(): st.booleans(),
    pa.decimal128(9, 2): st.decimals(-10_000, 10_000, places=2),
    pa.date32(): st.dates(),
    pa.timestamp("ms"): st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1)),
    pa.list_(pa.string()): st.lists(TEXTS, max_size=3),
}


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    kinds = draw(st.lists(st.sampled_from(list(COLUMNS)), min_size=1, max_size=5))
    count = draw(st.integers(0, 12))
    columns = {}
    for name, kind in zip(string.ascii_letters, kinds, strict=False):
        values = draw(st.lists(st.none() | COLUMNS[kind], min_size=count, max_size=count))
        if pa.types.is_timestamp(kind):
            values = [each and each.replace(microsecond=each.microsecond // 1000 * 1000) for each in values]
        columns[name] = pa.array(values, kind)
    return pa.table(columns)


def expected(column: pa.ChunkedArray) -> Iterator[Any]:
    for value in column.to_pylist():
        if isinstance(value, bool):
            yield str(value).lower()
        elif isinstance(value, decimal.Decimal):
            yield float(value)
        elif isinstance(value, dt.datetime):
            yield value.replace(tzinfo=dt.UTC)
        elif isinstance(value, list):
            yield min(value, key=str.encode) if value else None  # a query shows the first text
        else:
            yield value


@given(table=tables(), write=st.sampled_from(WRITERS))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tables_come_back_from_a_dataset_as_they_were_written(tmp_path: Path, table: pa.Table, write: Write) -> None:
    write(table, tmp_path / "t.bin")
    shown = in_store(read_file(tmp_path / "t.bin"), tmp_path)
    for name in table.column_names:
        found = [each.replace(tzinfo=dt.UTC) if isinstance(each, dt.datetime) else each for each in shown[name]]
        assert found == list(expected(table.column(name)))


@given(frame=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_frames_of_pandas_come_back_from_a_dataset(tmp_path: Path, frame: st.DataObject) -> None:
    count = frame.draw(st.integers(1, 8))
    texts = frame.draw(st.lists(st.none() | TEXTS, min_size=count, max_size=count))
    numbers = frame.draw(st.lists(st.none() | st.integers(-1000, 1000), min_size=count, max_size=count))
    pd.DataFrame(
        {"Text": pd.array(texts, "string"), "Number": pd.array(numbers, "Int64"), "Kind": pd.Categorical(texts)}
    ).to_parquet(tmp_path / "t.parquet")

    shown = in_store(read_file(tmp_path / "t.parquet"), tmp_path)
    assert shown == {"Text": texts, "Number": numbers, "Kind": texts}
