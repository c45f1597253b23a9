"""Passes over enough rows for several blocks, zones and threads: answers equal those of DuckDB, whoever passes."""

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from engine.errors import SwellError
from engine.kernels.backend import kernels
from engine.limits import Cancellation, Limits
from engine.query_errors import QueryCancelledError
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
ROWS = 300_001

LOAD = 'q = load "deals"; '
QUESTIONS = {
    "groups": (
        "q = group q by Stage; q = foreach q generate Stage, sum(Amount) as s, count() as n, avg(Age) as a, "
        "min(Amount) as low, max(Age) as high;",
        "select Stage, sum(Amount), count(*), avg(Age), min(Amount), max(Age) from deals group by 1 "
        "order by 1 nulls last",
    ),
    "several keys and conditions": (
        'q = filter q by Region in ["R1", "R2"] && Amount > 500 && Age <= 60; q = group q by (Owner, Stage); '
        "q = foreach q generate Owner, Stage, sum(Amount) as s, sum(Age) as t, count() as n;",
        "select Owner, Stage, sum(Amount), sum(Age), count(*) from deals where Region in ('R1', 'R2') and Amount > 500 "
        "and Age <= 60 group by 1, 2 order by 1 nulls last, 2 nulls last",
    ),
    "a condition on one text": (
        'q = filter q by Stage == "S3"; q = group q by all; q = foreach q generate sum(Amount) as s, count() as n;',
        "select sum(Amount), count(*) from deals where Stage = 'S3'",
    ),
    "nothing passes": (
        "q = filter q by Amount > 1000000; q = group q by Stage; q = foreach q generate Stage, count() as n;",
        "select Stage, count(*) from deals where Amount > 1000000 group by 1",
    ),
    "months": (
        "q = group q by (Close_Year, Close_Month); q = foreach q generate Close_Year, Close_Month, sum(Amount) as s;",
        "select strftime(Close, '%Y'), strftime(Close, '%m'), sum(Amount) from deals group by 1, 2 order by 1, 2",
    ),
    "hours of instants": (
        "q = group q by (Made_Year, Made_Hour); q = foreach q generate Made_Year, Made_Hour, count() as n;",
        "select strftime(Made, '%Y'), strftime(Made, '%H'), count(*) from deals group by 1, 2 "
        "order by 1 nulls last, 2 nulls last",
    ),
    "days of a range": (
        "q = filter q by date(Close_Year, Close_Month, Close_Day) in [dateRange([2023,3,1], [2023,3,9])]; "
        "q = group q by Close_Day; q = foreach q generate Close_Day, count() as n, first(Id) as a, last(Id) as b;",
        "select strftime(Close, '%d'), count(*), first(Id order by place), last(Id order by place) from "
        "(select *, row_number() over () as place from deals) where Close between '2023-03-01' and '2023-03-09' "
        "group by 1 order by 1",
    ),
    "distinct": (
        "q = group q by Stage; q = foreach q generate Stage, unique(Account) as u, unique(Age) as v, "
        "unique(Close_Month) as w;",
        "select Stage, count(distinct Account), count(distinct Age), count(distinct month(Close)) from "
        "deals group by 1 "
        "order by 1 nulls last",
    ),
    "percentiles": (
        "q = filter q by Age > 3; q = group q by Stage; q = foreach q generate Stage, median(Amount) as m, "
        "percentile_cont(0.9) within group (order by Amount desc) as p, "
        "percentile_disc(0.25) within group (order by Age) as d, median(Balance) as b;",
        "select Stage, median(Amount), quantile_cont(Amount, 0.1), quantile_disc(Age, 0.25), "
        "median(Balance) from deals "
        "where Age > 3 group by 1 order by 1 nulls last",
    ),
    "members": (
        "q = group q by Stage; q = foreach q generate Stage, stddev(Amount) as d, count() as n, "
        "regr_slope(Amount, Age) as r;",
        "select Stage, stddev_samp(Amount), count(*), regr_slope(Amount, Age) from deals group by 1 "
        "order by 1 nulls last",
    ),
    "computed measures": (
        'q = group q by Region; q = foreach q generate Region, sum(case when Stage == "S1" then Amount '
        "else 0 end) as s, "
        "sum(Amount * Age) as t, max(Age - 1) as u;",
        "select Region, sum(case when Stage = 'S1' then Amount else 0 end), sum(Amount * Age), max(Age - 1) from deals "
        "group by 1 order by 1 nulls last",
    ),
    "computed keys and conditions": (
        'q = filter q by upper(Stage) != "S2" && Amount > Balance; q = group q by Region + "/" + Stage; '
        'q = foreach q generate Region + "/" + Stage as Both, count() as n;',
        "select Region || '/' || Stage, count(*) from deals where upper(Stage) <> 'S2' and Amount > Balance "
        "group by 1 order by 1 nulls last",
    ),
    "many groups, the first ones": (
        "q = group q by Account; q = foreach q generate Account, sum(Amount) as s; q = order q by s desc nulls last; "
        "q = limit q 12;",
        "select Account, sum(Amount) s from deals group by 1 order by s desc nulls last, 1 nulls last limit 12",
    ),
    "equal groups in the order of their keys": (
        "q = group q by Account; q = foreach q generate Account, count() as n; q = order q by n desc; q = limit q 40;",
        "select Account, count(*) n from deals group by 1 order by n desc, 1 nulls last limit 40",
    ),
    "keys with more combinations than rows": (
        "q = group q by (Account, Owner, Age); q = foreach q generate Account, Owner, Age, sum(Amount) as s;",
        "select Account, Owner, Age, sum(Amount) from deals group by 1, 2, 3 "
        "order by 1 nulls last, 2 nulls last, 3 nulls last",
    ),
    "the largest rows": (
        'q = filter q by Region == "R2"; q = foreach q generate Id, Amount, Owner; q = order q by '
        "Amount desc nulls last;"
        "q = limit q 25;",
        "select Id, Amount, Owner from (select *, row_number() over () as place from deals) where Region = 'R2' "
        "order by Amount desc nulls last, place limit 25",
    ),
    "nulls first": (
        "q = foreach q generate Id, Amount; q = order q by Amount desc; q = offset q 3; q = limit q 25;",
        "select Id, Amount from (select *, row_number() over () as place from deals) "
        "order by Amount desc nulls first, place limit 25 offset 3",
    ),
    "rows by a text, then a number": (
        "q = foreach q generate Id, Owner, Age; q = order q by (Owner desc, Age asc, Id asc); q = limit q 30;",
        "select Id, Owner, Age from deals order by Owner desc nulls first, Age nulls last, Id limit 30",
    ),
    "rows by a date": (
        "q = foreach q generate Id, Close_Day as d, Close_Year as y; q = order q by (y desc, d, Id); q = limit q 9;",
        "select Id, strftime(Close, '%d') d, strftime(Close, '%Y') y from deals order by y desc, d, Id limit 9",
    ),
    "the first rows": (
        "q = filter q by Age > 700; q = foreach q generate Id, Age; q = limit q 20;",
        "select Id, Age from (select *, row_number() over () as place from deals) where Age > 700 order "
        "by place limit 20",
    ),
    "a look-up": (
        'a = load "accounts"; q = augment q by Account, a by Name generate a.Industry as Industry, a.Staff as Staff; '
        "q = filter q by Staff > 20; q = group q by Industry; q = foreach q generate Industry, sum(Amount) as s, "
        "sum(Staff) as t;",
        "select Industry, sum(Amount), sum(Staff) from deals join accounts on Account = Name where "
        "Staff > 20 group by 1 "
        "order by 1 nulls last",
    ),
}


