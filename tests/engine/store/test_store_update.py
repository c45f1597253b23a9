"""Some columns of rows that exist get new values, and rows that stay as they are cost nothing."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.store import FieldSpec, Store
from engine.store.stream import CHUNK_ROWS

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
TYPES = {
    "Id": pa.string(),
    "Stage": pa.string(),
    "Tags": pa.list_(pa.string()),
    "Amount": pa.float64(),
    "Count": pa.int64(),
    "Close": pa.date32(),
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Stage": st.sampled_from([None, "a", "b", "c"]),
    "Tags": st.sampled_from([None, ["x"], ["x", "y"], ["y"]]),
    "Amount": st.sampled_from([None, 0.0, 1.5, 1 / 3]),
    "Count": st.sampled_from([None, 0, 1, 70_000]),
    "Close": st.sampled_from([None, dt.date(1970, 1, 1), dt.date(2024, 2, 29)]),
}

Row = dict[str, Any]


def table(rows: list[Row], columns: list[str]) -> pa.Table:
    kinds = pa.schema([(each, TYPES[each]) for each in columns])
    return pa.Table.from_pylist(rows, kinds)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, pa.Table]:
    how = draw(st.sampled_from(["null", "keep", "update"]))
    columns = ["Id", *draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True))]
    row = st.fixed_dictionaries({"Id": st.sampled_from("pqrst")} | {each: VALUES[each] for each in columns[1:]})
    return how, table(draw(st.lists(row, max_size=4)), columns)


def expected(rows: dict[str, Row], how: str, changed: pa.Table) -> dict[str, Row]:
    """Return what the rows are after a change, the plain way."""
    result = dict(rows)
    for each in changed.to_pylist():
        if how == "update" and each["Id"] not in rows:
            continue
        result[each["Id"]] = (rows.get(each["Id"], {}) if how != "null" else {}) | each
    return result


def read(store: Store) -> dict[str, Row]:
    with store.open("deals") as dataset:
        rows = pa.Table.from_batches(list(dataset.batches())).to_pylist()
    assert len({each["Id"] for each in rows}) == len(rows)
    return {each["Id"]: {name: value for name, value in each.items() if value is not None} for each in rows}


@settings(max_examples=60, deadline=None)
@given(st.lists(changes(), min_size=1, max_size=6), st.booleans())
def test_changes_give_what_they_say(
    tmp_path_factory: pytest.TempPathFactory, several: list[tuple[str, pa.Table]], compact: bool
) -> None:
    store = Store(tmp_path_factory.mktemp("data"))
    first = table([{"Id": "p", "Stage": "a", "Amount": 1.5, "Tags": ["x"]}, {"Id": "q", "Count": 1}], list(TYPES))
    store.write("deals", first, created=NOW).close()
    rows = {each["Id"]: each for each in first.to_pylist()}
    for how, changed in several:
        last = {each["Id"]: each for each in changed.to_pylist()}
        before, version = read(store), store.newest("deals")
        rows = expected(rows, how, table(list(last.values()), changed.column_names))
        with store.transaction(created=NOW) as change:
            if how == "update":
                change.update("deals", changed, key=["Id"], compact=compact)
            else:
                change.upsert("deals", changed, key=["Id"], missing="keep" if how == "keep" else "null", compact=False)
        plain = {each: {name: value for name, value in row.items() if value is not None} for each, row in rows.items()}
        assert read(store) == plain
        assert (store.newest("deals") == version) == (before == plain)


def test_rows_that_do_not_change_are_not_written(store: Store, now: dt.datetime) -> None:
    names = [f"{number:06}" for number in range(50_000)]
    store.write("deals", pa.table({"Id": names, "N": list(range(50_000))}), created=now).close()
    changed = pa.table({"Id": names[:10_000], "N": [*range(9_999), -1]})
    with store.upsert("deals", changed, key=["Id"], created=now, compact=False) as dataset:
        assert [each.rows for each in dataset.parts] == [50_000, 1]
        assert dataset.rows == 50_000
    assert store.upsert("deals", changed, key=["Id"], created=now).version == 2


def test_an_update_brings_new_columns_and_passes_over_keys_that_are_not_there(store: Store, now: dt.datetime) -> None:
    store.write("deals", pa.table({"Id": ["a", "b"], "N": [1, 2]}), created=now).close()
    with store.transaction(created=now) as change:
        rows = pa.table({"Id": ["b", "z"], "Score": [0.5, 0.7]})
        change.update("deals", rows, key=["Id"], fields=[FieldSpec(name="Score", label="Lead score")])
    assert read(store) == {"a": {"Id": "a", "N": 1}, "b": {"Id": "b", "N": 2, "Score": 0.5}}
    with store.open("deals") as dataset:
        assert dataset.field("Score").label == "Lead score"
        assert dataset.dictionary("Id").array().to_pylist() == ["a", "b"]


def test_a_new_column_without_a_value_is_a_field_and_no_part(store: Store, now: dt.datetime) -> None:
    store.write("deals", pa.table({"Id": ["a"], "N": [1]}), created=now).close()
    with store.transaction(created=now) as change:
        change.update("deals", pa.table({"Id": ["a"], "Score": pa.nulls(1, pa.float64())}), key=["Id"])
    with store.open("deals") as dataset:
        assert [each.name for each in dataset.fields] == ["Id", "N", "Score"]
        assert len(dataset.parts) == 1
        assert dataset.version == 2


def test_all_rows_of_a_key_are_updated(store: Store, now: dt.datetime) -> None:
    store.write("deals", pa.table({"Id": ["a", "a", "b"], "N": [1, 2, 3]}), created=now).close()
    with store.transaction(created=now) as change:
        change.update("deals", pa.table({"Id": ["a"], "Stage": ["won"]}), key=["Id"])
    with store.open("deals") as dataset:
        rows = pa.Table.from_batches(list(dataset.batches())).to_pylist()
    assert sorted(rows, key=str) == [
        {"Id": "a", "N": 1, "Stage": "won"},
        {"Id": "a", "N": 2, "Stage": "won"},
        {"Id": "b", "N": 3, "Stage": None},
    ]


def test_an_update_of_most_rows_in_batches_is_one_part(tmp_path: Path, now: dt.datetime) -> None:
    store = Store(tmp_path)
    count = CHUNK_ROWS * 2 + 10
    ids, days = [f"{number:018}" for number in range(count)], pa.array([number % 900 for number in range(count)])
    whole = pa.table({"Id": ids, "Close": days.cast(pa.int32()).cast(pa.date32()), "N": list(range(count))})
    store.write("deals", whole, created=now).close()
    changed = pa.table({"Id": ids[::-1], "N": [number * 2 for number in range(count)][::-1]})
    with store.transaction(created=now) as change:
        change.update("deals", iter(changed.to_batches(10_000)), key=["Id"])
    with store.open("deals") as dataset:
        assert [each.rows for each in dataset.parts] == [count]
        rows = pa.Table.from_batches(list(dataset.batches()))
    assert rows.sort_by("Id").column("N").to_pylist() == [number * 2 for number in range(count)]
    assert rows.sort_by("Id").column("Close").equals(whole.column("Close"))
