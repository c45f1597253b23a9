"""Changed rows take the place of those with their keys; every version keeps its rows, and compaction changes none."""

import datetime as dt
import math
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.columns import Column
from engine.store import Store

Decode = Callable[[Column], list[Any]]
Row = dict[str, Any]

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
ZONE = pa.timestamp("ms", tz="UTC")
KINDS: dict[str, pa.DataType] = {
    "Id": pa.string(),
    "Region": pa.string(),
    "Number": pa.int64(),
    "Amount": pa.float64(),
    "Whole": pa.int64(),
    "Day": pa.date32(),
    "Instant": ZONE,
    "Tags": pa.list_(pa.string()),
}
ROWS = st.fixed_dictionaries(
    {
        "Id": st.sampled_from(["id-00001", "id-00002", "id-00003", "id-00004", "id-00005", "x"]),
        "Region": st.none() | st.sampled_from(["North", "South", "Östlich", ""]) | st.text("abc", max_size=9),
        "Number": st.integers(0, 2),
        "Amount": st.none() | st.sampled_from([0.0, -0.0, 12.34, 0.1 + 0.2, 3e7, 1e300]) | st.floats(width=64),
        "Whole": st.none() | st.sampled_from([1, -200, 70_000, 2**40]),
        "Day": st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 5)),
        "Instant": st.none() | st.integers(0, 10**12),
        "Tags": st.none() | st.lists(st.sampled_from(["a", "b", "c"]), max_size=3),
    }
)
KEYS = st.sampled_from([("Id",), ("Number",), ("Id", "Number"), ("Number", "Id")])


def table(rows: list[Row], names: list[str] | None = None) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], KINDS[name]) for name in names or KINDS})


def stored(row: Row) -> str:
    """Return a row as the store keeps it, with each bit of its numbers in sight."""
    amount = row["Amount"]
    tags = sorted(set(row["Tags"] or [])) or None
    known = {"Amount": amount if amount is not None and math.isfinite(amount) else None, "Tags": tags}
    return repr(sorted((row | known).items()))


def rows_of(store: Store, decode: Decode, version: int | None = None) -> list[str]:
    with store.open("sales", version) as dataset:
        columns = {name: decode(plain(dataset.column(name), KINDS[name])) for name in KINDS}
        assert all(len(each) == dataset.rows for each in columns.values())
        return sorted(stored(dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True))


def plain(column: Column, kind: pa.DataType) -> Column:
    """Return instants as numbers; a column of only nulls knows no difference between whole numbers and others."""
    if not isinstance(column, pa.Array) or kind == pa.date32():
        return column
    return column.cast(pa.float64() if kind == pa.float64() else pa.int64())


def newest(rows: list[Row], key: tuple[str, ...]) -> dict[Any, Row]:
    return {tuple(row[name] for name in key): row for row in rows}


@st.composite
def steps(draw: st.DrawFn) -> tuple[tuple[str, ...], list[tuple[list[Row], list[Row]]]]:
    key = draw(KEYS)
    changes = draw(st.lists(st.tuples(st.lists(ROWS, max_size=6), st.lists(ROWS, max_size=2)), max_size=4))
    return key, [(draw(st.lists(ROWS, min_size=1, max_size=8)), []), *changes]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps(), st.booleans(), st.booleans())
def test_each_version_has_the_newest_row_of_each_key_and_compaction_has_the_same(
    decode: Decode,
    changes: tuple[tuple[str, ...], list[tuple[list[Row], list[Row]]]],
    cluster: bool,
    compact_between: bool,
) -> None:
    key, ((first, _), *later) = changes
    model = newest(first, key)
    expected: dict[int, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), old_versions=20)
        store.write("sales", table(list(model.values())), created=NOW, cluster=cluster).close()
        for rows, deleted in later:
            deletes = table(deleted, list(key)) if deleted else None
            store.upsert("sales", table(rows), key=key, deletes=deletes, created=NOW, compact=compact_between).close()
            for row in deleted:
                model.pop(tuple(row[name] for name in key), None)
            model |= newest(rows, key)
            expected[store.versions("sales")[-1]] = sorted(stored(each) for each in model.values())
        for version, rows_then in expected.items():
            assert rows_of(store, decode, version) == rows_then
        with store.compact("sales") as compacted:
            assert len(compacted.parts) == 1
            days = decode(compacted.column("Day"))
        assert rows_of(store, decode) == sorted(stored(each) for each in model.values())
        if cluster:
            assert days == sorted(days, key=lambda day: (day is not None, day or dt.date.min))
