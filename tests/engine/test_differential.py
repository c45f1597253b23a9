"""Random tables and questions, answered by the engine and by DuckDB."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.kernels.scan_numpy import NumpyKernels
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)

TEXTS = st.one_of(st.none(), st.sampled_from(["a", "b", "B", "ab", "é", ""]))
NUMBERS = st.one_of(st.none(), st.integers(-4, 4).map(float), st.sampled_from([0.5, 2.25, 1e9]))
ROWS = st.lists(st.tuples(TEXTS, TEXTS, NUMBERS, NUMBERS), min_size=1, max_size=40)

PREDICATES = (
    ("'k' == \"a\"", "k = 'a'"),
    ("'k' != \"a\"", "k <> 'a'"),
    ('\'k\' in ["a", "é"]', "k in ('a', 'é')"),
    ('\'k\' not in ["a", "b"]', "k not in ('a', 'b')"),
    ("'k' >= \"ab\"", "k >= 'ab'"),
    ("'k' is null", "k is null"),
    ("'k' matches \"B\"", "contains(lower(k), 'b')"),
    ("'k' like \"a%\"", "k like 'a%'"),
    ("'x' > 1", "x > 1"),
    ("'x' in [0..2]", "x between 0 and 2"),
    ("'x' != 0", "x <> 0"),
    ("'y' is not null", "y is not null"),
)
MEASURES = (
    ("count()", "count(*)"),
    ("sum('x')", "sum(x)"),
    ("avg('x')", "avg(x)"),
    ("min('x')", "min(x)"),
    ("max('x')", "max(x)"),
    ("min('l')", "min(l)"),
    ("max('l')", "max(l)"),
    ("unique('x')", "count(distinct x)"),
    ("unique('l')", "count(distinct l)"),
    ("median('x')", "median(x)"),
    ("stddev('x')", "stddev_samp(x)"),
    ("varp('x')", "var_pop(x)"),
    ("percentile_cont(0.3) within group (order by 'x')", "quantile_cont(x, 0.3)"),
    ("percentile_disc(0.3) within group (order by 'x')", "quantile_disc(x, 0.3)"),
    ("sum('x') / count()", "sum(x) / count(*)"),
    ("sum(case when 'x' > 0 then 1 else 0 end)", "sum(case when x > 0 then 1 else 0 end)"),
)

predicates = st.recursive(
    st.sampled_from(PREDICATES),
    lambda inner: st.one_of(
        inner.map(lambda each: (f"!({each[0]})", f"not ({each[1]})")),
        st.tuples(inner, inner).map(lambda two: (f"({two[0][0]} && {two[1][0]})", f"({two[0][1]} and {two[1][1]})")),
        st.tuples(inner, inner).map(lambda two: (f"({two[0][0]} || {two[1][0]})", f"({two[0][1]} or {two[1][1]})")),
    ),
    max_leaves=4,
)


def table_of(rows: list[tuple[Any, ...]]) -> pa.Table:
    names, kinds = ("k", "l", "x", "y"), (pa.string(), pa.string(), pa.float64(), pa.float64())
    columns = {name: pa.array([row[place] for row in rows], kinds[place]) for place, name in enumerate(names)}
    return pa.table({**columns, "id": pa.array([f"{place:03}" for place in range(len(rows))])})


def same(found: Any, expected: Any) -> bool:
    if isinstance(found, float) and isinstance(expected, float | int):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return bool(found == expected)


def compare(folder: Path, rows: list[tuple[Any, ...]], query: str, sql: str) -> None:
    table = table_of(rows)
    store = Store(folder)
    with store.write("rows", table, created=NOW, cluster=False):
        found = Session(store).query(query, now=NOW).table.to_pylist()
        plain = Session(store, kernels=NumpyKernels()).query(query, now=NOW).table.to_pylist()
    with duckdb.connect() as connection:
        connection.register("rows", table)
        expected = [tuple(each) for each in connection.execute(sql).fetchall()]
    for rows_found in (found, plain):
        answers = [tuple(each.values()) for each in rows_found]
        assert len(answers) == len(expected)
        for mine, theirs in zip(answers, expected, strict=True):
            assert all(map(same, mine, theirs)), (mine, theirs)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, predicate=predicates, measures=st.lists(st.sampled_from(MEASURES), min_size=1, max_size=4))
def test_groups_and_aggregates_are_those_of_duckdb(
    tmp_path: Path, rows: list[Any], predicate: tuple[str, str], measures: list[tuple[str, str]]
) -> None:
    generated = ", ".join(f"{saql} as 'm{place}'" for place, (saql, _) in enumerate(measures))
    query = f"""q = load "rows"; q = filter q by {predicate[0]}; q = group q by ('k', 'l');
        q = foreach q generate 'k', 'l', {generated};"""
    selected = ", ".join(sql for _, sql in measures)
    sql = f"""select k, l, {selected} from rows where {predicate[1]} group by k, l
        order by k nulls last, l nulls last"""
    compare(tmp_path, rows, query, sql)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS,
    predicate=predicates,
    keys=st.lists(
        st.tuples(st.sampled_from(["k", "l", "x", "y"]), st.booleans(), st.booleans()),
        max_size=3,
        unique_by=lambda key: key[0],
    ),
)
def test_rows_and_their_order_are_those_of_duckdb(
    tmp_path: Path, rows: list[Any], predicate: tuple[str, str], keys: list[tuple[str, bool, bool]]
) -> None:
    order = [(name, "desc" if down else "asc", "first" if first else "last") for name, down, first in keys]
    parts = [f"{name} {direction} nulls {nulls}" for name, direction, nulls in [*order, ("id", "asc", "last")]]
    listed = ", ".join(parts)
    query = f"""q = load "rows"; q = filter q by {predicate[0]};
        q = foreach q generate 'id', 'k', 'l', 'x', 'y', 'x' + 'y' as 's', 'k' + 'l' as 't';
        q = order q by ({listed});"""
    sql = f"select id, k, l, x, y, x + y, k || l from rows where {predicate[1]} order by {listed}"
    compare(tmp_path, rows, query, sql)
