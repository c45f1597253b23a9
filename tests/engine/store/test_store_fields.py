"""Roles, types, labels: what the store makes of the columns of a table, and what it says of them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from engine.columns import Column
from engine.store import (
    Calendar,
    FieldNotFoundError,
    FieldProfile,
    FieldRoleError,
    FieldSpec,
    Member,
    Store,
)
from saql.schema import DatePart
from saql.types import Type

Decode = Callable[[Column], list[Any]]


def deals() -> pa.Table:
    return pa.table(
        {
            "Stage": ["Won", "Lost", "Won", None],
            "Won": [True, False, True, None],
            "Amount": [10.5, None, 3.0, 4.0],
            "Closed": pa.array([dt.date(2024, 3, 1), dt.date(2024, 1, 1), None, dt.date(2024, 2, 1)]),
            "Made": pa.array([dt.datetime(2024, 1, 1, 12, 30, tzinfo=dt.UTC)] * 3 + [None], pa.timestamp("ms", "UTC")),
            "Tags": [["new", "hot"], [], None, ["hot"]],
        }
    )


def test_types_suggest_roles(store: Store, now: dt.datetime) -> None:
    dataset = store.write("deals", deals(), created=now)
    assert [(each.name, each.role, each.type) for each in dataset.fields] == [
        ("Stage", "dimension", Type.TEXT),
        ("Won", "dimension", Type.TEXT),
        ("Amount", "measure", Type.NUMBER),
        ("Closed", "date", Type.DAY),
        ("Made", "date", Type.DATE),
        ("Tags", "multivalue", Type.MULTIVALUE),
    ]


def test_specifications_are_kept(store: Store, now: dt.datetime) -> None:
    calendar = Calendar(fiscal_month_offset=3, named_by_end=False, first_weekday=1)
    specs = [
        FieldSpec(name="Amount", label="Amount in €", format="#,##0.00", multiplier=100),
        FieldSpec(name="Stage", members=(Member("Won", "Closed and won", "#00ff00"),)),
        FieldSpec(name="Closed", role="date", calendar=calendar),
    ]
    store.write("deals", deals(), specs, created=now).close()
    dataset = store.open("deals")
    amount = dataset.field("Amount")
    assert (amount.label, amount.format, amount.multiplier) == ("Amount in €", "#,##0.00", 100)
    assert dataset.field("Stage").members == (Member("Won", "Closed and won", "#00ff00"),)
    assert dataset.field("Stage").label == "Stage"
    closed = dataset.schema.get("Closed")
    assert closed is not None
    assert closed.calendar == calendar


def test_queries_see_the_parts_of_dates(store: Store, now: dt.datetime) -> None:
    table = pa.table({"Day": pa.array([dt.date(2024, 1, 1)]), "Day_Year": ["a text of its own"]})
    schema = store.write("deals", table, created=now).schema
    month, year = schema.get("Day_Month"), schema.get("Day_Year")
    assert month is not None
    assert month.date_part == DatePart("Day", "Month")
    assert year is not None
    assert year.date_part is None
    assert len(schema.names) == len(set(schema.names))
    assert schema.names[0] == "Day"
    assert "Day_sec_epoch" in schema


def test_a_number_may_be_a_dimension(store: Store, now: dt.datetime, decode: Decode) -> None:
    table = pa.table({"Code": [1, 20, None], "Ratio": [0.5, 2.0, None]})
    specs = [FieldSpec(name=name, role="dimension") for name in table.column_names]
    dataset = store.write("codes", table, specs, created=now)
    assert decode(dataset.column("Code")) == ["1", "20", None]
    assert decode(dataset.column("Ratio")) == ["0.5", "2", None]


def test_a_column_of_nothing_takes_any_role(store: Store, now: dt.datetime, decode: Decode) -> None:
    for role in ("dimension", "measure", "date", "multivalue"):
        dataset = store.write("empty", pa.table({"A": pa.nulls(2)}), [FieldSpec(name="A", role=role)], created=now)
        assert dataset.field("A").role == role
        assert decode(dataset.column("A")) == [None, None]


@pytest.mark.parametrize(
    ("values", "role"),
    [
        (["a"], "measure"),
        (["2024-01-01"], "date"),
        ([True], "measure"),
        ([["a"]], "dimension"),
        ([1], "date"),
        ([dt.date(2024, 1, 1)], "dimension"),
        ([1], "metric"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(store: Store, now: dt.datetime, values: list[Any], role: Any) -> None:
    with pytest.raises(FieldRoleError) as caught:
        store.write("deals", pa.table({"A": values}), [FieldSpec(name="A", role=role)], created=now)
    assert '"A"' in caught.value.message
    assert caught.value.hint
    assert not store.folder.exists()


@pytest.mark.parametrize(
    "table",
    [
        pa.table({}),
        pa.table([["a"], ["b"]], names=["A", "A"]),
        pa.table([["a"]], names=[" "]),
        pa.table({"A": [b"bytes"]}),
        pa.table({"A": [{"x": 1}]}),
        pa.table({"A": [[1]]}),
        pa.table({"A": pa.array([2**62], pa.timestamp("s"))}),
    ],
    ids=["no columns", "twice", "no name", "bytes", "struct", "list of numbers", "far date"],
)
def test_a_table_that_a_dataset_can_not_hold_is_refused(store: Store, now: dt.datetime, table: pa.Table) -> None:
    with pytest.raises(FieldRoleError) as caught:
        store.write("deals", table, created=now)
    assert caught.value.hint
    assert not store.folder.exists()


def test_no_batches_are_refused(store: Store, now: dt.datetime) -> None:
    with pytest.raises(FieldRoleError):
        store.write("deals", iter([]), created=now)


def test_a_field_that_is_not_there_is_answered_with_close_ones(store: Store, now: dt.datetime) -> None:
    dataset = store.write("deals", deals(), created=now)
    with pytest.raises(FieldNotFoundError) as caught:
        dataset.column("stage")
    assert caught.value.hint == 'Did you mean "Stage"?'
    with pytest.raises(FieldNotFoundError):
        dataset.column("Closed_Year")
    with pytest.raises(FieldNotFoundError):
        store.write("deals", deals(), [FieldSpec(name="Amont")], created=now)


def test_rows_go_by_the_main_date(store: Store, now: dt.datetime, decode: Decode) -> None:
    stages = {
        "first date": store.write("deals", deals(), created=now),
        "other date": store.write("deals", deals(), created=now, main_date="Made"),
        "as they were": store.write("deals", deals(), created=now, cluster=False),
    }
    amounts = {name: decode(dataset.column("Amount")) for name, dataset in stages.items()}
    assert amounts == {
        "first date": [3.0, None, 4.0, 10.5],
        "other date": [4.0, 10.5, None, 3.0],
        "as they were": [10.5, None, 3.0, 4.0],
    }
    with pytest.raises(FieldRoleError):
        store.write("deals", deals(), created=now, main_date="Stage")
    with pytest.raises(FieldNotFoundError):
        store.write("deals", deals(), created=now, main_date="Closing")


def test_a_profile_says_what_is_in_each_field(store: Store, now: dt.datetime) -> None:
    profile = {each.name: each for each in store.write("deals", deals(), created=now).profile()}
    assert profile["Stage"] == FieldProfile(
        name="Stage",
        label="Stage",
        role="dimension",
        type="text",
        nulls=1,
        distinct=2,
        minimum="Lost",
        maximum="Won",
        sample=("Won", "Lost"),
    )
    amount = profile["Amount"]
    assert (amount.nulls, amount.distinct, amount.minimum, amount.maximum) == (1, None, 3.0, 10.5)
    assert (profile["Closed"].minimum, profile["Closed"].maximum) == ("2024-01-01", "2024-03-01")
    assert profile["Made"].minimum == "2024-01-01T12:30:00.000Z"
    tags = profile["Tags"]
    assert (tags.nulls, tags.distinct, tags.sample) == (2, 2, ("hot", "new"))


def test_a_profile_of_no_rows_has_no_bounds(store: Store, now: dt.datetime) -> None:
    dataset = store.write("deals", deals().slice(0, 0), created=now)
    assert all((each.nulls, each.minimum, each.sample) == (0, None, ()) for each in dataset.profile())
