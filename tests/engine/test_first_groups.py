"""The first of many groups, found without a look at all of them."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.backend import kernels
from engine.kernels.scan_numpy import NumpyKernels
from engine.physical.first_groups import first_slots
from engine.session import Session
from engine.store import Store
from saql.span import NOWHERE
from saql.typed.expressions import Column, OrderKey
from saql.types import Type

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
KERNELS = [pytest.param(kernels(), id=kernels().name), pytest.param(NumpyKernels(), id="reference")]


@pytest.mark.parametrize("kernels", KERNELS)
@settings(deadline=None)
@given(
    values=st.lists(st.integers(-3, 3), min_size=1, max_size=200),
    known=st.integers(0, 2**200),
    descending=st.booleans(),
    nulls_first=st.booleans(),
    has_nulls=st.booleans(),
    wanted=st.integers(0, 20),
)
def test_they_are_those_of_a_sort_and_their_equals(
    kernels: NumpyKernels,
    values: list[int],
    known: int,
    descending: bool,
    nulls_first: bool,
    has_nulls: bool,
    wanted: int,
) -> None:
    mask = np.array([known >> place & 1 for place in range(len(values))], np.bool_)
    key = OrderKey(Column("a", Type.NUMBER, NOWHERE), descending, nulls_first)
    found = first_slots(np.array(values, np.float64), mask, has_nulls, key, wanted, kernels)
    with_values = sorted((values[place] for place in np.flatnonzero(mask)), reverse=descending)
    if not wanted or (has_nulls and nulls_first) or len(with_values) < wanted:
        assert found is None
        return
    worst = with_values[wanted - 1]
    reached = [each >= worst if descending else each <= worst for each in values]
    assert found is not None
    assert found.tolist() == np.flatnonzero(mask & np.array(reached)).tolist()


@pytest.mark.parametrize("order", ["desc nulls last", "desc nulls first", "asc nulls first", "asc nulls last"])
@pytest.mark.parametrize("measure", ["sum(Amount)", "min(Amount)", "max(Amount)", "avg(Amount)", "count()"])
def test_they_are_the_first_of_all_groups(store: Store, order: str, measure: str) -> None:
    session = Session(store, result_cache=0, threads=2, row_limit=1_000_000)
    query = f'q = load "deals"; q = group q by Account; q = foreach q generate Account, {measure} as m; '
    query += f"q = order q by (m {order}, Account asc);"
    for _ in range(3):  # the second time nulls are guessed, the third time it is known whether they matter
        first = session.query(f"{query} q = limit q 25;", now=NOW).table
        assert first.equals(session.query(query, now=NOW).table.slice(0, 25))


@pytest.mark.parametrize("order", ["asc", "desc", "desc nulls last"])
@pytest.mark.parametrize("kernels", KERNELS)
def test_none_may_be_wanted(store: Store, order: str, kernels: NumpyKernels) -> None:
    session = Session(store, result_cache=0, kernels=kernels)
    for rest in (
        "q = group q by Account; q = foreach q generate Account, sum(Amount) as m;",
        "q = foreach q generate Account, Amount as m;",
    ):
        query = f'q = load "deals"; {rest} q = order q by m {order}; q = limit q 0;'
        assert session.query(query, now=NOW).table.num_rows == 0


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Some 20,000 accounts with few different sums: many are equal, some have no value."""
    folder: Path = tmp_path_factory.mktemp("store")
    random = np.random.default_rng(5)
    accounts = random.integers(0, 20_000, 60_000)
    amounts = random.integers(-2, 5, 60_000).astype(np.float64)
    table = pa.table(
        {
            "Account": [f"A{each:05}" for each in accounts],
            "Amount": pa.array(amounts, mask=random.random(60_000) < 0.3),
        }
    )
    store = Store(folder)
    store.write("deals", table, created=NOW)
    return store
