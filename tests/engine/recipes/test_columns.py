"""What a recipe writes is what its query gives, whatever is in the columns and however they are stored."""

import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.recipes.run import RunOptions, run_recipes
from engine.session import Session
from engine.store import Store

from .conftest import NOW, recipe, rows

TEXTS = st.none() | st.sampled_from(["", "a", "b", "ü", "long enough to be no code"]) | st.text(max_size=3)
NUMBERS = st.none() | st.integers(-300, 70_000) | st.integers(0, 10**12).map(lambda each: each / 100) | st.floats()
DATES = st.none() | st.dates(dt.date(1999, 1, 1), dt.date(2030, 1, 1))
LISTS = st.none() | st.lists(st.sampled_from(["x", "y", "z"]), max_size=3)
ROW = st.tuples(TEXTS, NUMBERS.filter(lambda each: each is None or abs(each) < 1e300), DATES, LISTS)
ALL = 'q = load "source";'
SOME = ALL + "q = filter q by N >= 2;"
NAMED = ALL + (
    "q = foreach q generate N as N, T as Text, V as Number, D as Day, L as List, V > 10 as Large, null as Nothing, "
    "coalesce(T, \"none\") as Known, 'D_Year' as Year;"
)


def table(found: list[tuple[Any, ...]]) -> pa.Table:
    texts, numbers, dates, lists = ([row[place] for row in found] for place in range(4))
    return pa.table(
        {
            "N": pa.array(range(len(found)), pa.int64()),
            "T": pa.array(texts, pa.string()),
            "V": pa.array([None if each is None else float(each) for each in numbers], pa.float64()),
            "D": pa.array(dates, pa.date32()),
            "L": pa.array(lists, pa.list_(pa.string())),
        }
    )


def made(store: Store, text: str) -> list[dict[str, Any]]:
    outcome = run_recipes([recipe("made", text)], Session(store), RunOptions(now=NOW, clock=time.perf_counter))[0]
    assert outcome.state == "made", outcome.error
    found = sorted(rows(store, "made"), key=lambda each: each["N"])
    assert outcome.rows == len(found)
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=30), st.lists(ROW, max_size=5))
def test_a_copy_has_the_same_rows(first: list[tuple[Any, ...]], more: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.write("source", table(first), created=NOW)
        if more:  # a dataset of two parts is put together before it is read
            changed = table([*first[:2], *more])
            store.upsert("source", changed, key=["N"], created=NOW, compact=False)
        before = sorted(rows(store, "source"), key=lambda each: each["N"])
        assert made(store, ALL) == before
        assert made(store, SOME) == [each for each in before if each["N"] >= 2]
        for row, there in zip(made(store, NAMED), before, strict=True):
            assert row == {
                "N": there["N"],
                "Text": there["T"],
                "Number": there["V"],
                "Day": there["D"],
                "List": there["L"],
                "Large": None if there["V"] is None else str(there["V"] > 10).lower(),
                "Nothing": None,
                "Known": "none" if there["T"] is None else there["T"],
                "Year": None if there["D"] is None else str(there["D"].year),
            }


def test_rows_are_put_in_order_of_the_main_date(tmp_path: Path) -> None:
    store = Store(tmp_path)
    days = [dt.date(2026, 1, day) for day in (3, 1, 2)]
    other = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 2, 3)]
    source = pa.table({"D": pa.array(days), "M": pa.array(other, pa.timestamp("ms", tz="UTC"))})
    store.write("source", source, created=NOW, cluster=False)
    options = RunOptions(now=NOW, clock=time.perf_counter)
    for date, order in ((None, [1, 2, 3]), ("D", [1, 2, 3]), ("M", [3, 1, 2])):
        run_recipes([recipe("made", ALL, main_date=date)], Session(store), options)
        assert [each["D"].day for each in rows(store, "made")] == order
        assert store.open("made").main_date == (date or "D")
