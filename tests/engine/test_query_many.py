"""Several queries run together: the same answers as one by one, each error by itself; and results that are kept."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SwellError
from engine.kernels.scan_native import load
from engine.kernels.scan_numpy import NumpyKernels
from engine.limits import Cancellation, Limits
from engine.query_errors import QueryCancelledError, QueryLimitError
from engine.session import QueryRequest, QueryResult, Session
from engine.store import Store
from saql import SaqlError
from saql.parser import parse_expression

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
ROWS = 3000
TOTAL = 'q = load "deals"; q = group q by all; q = foreach q generate sum(Amount) as total;'
BY_STAGE = 'q = load "deals"; q = group q by Stage; q = foreach q generate Stage, count() as n;'

CONJUNCTS = (
    'Stage in ["S1", "S2"]',
    'Region == "North"',
    "Amount > 40",
    "Count in [2..7]",
    "Amount + Count < 90",
    'Region + Stage != "SouthS1"',
)
KEYS = ("Stage", "Region", "Closed_Year", "Closed_Month", "Count", "Name")
MEASURES = ("count()", "sum(Amount)", "avg(Count)", "max(Amount)", "unique(Name)", "median(Amount)", "sum(Amount * 2)")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    found = Store(tmp_path_factory.mktemp("store"))
    found.write("deals", table(1), created=NOW)
    return found


def table(seed: int) -> pa.Table:
    draw = np.random.default_rng(seed)
    days = [dt.datetime(2022, 1, 1) + dt.timedelta(days=int(each)) for each in draw.integers(0, 900, ROWS)]
    amounts = [None if each < 10 else float(each) for each in draw.integers(0, 100, ROWS)]
    return pa.table(
        {
            "Stage": [f"S{each}" for each in draw.integers(0, 4, ROWS)],
            "Region": [("North", "South", None)[each] for each in draw.integers(0, 3, ROWS)],
            "Name": [f"N{each}" for each in draw.integers(0, 700, ROWS)],
            "Amount": pa.array(amounts),
            "Count": pa.array(draw.integers(0, 10, ROWS)),
            "Closed": days,
        }
    )


def told(answer: QueryResult | SwellError | SaqlError) -> Any:
    if isinstance(answer, Exception):
        return type(answer), str(answer)
    return answer.table.schema, answer.table.to_pylist(), answer.truncated, answer.datasets


def asked(session: Session, request: QueryRequest) -> Any:
    try:
        found = session.query(request.text, now=NOW, filters=request.filters, name=request.name)
    except (SwellError, SaqlError) as error:
        return told(error)
    return told(found)


some = st.lists(st.sampled_from(CONJUNCTS), unique=True, max_size=2)


@st.composite
def requests(draw: st.DrawFn) -> QueryRequest:
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=2))
    measures = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=3, unique=True))
    where = "".join(f"q = filter q by {each};" for each in draw(some))
    generated = [*(f"'{each}'" for each in keys), *(f"{each} as m{place}" for place, each in enumerate(measures))]
    grouped = f"({', '.join(keys)})" if keys else "all"
    text = f'q = load "deals"; {where} q = group q by {grouped};'
    text += f"q = foreach q generate {', '.join(generated)};"
    if draw(st.booleans()):
        text += "q = order q by m0 desc; q = limit q 3;"
    return QueryRequest(text, {"deals": [parse_expression(each) for each in draw(some)]})


@pytest.mark.parametrize("kernels", [NumpyKernels(), load()], ids=["NumPy", "C"])
def test_together_gives_the_same_as_one_by_one(store: Store, kernels: Any) -> None:
    if kernels is None:
        pytest.skip("the C kernels were not built")
    session = Session(store, kernels=kernels, result_cache=0)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(requests(), min_size=2, max_size=7))
    def ask(batch: list[QueryRequest]) -> None:
        together = [told(each) for each in session.query_many(batch, now=NOW)]
        assert together == [asked(session, each) for each in batch]

    ask()


def test_threads_give_the_same_as_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    many = pa.table({"k": pa.array(np.arange(600_000) % 7), "v": pa.array(np.ones(600_000))})
    store.write("deals", many, created=NOW)
    text = 'q = load "deals"; q = filter q by k > {}; q = group q by k; q = foreach q generate k, sum(v) as s;'
    batch = [QueryRequest(text.format(each)) for each in (1, 1, 2)] + [QueryRequest(text.format("0"))]
    answers = [
        [told(each) for each in Session(store, threads=threads).query_many(batch, now=NOW)] for threads in (1, 3)
    ]
    assert answers[0] == answers[1]


def test_a_failing_query_leaves_the_others_alone_and_has_its_own_error(store: Store) -> None:
    refused = 'q = load "deals"; q = filter q by Stage == "S1";   q = foreach q generate string_to_number(Name) as d;'
    batch = [
        QueryRequest(TOTAL),
        QueryRequest("q = load", name="broken"),
        QueryRequest('q = load "nowhere"; q = foreach q generate a;'),
        QueryRequest(TOTAL, {"deals": [parse_expression("Nothing == 1")]}),
        QueryRequest(refused, name="refused"),
        QueryRequest(BY_STAGE),
    ]
    session = Session(store)
    answers = session.query_many(batch, now=NOW)
    assert [isinstance(each, QueryResult) for each in answers] == [True, False, False, False, False, True]
    assert [told(each) for each in answers] == [asked(Session(store), each) for each in batch]


def test_an_error_tells_the_place_in_its_own_text(store: Store) -> None:
    text = 'q = load "deals"; q = foreach q generate string_to_number(Name) as d; q = group q by d;'
    text += "q = foreach q generate "
    batch = [QueryRequest(text + "count() as n;", name="one"), QueryRequest(" " * 9 + text + "d;", name="two")]
    assert [told(each) for each in Session(store).query_many(batch, now=NOW)] == [
        asked(Session(store), each) for each in batch
    ]


def test_sums_of_large_numbers_stay_exact_beside_others(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("big", pa.table({"a": pa.array([2**53, 1]), "b": pa.array([1.0, 2.0])}), created=NOW)
    texts = [
        f'q = load "big"; q = group q by all; q = foreach q generate {each} as s;' for each in ("sum(a)", "sum(b)")
    ]
    answers = Session(store).query_many([*map(QueryRequest, texts)], now=NOW)
    assert [told(each)[1] for each in answers] == [[{"s": 2**53 + 1}], [{"s": 3.0}]]


def test_samples_without_a_seed_are_drawn_anew(store: Store) -> None:
    text = 'q = load "deals" sample(50); q = foreach q generate Name;'
    session = Session(store)
    first, second = session.query_many([QueryRequest(text), QueryRequest(text)], now=NOW)
    assert told(first) != told(second)
    assert told(first) != told(session.query_many([QueryRequest(text)], now=NOW)[0])


def test_a_batch_reads_one_version_of_each_dataset(tmp_path: Path) -> None:
    store = Store(tmp_path)
    session = Session(store)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.write("deals", table(len(store.versions("deals"))), created=NOW)

    store.write("deals", table(0), created=NOW)
    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        try:
            for _ in range(20):
                answers = session.query_many([QueryRequest(TOTAL), QueryRequest(BY_STAGE)], now=NOW)
                assert len({told(each)[3] for each in answers}) == 1
        finally:
            stop.set()
        writer.result()


def test_limits_hold_for_a_batch(store: Store) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    batch = [QueryRequest(TOTAL), QueryRequest(BY_STAGE)]
    session = Session(store)
    session.query_many(batch, now=NOW)  # what is kept is not handed out either
    stopped = session.query_many(batch, now=NOW, limits=Limits(cancellation=cancellation))
    assert [type(each) for each in stopped] == [QueryCancelledError, QueryCancelledError]
    limited = Session(store).query_many(batch, now=NOW, limits=Limits(rows=2))
    assert [type(each) for each in limited] == [QueryResult, QueryLimitError]


def test_the_same_asked_again_is_kept(store: Store) -> None:
    session = Session(store)
    first, second = (session.query(TOTAL, now=NOW) for _ in range(2))
    assert (first.cached, second.cached) == (False, True)
    assert told(first) == told(second)
    assert session.query(TOTAL.replace("; ", ";\n\n"), now=NOW).cached


def test_nothing_is_kept_where_that_is_switched_off(store: Store) -> None:
    session = Session(store, result_cache=0)
    assert not any(session.query(TOTAL, now=NOW).cached for _ in range(2))


def test_another_version_zone_filter_row_limit_or_day_is_another_question(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("deals", table(1), created=NOW)
    session = Session(store)
    text = 'q = load "deals"; q = filter q by date(Closed_Year, Closed_Month, Closed_Day) in ["9 days ago"..];'
    text += "q = foreach q generate Name;"

    def kept(**options: Any) -> bool:
        return session.query(text, **{"now": NOW, **options}).cached

    assert [kept(), kept()] == [False, True]
    others: list[dict[str, Any]] = [
        {"filters": {"deals": [parse_expression('Stage == "S1"')]}},
        {"row_limit": 5},
        {"timezone": dt.timezone(dt.timedelta(hours=1))},
        {"now": NOW + dt.timedelta(days=1)},
    ]
    assert [kept(**each) for each in others] == [False] * len(others)
    assert kept(now=NOW + dt.timedelta(minutes=1))
    store.write("deals", table(2), created=NOW)
    assert not kept()


def test_numbers_that_are_equal_but_not_the_same_are_other_questions(store: Store) -> None:
    session = Session(store)
    text = 'q = load "deals"; q = foreach q generate Name, {} as n; q = limit q 1;'
    kinds = [session.query(text.format(each), now=NOW).table.schema.field("n").type for each in ("1", "1.0")]
    assert kinds == [
        Session(store).query(text.format(each), now=NOW).table.schema.field("n").type for each in ("1", "1.0")
    ]


def test_results_that_were_not_asked_for_the_longest_go_first(store: Store) -> None:
    text = 'q = load "deals"; q = group q by Stage; q = foreach q generate Stage, count() as n{};'
    session = Session(store, result_cache=10_000)  # two such results with what is kept beside them

    def kept(number: int) -> bool:
        return session.query(text.format(number), now=NOW).cached

    assert [kept(1), kept(2), kept(1), kept(3)] == [False, False, True, False]
    assert [kept(1), kept(2)] == [True, False]


def test_a_query_is_checked_anew_when_the_fields_have_changed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    session = Session(store)
    text = 'q = load "deals"; q = foreach q generate a;'
    store.write("deals", pa.table({"a": [1.0]}), created=NOW)
    assert session.query(text, now=NOW).table.to_pylist() == [{"a": 1.0}]
    store.write("deals", pa.table({"a": ["x"]}), created=NOW)
    assert session.query(text, now=NOW).table.to_pylist() == [{"a": "x"}]
    store.delete("deals")
    with pytest.raises(SaqlError, match="deals"):
        session.query(text, now=NOW)


def test_threads_may_share_what_is_kept(store: Store) -> None:
    session = Session(store, result_cache=9_000)
    texts = [BY_STAGE.replace("as n", f"as n{each}") for each in range(5)]
    expected = [session.query(each, now=NOW).table for each in texts]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda place: session.query(texts[place % 5], now=NOW).table, range(60)))
    assert all(each.equals(expected[place % 5]) for place, each in enumerate(found))
