"""Rows are added to a dataset whatever rows it has."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.store import FieldError, FieldSpec, Store

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

ROW = st.tuples(
    st.none() | st.text(max_size=4),
    st.none() | st.integers(-1000, 1000),
    st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)),
)


def table(rows: list[tuple[str | None, int | None, dt.date | None]]) -> pa.Table:
    columns = [*zip(*rows, strict=True)] or [(), (), ()]
    types = (pa.string(), pa.float64(), pa.date32())
    return pa.table({name: pa.array(column, kind) for name, column, kind in zip("abc", columns, types, strict=True)})


def rows_of(store: Store) -> list[tuple[object, ...]]:
    with store.open("d") as dataset:
        return sorted((tuple(row.values()) for batch in dataset.batches() for row in batch.to_pylist()), key=repr)


@settings(deadline=None)
@given(st.lists(ROW, max_size=6), st.lists(st.lists(ROW, max_size=5), max_size=4), st.booleans())
def test_all_rows_are_there_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, first: list[object], more: list[list[object]], compact: bool
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    store.write("d", table(first), created=NOW)  # type: ignore[arg-type]
    for each in more:
        with store.transaction(created=NOW) as change:
            change.append("d", table(each), compact=compact)  # type: ignore[arg-type]
    together = table([row for rows in (first, *more) for row in rows])  # type: ignore[misc]
    assert rows_of(store) == sorted((tuple(row.values()) for row in together.to_pylist()), key=repr)


def test_fields_that_rows_lack_are_null_in_them(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("d", pa.table({"a": ["x"], "b": [1]}), created=NOW)
    with store.transaction(created=NOW) as change:
        change.append(
            "d", pa.table({"a": ["x"], "c": ["new"]}), fields=[FieldSpec(name="c", label="C")], notes={"n": 1}
        )
    assert rows_of(store) == [("x", 1, None), ("x", None, "new")]
    with store.open("d") as dataset:
        assert (dataset.field("c").label, dataset.manifest.notes) == ("C", {"n": 1})


def test_what_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("d", pa.table({"a": ["x"], "b": [1]}), created=NOW)
    with pytest.raises(FieldError), store.transaction(created=NOW) as change:
        change.append("d", pa.table({"a": ["y"], "b": ["no number"]}))
    assert (rows_of(store), store.newest("d")) == ([("x", 1)], 1)