def deals() -> pa.Table:
    rng = np.random.default_rng(11)

    def texts(prefix: str, count: int, nulls: float = 0.02) -> pa.Array:
        names = pa.array([f"{prefix}{place}" for place in range(count)])
        codes = pa.array(rng.integers(0, count, ROWS), mask=rng.random(ROWS) < nulls)
        return names.take(codes)

    def nullable(numbers: Any, kind: pa.DataType) -> pa.Array:
        return pa.array(numbers, kind, mask=rng.random(ROWS) < 0.03)

    close = np.sort(rng.integers(19_200, 19_900, ROWS)).astype("datetime64[D]")
    made = (close.astype("datetime64[ms]").astype(np.int64) - rng.integers(0, 10**10, ROWS)).astype("datetime64[ms]")
    return pa.table(
        {
            "Id": [f"{place:07}" for place in rng.permutation(ROWS)],
            "Account": texts("A", 20_000),
            "Stage": texts("S", 9),
            "Owner": texts("O", 300),
            "Region": texts("R", 6, nulls=0.0),
            "Amount": nullable(np.round(rng.lognormal(6, 1, ROWS), 2), pa.float64()),
            "Balance": nullable(np.round(rng.normal(0, 900, ROWS), 1), pa.float64()),
            "Age": nullable(rng.integers(0, 720, ROWS), pa.int64()),
            "Close": pa.array(close, pa.date32()),
            "Made": nullable(made, pa.timestamp("ms")),
        }
    )


