"""Queries through the session: caps, filters, versions, limits, stages."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from engine.explain import STAGES
from engine.limits import Cancellation, Limits
from engine.query_errors import QueryCancelledError, QueryLimitError
from engine.session import QueryResult, Session
from engine.store import Store
from saql import SaqlError
from saql.parser import parse_expression

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
ALL = 'q = load "deals"; q = foreach q generate Stage, Amount;'
TOTAL = 'q = load "deals"; q = group q by all; q = foreach q generate sum(Amount) as total;'


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    table = pa.table({"Stage": [f"S{each % 3}" for each in range(30)], "Amount": [float(each) for each in range(30)]})
    store.write("deals", table, created=NOW, cluster=False)
    return store


def rows(result: QueryResult) -> list[dict[str, object]]:
    return result.table.to_pylist()


def test_a_result_is_capped_and_says_so(store: Store) -> None:
    result = Session(store, row_limit=10).query(ALL, now=NOW)
    assert (result.table.num_rows, result.truncated) == (10, True)


def test_a_result_as_long_as_the_cap_is_not_truncated(store: Store) -> None:
    result = Session(store, row_limit=30).query(ALL, now=NOW)
    assert (result.table.num_rows, result.truncated) == (30, False)


def test_a_limit_in_the_query_may_exceed_the_cap(store: Store) -> None:
    result = Session(store, row_limit=10).query(ALL + "q = limit q 20;", now=NOW)
    assert (result.table.num_rows, result.truncated) == (20, False)


def test_the_cap_does_not_touch_what_is_computed(store: Store) -> None:
    assert rows(Session(store, row_limit=10).query(TOTAL, now=NOW)) == [{"total": 435.0}]


def test_a_limit_before_a_group_leaves_the_result_capped(store: Store) -> None:
    text = 'q = load "deals"; q = foreach q generate Amount; q = limit q 25; q = group q by Amount;'
    result = Session(store, row_limit=10).query(text + "q = foreach q generate Amount;", now=NOW)
    assert (result.table.num_rows, result.truncated) == (10, True)


def test_filters_hold_for_every_load_of_their_dataset(store: Store) -> None:
    filters = {"deals": [parse_expression("'Stage' == \"S1\""), parse_expression("'Amount' > 5")]}
    text = 'a = load "deals"; b = load "deals"; q = cogroup a by all, b by all;'
    text += "q = foreach q generate count(a) as a, sum(b.Amount) as b;"
    assert rows(Session(store).query(text, now=NOW, filters=filters)) == [{"a": 8, "b": 140.0}]


def test_a_filter_on_a_field_that_is_missing_is_refused(store: Store) -> None:
    with pytest.raises(SaqlError, match="Nothing"):
        Session(store).query(TOTAL, now=NOW, filters={"deals": [parse_expression("'Nothing' == 1")]})


def test_a_result_names_the_versions_that_it_comes_from(store: Store) -> None:
    session = Session(store)
    assert session.query(TOTAL, now=NOW).datasets == (("deals", 1),)
    store.write("deals", pa.table({"Stage": ["S"], "Amount": [7.0]}), created=NOW)
    newer = session.query(TOTAL, now=NOW)
    assert (newer.datasets, rows(newer)) == ((("deals", 2),), [{"total": 7.0}])
    older = session.query(TOTAL.replace('"deals"', '"deals@1"'), now=NOW)
    assert (older.datasets, rows(older)) == ((("deals", 1),), [{"total": 435.0}])


def test_a_cancelled_query_stops(store: Store) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QueryCancelledError):
        Session(store).query(ALL, now=NOW, limits=Limits(cancellation=cancellation))


def test_a_query_stops_when_its_time_is_up(store: Store) -> None:
    ticks = iter(range(100))
    with pytest.raises(QueryLimitError, match="longer than 1 second"):
        Session(store).query(ALL, now=NOW, limits=Limits(seconds=1, clock=lambda: float(next(ticks))))


def test_a_step_with_too_many_rows_is_refused(store: Store) -> None:
    with pytest.raises(QueryLimitError, match="30 rows"):
        Session(store).query(ALL, now=NOW, limits=Limits(rows=20))


def test_threads_share_a_session(store: Store) -> None:
    session = Session(store)
    start = threading.Barrier(4)

    def ask(_: int) -> list[dict[str, object]]:
        start.wait()
        return rows(session.query(TOTAL, now=NOW))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [[{"total": 435.0}]] * 4


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_can_be_shown(store: Store, stage: str) -> None:
    assert "Amount" in Session(store).explain(TOTAL, stage, now=NOW)


def test_an_unknown_stage_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="syntax"):
        Session(store).explain(TOTAL, "tokens", now=NOW)


def test_a_value_that_a_function_refuses_is_shown_where_it_is_called(store: Store) -> None:
    text = 'q = load "deals"; q = foreach q generate string_to_number(Stage) as number;'
    with pytest.raises(SaqlError) as caught:
        Session(store).query(text, now=NOW)
    (found,) = caught.value.diagnostics
    assert (found.code, text[found.span.start : found.span.end]) == ("SAQL601", "string_to_number(Stage)")
    assert '"S0" is not a number' in str(caught.value)


def test_a_text_that_no_row_has_any_more_can_not_fail_a_query(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("codes", pa.table({"Code": ["1", "x", "3"]}), created=NOW, cluster=False)
    text = 'q = load "codes"; q = filter q by Code != "x"; q = foreach q generate string_to_number(Code) as number;'
    assert rows(Session(store).query(text, now=NOW)) == [{"number": 1.0}, {"number": 3.0}]


def test_a_sample_with_a_seed_is_the_same_again(store: Store) -> None:
    text = 'q = load "deals" sample(50) repeatable(7); q = foreach q generate Amount;'
    first, second = (rows(Session(store).query(text, now=NOW)) for _ in range(2))
    assert first == second
    assert 5 < len(first) < 25


def test_an_empty_dataset_gives_no_rows(tmp_path: Path) -> None:
    store = Store(tmp_path)
    table = pa.table({"Stage": pa.array([], pa.string()), "Amount": pa.array([], pa.float64())})
    store.write("deals", table, created=NOW)
    session = Session(store)
    text = (
        'q = load "deals"; q = group q by Stage; q = foreach q generate Stage, sum(Amount) as s, median(Amount) as m,'
    )
    text += "sum(sum(Amount)) over ([.. 0] partition by all order by Stage) as r; q = order q by s;"
    assert rows(session.query(text, now=NOW)) == []
    assert rows(session.query(TOTAL, now=NOW)) == []
