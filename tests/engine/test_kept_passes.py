"""The same question asked again and again: quick answers, and those of the rows that there are now."""

import datetime as dt
import gc
from pathlib import Path

import pyarrow as pa
import pytest

from engine.physical.kept_passes import Asked
from engine.session import Session
from engine.store import Store
from saql.parser import parse_expression

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
BY_DAY = """q = load "deals"; q = filter q by Stage != "Lost"; q = group q by (Closed_Year, Closed_Month, Stage);
q = foreach q generate Closed_Year + "-" + Closed_Month as month, Stage, sum(Amount) as total, count() as n;"""
MAPPED = Path("/proc/self/maps")


def deals(times: int) -> pa.Table:
    days = [dt.datetime(2024, 1, 1) + dt.timedelta(days=each // 50) for each in range(5_000)]
    stages = [("Won", "Open", "Lost")[each % 3] for each in range(5_000)]
    return pa.table({"Stage": stages, "Closed": days, "Amount": [each * times for each in range(5_000)]})


def expected(table: pa.Table) -> list[tuple[str, str, int, int]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for row in table.to_pylist():
        if row["Stage"] != "Lost":
            groups.setdefault((row["Closed"].strftime("%Y-%m"), row["Stage"]), []).append(row["Amount"])
    return sorted((*key, sum(each), len(each)) for key, each in groups.items())


def ask(session: Session, **options: object) -> list[tuple[str, str, int, int]]:
    return sorted(tuple(each.values()) for each in session.query(BY_DAY, now=NOW, **options).table.to_pylist())  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_question_is_answered_alike_each_time_and_anew_for_each_version(store: Store) -> None:
    session = Session(store, result_cache=0)
    for times in (1, 2, 3):
        store.write("deals", deals(times), created=NOW)
        for _ in range(3):
            assert ask(session) == expected(deals(times))


def test_predicates_and_zones_are_told_apart(store: Store) -> None:
    session = Session(store, result_cache=0)
    store.write("deals", deals(1), created=NOW)
    won = {"deals": (parse_expression('Stage == "Won"'),)}
    for _ in range(2):
        assert ask(session) == expected(deals(1))
        assert ask(session, filters=won) == [each for each in expected(deals(1)) if each[1] == "Won"]
        west = ask(session, timezone=dt.timezone(dt.timedelta(hours=-12)))
        assert min(each[0] for each in west) == "2023-12"


GROUPS = {
    "none": [None, None],
    "zeros": [0.0, 0.0],
    "cancels": [2.5, -2.5],
    "zero and none": [0.0, None],
    "some": [1.0, None, 2.0],
}


@pytest.mark.parametrize("asked", ["sum(Amount) as total", "sum(Amount) as total, avg(Amount) as mean, count() as n"])
def test_a_sum_is_null_only_where_there_is_no_value(store: Store, asked: str) -> None:
    rows = [(group, amount) for group, amounts in GROUPS.items() for amount in amounts]
    table = pa.table({"Kind": [each for each, _ in rows], "Amount": pa.array([each for _, each in rows], pa.float64())})
    store.write("deals", table, created=NOW)
    session = Session(store, result_cache=0)
    query = f'q = load "deals"; q = group q by Kind; q = foreach q generate Kind, {asked};'
    for _ in range(3):
        found = {each["Kind"]: each["total"] for each in session.query(query, now=NOW).table.to_pylist()}
        assert found == {"none": None, "zeros": 0.0, "cancels": 0.0, "zero and none": 0.0, "some": 3.0}


def test_a_mean_of_what_a_condition_has_left_counts_no_nulls(store: Store) -> None:
    amounts = [None, 1.0, 5.0, None, 7.0, 9.0]
    table = pa.table({"Kind": ["a", "a", "a", "b", "b", "b"], "Amount": pa.array(amounts, pa.float64())})
    store.write("deals", table, created=NOW)
    session = Session(store, result_cache=0)
    for condition, expected in (("Amount > 2", [5.0, 8.0]), ("Amount < 6", [3.0]), ("Amount >= -1", [3.0, 8.0])):
        query = (
            f'q = load "deals"; q = filter q by {condition}; q = group q by Kind;'
            "q = foreach q generate Kind, avg(Amount) as mean;"
        )
        for _ in range(2):
            assert session.query(query, now=NOW).table["mean"].to_pylist() == expected


def test_nulls_are_guessed_at_once_and_counted_where_that_was_wrong(store: Store) -> None:
    """The rows that are passed over, of 1,000, tell how many passes were made."""
    session = Session(store, result_cache=0)
    for zero, passes in ((False, [1, 1, 1, 1]), (True, [1, 2, 1, 1])):
        amounts = pa.array([None if each % 7 == 0 else float(each) for each in range(1000)])
        kinds = [("zero" if zero and each % 7 == 0 else "other") for each in range(1000)]
        store.write("deals", pa.table({"Kind": kinds, "Amount": amounts}), created=NOW)
        query = 'q = load "deals"; q = group q by Kind; q = foreach q generate Kind, sum(Amount) as total;'
        made = []
        for _ in range(4):
            before = session.tally.known().rows
            session.query(query, now=NOW)
            made.append((session.tally.known().rows - before) // 1000)
        assert made == passes


def test_rows_that_a_filter_has_left_are_not_kept(store: Store) -> None:
    """What is computed by row is filtered first, and the rest grouped: of other rows the next time."""

    def kept() -> int:
        gc.collect()
        return sum(isinstance(each, Asked) for each in gc.get_objects())

    before = kept()
    session = Session(store, result_cache=0)
    store.write("deals", deals(1), created=NOW)
    query = (
        'q = load "deals"; q = filter q by Stage == "Won"; q = group q by Stage;'
        "q = foreach q generate Stage, sum(Amount * (Amount - 1)) as total;"
    )
    expected = sum(each * (each - 1) for each in range(0, 5_000, 3))
    for _ in range(3):
        assert session.query(query, now=NOW).table["total"].to_pylist() == [expected]
    assert kept() == before


def test_the_first_rows_are_those_that_somebody_sees_each_time(store: Store) -> None:
    session = Session(store, result_cache=0)
    many = pa.concat_tables([deals(1)] * 8)  # more rows than are sorted all at once
    store.write("deals", many, created=NOW)
    query = 'q = load "deals"; q = foreach q generate Stage, Amount; q = order q by Amount desc; q = limit q 9;'
    rows = sorted(zip(many["Amount"].to_pylist(), many["Stage"].to_pylist(), strict=True), reverse=True)
    for _ in range(2):
        for stage in (None, "Won", "Open"):
            filters = {} if stage is None else {"deals": (parse_expression(f'Stage == "{stage}"'),)}
            expected = [each[0] for each in rows if stage in (None, each[1])][:9]
            assert session.query(query, now=NOW, filters=filters).table["Amount"].to_pylist() == expected


@pytest.mark.skipif(not MAPPED.exists(), reason="only Linux says what is mapped")
def test_a_version_that_was_replaced_is_let_go_of(store: Store) -> None:
    session = Session(store, result_cache=0)
    store.write("deals", deals(1), created=NOW)
    ask(session)
    first = next(str(each) for each in store.folder.rglob("*.columns") if str(each) in MAPPED.read_text())
    store.write("deals", deals(2), created=NOW)
    ask(session)
    gc.collect()
    assert first not in MAPPED.read_text()