def accounts() -> pa.Table:
    rng = np.random.default_rng(12)
    count = 15_000
    return pa.table(
        {
            "Name": [f"A{place}" for place in range(count)],
            "Industry": pa.array([f"I{place}" for place in rng.integers(0, 7, count)], mask=rng.random(count) < 0.1),
            "Staff": pa.array(rng.integers(0, 100, count), mask=rng.random(count) < 0.1),
        }
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("store"))
    made.write("deals", deals(), created=NOW)
    made.write("accounts", accounts(), created=NOW)
    return made


@pytest.fixture(scope="module")
def oracle() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.register("deals_arrow", deals())
        connection.register("accounts_arrow", accounts())
        connection.execute("create table deals as select * from deals_arrow")
        connection.execute("create table accounts as select * from accounts_arrow")
        yield connection


@pytest.fixture(scope="module", params=["c", "numpy"])
def session(store: Store, request: pytest.FixtureRequest) -> Session:
    try:
        return Session(store, kernels=kernels(request.param), threads=2, row_limit=10**6, result_cache=0)
    except SwellError as error:
        pytest.skip(str(error))


def same(found: Any, expected: Any) -> bool:
    if isinstance(found, float) and expected is not None:
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return bool(found == expected)


@pytest.mark.parametrize(("query", "sql"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_answers_are_those_of_duckdb(query: str, sql: str, session: Session, oracle: duckdb.DuckDBPyConnection) -> None:
    table = session.query(LOAD + query, now=NOW).table
    expected = oracle.execute(sql).fetchall()
    assert table.num_rows == len(expected)
    rows = zip(zip(*(each.to_pylist() for each in table.columns), strict=True), expected, strict=True)
    different = [(mine, theirs) for mine, theirs in rows if not all(map(same, mine, theirs))]
    assert not different[:3]


def test_rows_without_a_null_key_are_left_out_on_demand(session: Session, oracle: duckdb.DuckDBPyConnection) -> None:
    query = LOAD + "q = group q by (Stage, Owner); q = foreach q generate Stage, Owner, count() as n;"
    table = session.query(query, now=NOW, null_keys=False).table
    sql = "select Stage, Owner, count(*) from deals where Stage is not null and Owner is not null group by 1, 2"
    assert [tuple(each.values()) for each in table.to_pylist()] == sorted(oracle.execute(sql).fetchall())


def test_a_cancelled_pass_stops(session: Session) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QueryCancelledError):
        session.query(LOAD + QUESTIONS["groups"][0], now=NOW, limits=Limits(cancellation=cancellation))


def test_sums_of_large_integers_are_exact(tmp_path: Path) -> None:
    store = Store(tmp_path)
    numbers = [2**60 + 1, 2**60 + 3, -5, None]
    store.write("large", pa.table({"k": ["a", "a", "b", "b"], "n": pa.array(numbers, pa.int64())}), created=NOW)
    query = 'q = load "large"; q = group q by k; q = foreach q generate k, sum(n) as s, min(n) as m;'
    for choice in (None, kernels("numpy")):
        found = Session(store, kernels=choice).query(query, now=NOW).table.to_pylist()
        assert found == [{"k": "a", "s": 2**61 + 4, "m": 2**60 + 1}, {"k": "b", "s": -5, "m": -5}]


def test_a_value_that_a_filter_leaves_out_is_not_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("texts", pa.table({"t": ["1", "2", "x"], "k": ["a", "a", "b"]}), created=NOW)
    query = """q = load "texts"; q = filter q by k == "a"; q = group q by k;
    q = foreach q generate k, sum(string_to_number(t)) as s;"""
    assert Session(store).query(query, now=NOW).table.to_pylist() == [{"k": "a", "s": 3.0}]


def test_parts_of_a_day_are_looked_up_in_each_of_their_dictionaries(tmp_path: Path) -> None:
    # of the two days, the months 02 and 12 have a dictionary; of all days between them, 01 has a place in it as well
    store = Store(tmp_path)
    days = pa.array([dt.date(2023, 12, 28), dt.date(2024, 2, 1), None] * 5, pa.date32())
    store.write("calls", pa.table({"day": days}), created=NOW)
    months = {"month": ["12", "02", "01"], "name": ["December", "February", "January"]}
    store.write("months", pa.table(months), created=NOW)
    query = """c = load "calls"; m = load "months"; c = augment c by day_Month, m by month generate m.name as name;
    c = group c by (name, day_Year); c = foreach c generate name, day_Year, count() as n;"""
    found = [tuple(each.values()) for each in Session(store).query(query, now=NOW).table.to_pylist()]
    assert found == [("December", "2023", 5), ("February", "2024", 5), (None, None, 5)]
