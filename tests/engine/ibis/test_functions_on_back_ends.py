"""Each function over columns of awkward values: the answers of the embedded engine, on every back end."""

import datetime as dt
import math
import zoneinfo
from typing import Any

import pyarrow as pa
import pytest

from engine.back_end import open_back_end
from engine.session import Session
from engine.store import FieldSpec, Store
from saql.schema import Calendar

pytest.importorskip("ibis", reason="Ibis is not installed: pip install 'swell[duckdb]'")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of Ibis itself

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
TEXTS = [
    "",
    "a",
    "B",
    "abc",
    "a%b",
    "a_b",
    "a\\b",
    "ab ab ab",
    "  x\t",
    "-1.5",
    " 12 ",
    "1e3",
    ".5",
    "é",
    "naïve",
    "𝄞x",
    None,
]
NUMBERS = [0.0, 1.0, -1.0, 2.5, -2.5, 2.355, -2.355, 0.1, 1e-7, 123456.789, -1234.5, 1e15, 700.5, 0.5, 97.9, 3.0, None]
WHOLE = [0, 1, -1, 2, 3, 5, 15, 25, -25, 1235, -1235, 100, 97, 65, 4, 7, None]
DATES = [
    *(dt.datetime(2023, month, 28, 23, 30) for month in (1, 3, 6, 9, 12)),
    *(dt.datetime(2024, 2, 29), dt.datetime(2024, 12, 31, 23, 59, 59), dt.datetime(1969, 12, 31, 22, 0, 1)),
    *(dt.datetime(2024, 3, 31, 1, 30), dt.datetime(2024, 10, 27, 3, 0), dt.datetime(2000, 1, 1, 12, 0, 0, 123000)),
    *(dt.datetime(2024, 1, day) for day in (1, 6, 7)),
    *(dt.datetime(1999, 4, 1), dt.datetime(2030, 7, 15, 13, 5, 6), None),
]
ISO = [
    *(
        "2024-02-29",
        "2024-02-30",
        "2024-02-29 13:05",
        "2024-02-29T13:05:06.7Z",
        "2024-02-29 24:00:00",
        "29.02.2024",
        "x",
    ),
    *("1/2/24 1:05 PM", "2018-03-16T00:00:03.000Z", "", None, "2024-1-5", "0024-01-05", "2024-12-31", "20240229"),
    *("13/40/2024", "2024-02-29 13:05:06.123456"),
]
LISTS = [["a"], [], None, ["b", "a"], ["abc", "a%b"], *([["x", "y", "z"]] * 12)]
COLUMNS = {
    "T": pa.array(TEXTS),
    "U": pa.array(TEXTS[3:] + TEXTS[:3]),
    "N": pa.array(NUMBERS, pa.float64()),
    "M": pa.array(NUMBERS[5:] + NUMBERS[:5], pa.float64()),
    "W": pa.array(WHOLE, pa.int64()),
    "D": pa.array(DATES, pa.timestamp("ms")),
    "E": pa.array(DATES[4:] + DATES[:4], pa.timestamp("ms")),
    "I": pa.array(ISO),
    "V": pa.array(LISTS, pa.list_(pa.string())),
}
FIELDS = [
    FieldSpec(name="D", role="date", calendar=Calendar(3, True, 1)),
    FieldSpec(name="V", role="multivalue"),
]

