"""A profile says what pandas says of the same rows; changes between versions are told where they are sudden."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.quality.changes import Change
from engine.quality.profile import FREQUENT, FieldQuality, Profile, profile
from engine.quality.report import Report, report
from engine.store import DatasetNotFoundError, Store

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)

TEXTS = st.one_of(st.none(), st.sampled_from("abcdefghijklmnop"), st.text("xyzü ", min_size=1, max_size=3))
NUMBERS = st.one_of(
    st.none(), st.integers(-5, 5), st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from([0.5, 1e12, -1e12])
)
WHOLE = st.one_of(st.none(), st.integers(-(2**40), 2**40), st.integers(0, 9))
DAYS = st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)))


def profiled(folder: Path, table: pa.Table) -> Profile:
    store = Store(folder / "data")
    store.write("deals", table, created=NOW).close()
    with store.open("deals") as dataset:
        return profile(dataset, NOW)


def check_field(found: FieldQuality, series: Any) -> None:
    known = series.dropna()
    assert found.nulls == series.isna().sum()
    assert found.distinct == known.nunique()
    counts = known.value_counts()
    assert sorted(count for _, count in found.frequent) == sorted(counts.head(FREQUENT))
    assert all(counts[value] == count for value, count in found.frequent)
    assert [count for _, count in found.frequent] == sorted((count for _, count in found.frequent), reverse=True)
    if known.empty:
        assert (found.minimum, found.maximum, found.numbers) == (None, None, None)
    else:
        assert (found.minimum, found.maximum) == (known.min(), known.max())


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TEXTS, NUMBERS, WHOLE, DAYS), max_size=40))
def test_a_profile_says_what_pandas_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, Any, Any, Any]]
) -> None:
    texts, floats, whole, days = (list(each) for each in zip(*rows, strict=True)) if rows else ([], [], [], [])
    table = pa.table(
        {
            "Text": pa.array(texts, pa.string()),
            "Float": pa.array([None if each is None else float(each) for each in floats], pa.float64()),
            "Whole": pa.array(whole, pa.int64()),
            "Day": pa.array(days, pa.date32()),
        }
    )
    found = profiled(tmp_path_factory.mktemp("rows"), table)
    assert found.rows == len(rows)
    by_name = {each.name: each for each in found.fields}
    check_field(by_name["Text"], pd.Series(texts, dtype=object))
    check_field(by_name["Day"], pd.Series([None if each is None else each.isoformat() for each in days], dtype=object))
    for name, values in (("Float", floats), ("Whole", whole)):
        series = pd.Series([None if each is None else float(each) for each in values], dtype="float64")
        check_field(by_name[name], series)
        check_numbers(by_name[name], series.dropna())


def check_numbers(found: FieldQuality, known: Any) -> None:
    if known.empty:
        return
    numbers = found.numbers
    assert numbers is not None
    scale = known.abs().max() + 1
    assert math.isclose(numbers.mean, known.mean(), rel_tol=1e-9, abs_tol=1e-9 * scale)
    assert math.isclose(numbers.deviation, known.std(ddof=0), rel_tol=1e-6, abs_tol=1e-6 * scale)
    first, third = known.quantile(0.25), known.quantile(0.75)
    assert math.isclose(numbers.low, first - 3 * (third - first), rel_tol=1e-9, abs_tol=1e-9 * scale)
    assert math.isclose(numbers.high, third + 3 * (third - first), rel_tol=1e-9, abs_tol=1e-9 * scale)
    outside = ((known < numbers.low) | (known > numbers.high)).sum()
    assert numbers.outliers == (outside if third > first else 0)


def test_values_of_fields_with_several_are_counted_each(tmp_path: Path) -> None:
    found = profiled(tmp_path, pa.table({"Tags": [["a", "b"], ["a"], None, []]})).fields[0]
    assert (found.nulls, found.distinct, found.frequent) == (2, 2, (("a", 2), ("b", 1)))


def test_outliers_are_far_from_the_quartiles(tmp_path: Path) -> None:
    found = profiled(tmp_path, pa.table({"Amount": [10.0, 11.0, 12.0, 13.0, 14.0, 1000.0]})).fields[0]
    assert found.numbers is not None
    assert (found.numbers.outliers, found.numbers.low, found.numbers.high) == (1, 3.75, 21.25)


def test_rows_are_fresh_by_the_date_of_their_change_else_by_the_main_date(tmp_path: Path) -> None:
    dates = [dt.datetime(2026, 3, 9, 12), dt.datetime(2025, 3, 10, 11), dt.datetime(2025, 3, 10, 13), None]
    table = pa.table({"CloseDate": [dt.date(2027, 1, 1)] * 4, "SystemModstamp": pa.array(dates, pa.timestamp("ms"))})
    found = profiled(tmp_path / "one", table).freshness
    assert found is not None
    assert (found.field, found.newest, found.days, found.stale) == (
        "SystemModstamp", "2026-03-09T12:00:00.000Z", 1.0, 1
    )  # fmt: skip
    closed = profiled(tmp_path / "two", table.select(["CloseDate"])).freshness
    assert closed is not None
    assert (closed.field, closed.newest, closed.stale) == ("CloseDate", "2027-01-01", 0)
    assert profiled(tmp_path / "three", pa.table({"A": ["x"]})).freshness is None
    assert profiled(tmp_path / "four", pa.table({"D": pa.nulls(2, pa.date32())})).freshness is None


def versions(folder: Path, *tables: pa.Table) -> Report:
    store = Store(folder / "data")
    for each in tables:
        store.write("deals", each, created=NOW).close()
    return report(store, (), "deals", NOW, profiled=True)


BEFORE = {
    "Stage": ["Open", "Won"] * 50,
    "Amount": [float(each) for each in range(100)],
    "Id": [f"{n}" for n in range(100)],
}
CHANGES: list[tuple[dict[str, Any], list[Change]]] = [
    ({}, []),
    ({"Amount": [each + 10 for each in BEFORE["Amount"]]}, []),
    (
        {"Amount": [each + 20 for each in BEFORE["Amount"]]},
        [Change(field="Amount", what="mean", before=49.5, after=69.5)],
    ),
    ({"Amount": [None] * 6 + list(range(6, 100))}, [Change(field="Amount", what="empty", before=0.0, after=0.06)]),
    (
        {"Stage": ["Open", "Lost"] * 50},
        [
            Change(field="Stage", what="new values", after=1, values=("Lost",)),
            Change(field="Stage", what="values gone", before=1, values=("Won",)),
        ],
    ),
    (
        {"Id": [f"{n % 40}" for n in range(100)]},
        [
            Change(field="Id", what="distinct", before=100, after=40),
            Change(field="Id", what="values gone", before=60, values=tuple(str(n) for n in range(40, 50))),
        ],
    ),
    ({"More": ["x"] * 100}, [Change(field="More", what="new field")]),
    ({"Stage": None}, [Change(field="Stage", what="field gone")]),
    ({"Amount": ["text"] * 100}, []),
]


@pytest.mark.parametrize(("changed", "expected"), CHANGES)
def test_sudden_changes_are_told(tmp_path: Path, changed: dict[str, Any], expected: list[Change]) -> None:
    after = {name: each for name, each in {**BEFORE, **changed}.items() if each is not None}
    found = versions(tmp_path, pa.table(BEFORE), pa.table(after)).changes
    assert list(found or ()) == expected


def test_rows_that_are_suddenly_more_or_fewer_are_told(tmp_path: Path) -> None:
    few = pa.table({"A": ["x"] * 100})
    assert versions(tmp_path / "a", few, few.slice(0, 80)).changes == ()
    assert versions(tmp_path / "b", few, few.slice(0, 79)).changes == (
        Change(field=None, what="rows", before=100, after=79),
    )
    assert versions(tmp_path / "c", few.slice(0, 0), few).changes == (
        Change(field=None, what="rows", before=0, after=100),
    )
    assert versions(tmp_path / "d", few).changes is None
    assert report(Store(tmp_path / "d" / "data"), (), "deals", NOW, profiled=False).profile is None
    with pytest.raises(DatasetNotFoundError):
        report(Store(tmp_path / "d" / "data"), (), "nothing", NOW, profiled=True)
