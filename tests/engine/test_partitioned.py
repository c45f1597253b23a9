"""Groups that are split into parts, on disk where memory is short, are the same as those made at once."""

import datetime as dt
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SwellError
from engine.kernels.backend import kernels
from engine.kernels.scan import ScanKernels
from engine.kernels.scan_numpy import NumpyKernels
from engine.limits import Cancellation, Limits
from engine.query_errors import QueryCancelledError
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
ROWS = 400
KERNELS = [pytest.param(kernels(), id=kernels().name), pytest.param(NumpyKernels(), id="reference")]

KEYS = ("A", "B", "Wide", "Count", "Close", "Close_Year", "Close_Month")
MEASURES = (
    "count()",
    "sum(Amount)",
    "sum(Count)",
    "sum(Amount * 2)",
    "avg(Amount)",
    "min(Amount)",
    "max(Count)",
    "min(Close)",
    "unique(A)",
    "unique(Tags)",
    "unique(Amount)",
    "first(B)",
    "last(Amount)",
    "median(Amount)",
    "stddev(Amount)",
    "var(Amount)",
    "percentile_disc(0.3) within group (order by Amount desc)",
    "percentile_cont(0.6) within group (order by Count)",
    "regr_slope(Amount, Count)",
)
ORDERS = (
    "",
    "q = order q by m0 desc nulls last; q = limit q 7;",
    "q = order q by m0 asc nulls first; q = offset q 2; q = limit q 5;",
    "q = order q by (m0 desc nulls last, k0 asc); q = limit q 3;",
    "q = order q by (k0 desc, m0 asc); q = limit q 4;",
    "q = filter q by m0 is not null && k0 is not null; q = order q by m0 asc; q = limit q 6;",
    "q = limit q 9;",
)
FILTERS = ("", 'q = filter q by B != "b3";', "q = filter q by Amount > 20 && Count * 2 < 1000000000000000;")


def table() -> pa.Table:
    random = np.random.default_rng(7)

    def some(values: np.ndarray[Any, Any], kind: pa.DataType | None = None) -> pa.Array:
        return pa.array(values, kind, mask=random.random(ROWS) < 0.1)

    texts = np.array([f"a{(each * 37) % 101}" for each in range(101)])
    days = np.datetime64("2019-03-01", "ms") + random.integers(0, 900, ROWS).astype("timedelta64[D]")
    return pa.table(
        {
            "A": some(texts[random.integers(0, 101, ROWS)]),
            "B": some(np.array([f"b{each}" for each in random.integers(0, 6, ROWS)])),
            "Wide": some(np.round(random.normal(0, 50, ROWS), 0) * 1.5),
            "Count": some(random.integers(-(1 << 44), 1 << 44, ROWS) // (1 << 40) * (1 << 40)),
            "Close": some(days),
            "Amount": some(np.round(random.lognormal(3, 1, ROWS), 2)),
            "Tags": pa.array([[f"t{each % 5}", f"t{each % 7}"] if each % 4 else None for each in range(ROWS)]),
        }
    )


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.write("deals", table(), created=NOW)
        yield store


def query(keys: tuple[str, ...], measures: tuple[str, ...], order: str = "", condition: str = "") -> str:
    fields = [f"{key} as k{place}" for place, key in enumerate(keys)]
    calls = [f"{call} as m{place}" for place, call in enumerate(measures)]
    return (
        f'q = load "deals"; {condition} q = group q by ({", ".join(keys)}); '
        f"q = foreach q generate {', '.join((*fields, *calls))}; {order}"
    )


def answer(session: Session, text: str, null_keys: bool = True) -> list[tuple[Any, ...]]:
    result = session.query(text, now=NOW, null_keys=null_keys)
    return [tuple(row.values()) for row in result.table.to_pylist()]


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(one) is type(other) and bool(one == other)


def assert_same(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]) -> None:
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert all(map(same, one, other)), (one, other)


@pytest.mark.parametrize("by", KERNELS)
@given(data=st.data())
@settings(deadline=None, max_examples=120)
def test_parts_have_the_groups_of_the_whole(store: Store, by: ScanKernels, data: st.DataObject) -> None:
    keys = tuple(data.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True)))
    measures = tuple(data.draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=4, unique=True)))
    text = query(keys, measures, data.draw(st.sampled_from(ORDERS)), data.draw(st.sampled_from(FILTERS)))
    null_keys = data.draw(st.booleans())
    memory = data.draw(st.sampled_from([1, 2_000, 20_000]))
    expected = answer(Session(store, kernels=by), text, null_keys)
    with tempfile.TemporaryDirectory() as folder:
        limits = Limits(memory=memory, spill_folder=lambda: Path(folder))
        found = answer(Session(store, kernels=by, limits=limits, threads=2), text, null_keys)
        assert not list(Path(folder).iterdir())
    assert_same(found, expected)


FEW = Limits(memory=1_000)
TEXT = query(("A", "Wide"), ("sum(Amount)", "median(Amount)"))


def test_a_cancelled_query_leaves_no_file(store: Store, tmp_path: Path) -> None:
    cancellation = Cancellation()
    ticks = iter(range(1_000_000))

    def clock() -> float:
        if next(ticks) == 8:  # between two parts
            cancellation.cancel()
        return 0.0

    limits = Limits(memory=1_000, spill_folder=lambda: tmp_path, cancellation=cancellation, seconds=60, clock=clock)
    with pytest.raises(QueryCancelledError):
        Session(store, limits=limits).query(TEXT, now=NOW)
    assert next(ticks) > 8
    assert not list(tmp_path.iterdir())


def test_a_folder_that_takes_no_files_is_named(store: Store, tmp_path: Path) -> None:
    limits = Limits(memory=1_000, spill_folder=lambda: tmp_path / "missing")
    with pytest.raises(SwellError) as caught:
        Session(store, limits=limits).query(TEXT, now=NOW)
    assert str(tmp_path / "missing") in str(caught.value)
    assert "spill_folder" in str(caught.value)


def test_without_a_folder_memory_is_used(store: Store) -> None:
    assert_same(answer(Session(store, limits=FEW), TEXT), answer(Session(store), TEXT))


@pytest.mark.parametrize("kind", ["semi", "anti"])
@pytest.mark.parametrize("condition", ['B == "b3"', "Amount > 25", 'B == "none"', "A is null"])
def test_rows_have_partners_by_text_as_by_number(store: Store, kind: str, condition: str) -> None:
    texts = [
        f'q = load "deals"; other = load "deals"; other = filter other by {condition};'
        f" other = foreach other generate A; {by}; q = foreach q generate A, Amount, Count;"
        for by in (f"q = join q by A {kind}, other by A", f"q = join q by (A, A) {kind}, other by (A, A)")
    ]
    one, several = (answer(Session(store), text) for text in texts)
    assert one == several
