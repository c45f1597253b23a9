"""The same question asked again and again: quick answers, and those of the rows that there are now."""

import datetime as dt
import gc
from pathlib import Path

import pyarrow as pa
import pytest

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