PERIODS = ("week", "month", "quarter", "year")
FISCAL = ("fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year")
UNITS = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
EXPRESSIONS = {
    "operators": (
        "N + M | N - M | N * M | N / M | N % M | W + W | W * W | W / W | W % W | W % 4 | -N | -W | "
        "T + U | T == U | T != U | T < U | N <= M | W > N | N >= W | D == E | D < E | "
        'T == "a" and N > 0 | T == "a" or N > 0 | !(N > 0) | T is null | V is null | N is not null | '
        'V == "a" | V like "a%" | V matches "B" | V in ["b", "x"] | '
        'case when N > 0 then "up" when N < 0 then "down" end | case when N > 0 then N else W end | '
        'T in ["a", "abc"] | N in [0..2] | N in [1, 2.5] | W in [..1, 3] | T in ["a".."b"] | '
        'coalesce(N, W) | coalesce(T, "none")'
    ),
    "like": (
        'T like "a%" | T like "%b" | T like "%b%" | T like "a_b" | T like "a\\%b" | T like "a\\\\\\\\b" | '
        'T matches "AB" | T like "__"'
    ),
    "math": (
        "abs(N) | abs(W) | acos(N) | asin(N) | atan(N) | ceil(N) | ceil(W) | cos(N) | degrees(N) | "
        "exp(N) | floor(N) | floor(W) | log(10, N) | log(2, N) | log(M, N) | power(N, M) | power(N, 2) | "
        "radians(N) | sin(N) | sqrt(N) | tan(M) | sign(N) | sign(W)"
    ),
    "rounding": (
        "round(N) | round(N, 2) | round(N, 1) | round(N, -2) | round(W) | round(W, -1) | trunc(N) | "
        "trunc(N, 2) | trunc(N, -1) | trunc(W, -1) | trunc(M, 1)"
    ),
    "texts": (
        'ascii(T) | chr(N) | chr(W) | ends_with(T, "b") | ends_with(T, U) | starts_with(T, "a") | '
        'starts_with(T, U) | index_of(T, "b") | index_of(T, "ab", 2) | index_of(T, "ab", 1, 2) | '
        'index_of(T, U) | len(T) | lower(T) | ltrim(T) | ltrim(T, "a") | rtrim(T) | rtrim(T, "b\\\\") | '
        'trim(T) | trim(T, "ab") | trim(T, "^-]") | replace(T, "a", "xy") | replace(T, U, "-") | '
        "substr(T, 2) | substr(T, -2) | substr(T, W) | substr(T, 1, 2) | substr(T, W, 2) | "
        'substr(T, 2, W) | upper(T) | mv_to_string(V) | mv_to_string(V, "; ") | V'
    ),
    "parts": (
        "year(D) | quarter(D) | month(D) | week(D) | day(D) | hour(D) | minute(D) | second(D) | "
        "fiscalYear(D) | fiscalQuarter(D) | fiscalMonth(D) | fiscalWeek(D) | epochDay(D) | "
        "epochSecond(D) | day_in_week(D) | day_in_month(D) | day_in_quarter(D) | day_in_year(D) | "
        "month_days(D) | quarter_days(D) | year_days(D) | week(E) | fiscalYear(E) | fiscalWeek(E)"
    ),
    "fields": (
        "D_Year | D_Quarter | D_Month | D_Week | D_Day | D_Hour | D_Minute | D_Second | D_Year_Fiscal | "
        "D_Quarter_Fiscal | D_Month_Fiscal | D_Week_Fiscal | D_sec_epoch | D_day_epoch | E_Week | "
        "E_Month_Fiscal"
    ),
    "written": (
        'date_to_string(D, "yyyy-MM-dd HH:mm:ss.SSS") | date_to_string(D, "d/M/yy h:m:s a") | '
        "date_to_string(D, \"hh 'o''clock'\") | date_to_string(D, \"yyyy-QQ\") | date_to_epoch(D) | "
        'date("2024", D_Month, D_Day) | date(D_Year, "2", "30")'
    ),
    "read": (
        'toDate(I) | toDate(I, "yyyy-MM-dd") | toDate(I, "dd.MM.yyyy") | toDate(I, "M/d/yy h:mm a") | '
        'toDateOnly(I) | toDateOnly(I, "yyyyMMdd") | toDate(W) | toDate(N) | toDateOnly(W) | '
        'toDate(I, "yyyy-MM-dd HH:mm")'
    ),
    "numbers in texts": ('case when T == "-1.5" then string_to_number("-1.5") end'),
    "local": ('number_to_string(N, "#,##0.00") | erlang_c(W, 0.5)'),
    "edges": " | ".join(f"{period}_{edge}_day(D)" for period in (*PERIODS, *FISCAL) for edge in ("first", "last")),
    "differences": " | ".join(["daysBetween(D, E)", *(f'date_diff("{unit}", D, E)' for unit in UNITS)]),
}
"""Expressions by what they are about, with ` | ` between two."""


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return type(one) is type(other) and one == other


def differences(mine: Session, theirs: Session, written: str, **setting: Any) -> list[str]:
    named = ", ".join(f"{each} as c{place}" for place, each in enumerate(written.split(" | ")))
    query = f'q = load "rows"; q = foreach q generate {named};'
    expected, found = (each.query(query, now=NOW, **setting).table.to_pydict() for each in (mine, theirs))
    told = []
    for (name, want), each in zip(expected.items(), written.split(" | "), strict=True):
        wrong = [(row, a, b) for row, (a, b) in enumerate(zip(want, found[name], strict=True)) if not same(a, b)]
        told.extend(f"{each}, row {row}: {b!r} instead of {a!r}" for row, a, b in wrong)
    return told


def write(store: Store) -> None:
    store.write("rows", pa.table(COLUMNS), FIELDS, created=NOW, cluster=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("functions"))
    write(made)
    return made


@pytest.fixture(scope="module")
def duckdb(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Session:
    pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install 'swell[duckdb]'")
    return Session(store, back_end=open_back_end("duckdb", {"threads": 1}, tmp_path_factory.mktemp("duckdb")))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
@pytest.mark.parametrize("written", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_functions_give_what_the_embedded_engine_gives(written: str, zone: str, store: Store, duckdb: Session) -> None:
    assert differences(Session(store), duckdb, written, timezone=zoneinfo.ZoneInfo(zone)) == []
