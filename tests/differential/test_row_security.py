"""What somebody sees of whom a predicate admits some rows: the answers of a store that has these rows alone.

The paths are listed: a new way to read rows of a session, a store or a dataset fails until it has a line here.
"""

import datetime as dt
import os
import zoneinfo
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import questions
from oracle.compare import agree, rows_of
from oracle.data import TYPES, Data, data, write
from oracle.predicates import Fields, Predicate, fields, predicates, row
from oracle.streams import Cut, Question, saql_of

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.errors import SwellError
from engine.security.bind import bind
from engine.security.predicate import parse_predicate
from engine.session import QueryRequest, QueryResult, Session
from engine.store import Dataset, Store, StoreError
from saql import SaqlError
from saql.schema import Schema
from saql.syntax.expressions import Expression

TIMES = int(os.environ.get("SWELL_EXAMPLES", "1"))
STREAMS = (
    *(questions.rows, questions.groups, questions.cogroups),
    *(questions.several, questions.look_ups, questions.dates),
)
Answer = QueryResult | SwellError | SaqlError


def seen(session: Session, rules: dict[str, Predicate], own: Fields) -> Session:
    def sight(name: str, schema: Schema) -> Expression | None:
        return bind(parse_predicate(rules[name].text), schema, own) if name in rules else None

    return session.seen_by(sight)


def setting_of(question: Question) -> dict[str, Any]:
    return {"now": question.now, "timezone": zoneinfo.ZoneInfo(question.zone), "null_keys": question.null_keys}


def attempted(ask: Callable[[], QueryResult]) -> Answer:
    try:
        return ask()
    except (SwellError, SaqlError) as error:
        return error


def same(one: Answer, other: Answer, question: Question) -> bool:
    if isinstance(one, QueryResult) and isinstance(other, QueryResult):
        ordered = isinstance(question.stream, Cut)
        return one.truncated == other.truncated and agree(rows_of(one), rows_of(other), ordered)
    return str(one) == str(other)


def query(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    def ask(session: Session, each: Question) -> Answer:
        return attempted(lambda: session.query(saql_of(each), **setting_of(each)))

    return all(same(ask(mine, each), ask(theirs, each), each) for each in asked)


def query_many(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    requests = [QueryRequest(saql_of(each)) for each in asked]
    answers = [session.query_many(requests, **setting_of(asked[0])) for session in (mine, theirs)]
    return all(map(same, *answers, asked))


def profile(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    def told(session: Session, each: Question) -> Any:
        try:
            found = session.profile(saql_of(each), **setting_of(each), clock=lambda: 0.0)
        except (SwellError, SaqlError) as error:
            return str(error)
        most = max(theirs.store.open(name).rows for name in ("deals", "goals"))
        passed = [part.rows for step in found.steps for part in step.passes if part.blocks is not None]
        return found.rows, [(step.rows_in, step.rows_out) for step in found.steps], max(passed, default=0) <= most

    return all(told(mine, each) == told(theirs, each) for each in asked)


def explain(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    def told(session: Session, each: Question) -> str:
        return session.explain(saql_of(each), "optimized", **setting_of(each))

    return all(told(mine, each) == told(theirs, each) for each in asked)


def check(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    return all(mine.check(saql_of(each)) == theirs.check(saql_of(each)) for each in asked)


def seen_by(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    """A view of a view has no more rows."""
    return query(mine.seen_by(lambda name, schema: None), theirs, asked)


def embedded(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    """Whichever engine runs the queries, they see the same rows."""
    return query(mine.embedded(), theirs, asked)


def snapshot(mine: Session, theirs: Session, asked: list[Question]) -> bool:
    def rows(session: Session) -> list[int]:
        held = session.snapshot(["deals", "goals", "others"])
        return [held.dataset(each).rows for each in held.names()]

    return rows(mine) == rows(theirs)


SESSION: dict[str, Callable[[Session, Session, list[Question]], bool]] = {
    each.__name__: each for each in (query, query_many, profile, explain, check, seen_by, embedded, snapshot)
}


def values(column: Column) -> list[Any]:
    if isinstance(column, MultivalueColumn):
        texts = [column.dictionary[int(code) - 1].as_py() for code in column.codes]
        return [texts[column.offsets[each] : column.offsets[each + 1]] for each in range(len(column))]
    if isinstance(column, TextColumn):
        return [None if code == 0 else column.dictionary[int(code) - 1].as_py() for code in column.codes]
    return list(column.to_pylist())


def profiles(dataset: Dataset) -> Any:
    """What the fields hold; of texts that are as frequent as others only how many are shown."""
    return [
        (each.name, each.nulls, each.distinct, each.minimum, each.maximum, len(each.sample))
        for each in dataset.profile()
    ]


def stored(dataset: Dataset) -> list[Any]:
    found = [dataset.stored(each) for each in ("x", "n", "d", "e")]
    return [
        [None if each.valid is not None and not each.valid[place] else each.values[place] / (each.divisor or 1)
         for place in range(len(each))]
        for each in found
    ]  # fmt: skip


READ: dict[str, Callable[[Dataset], Any]] = {
    "rows": lambda dataset: dataset.rows,
    "manifest": lambda dataset: dataset.manifest.rows,
    "column": lambda dataset: [values(dataset.column(each)) for each in TYPES],
    "stored": stored,
    "profile": profiles,
}
REFUSED: dict[str, Callable[[Dataset], Any]] = {
    "parts": lambda dataset: dataset.parts,
    "dictionary": lambda dataset: dataset.dictionary("k"),
    "batches": lambda dataset: list(dataset.batches()),
    "rows_with": lambda dataset: dataset.rows_with("k", ["a"]),
}
"""What reads files, which have all rows."""

ROWLESS_OF_DATASETS = {
    *("name", "version", "view", "label", "created", "fields", "main_date", "schema", "field"),
    *("zones", "close"),
}
ROWLESS_OF_SESSIONS = {"day", "plan_setting", "run_setting"}
ROWLESS_OF_STORES = {"folder", "old_versions", "threads", "gate", "names", "find_newest", "newest", "versions", "state"}
WRITING = {"transaction", "write", "upsert", "compact", "delete"}


def public(kind: type) -> set[str]:
    return {each for each in dir(kind) if not each.startswith("_")}


def test_every_way_to_read_rows_is_on_the_lists() -> None:
    assert public(Session) == SESSION.keys() | ROWLESS_OF_SESSIONS
    assert public(Store) == {"open"} | ROWLESS_OF_STORES | WRITING
    assert public(Dataset) == READ.keys() | REFUSED.keys() | ROWLESS_OF_DATASETS


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("stream", STREAMS, ids=lambda each: each.__name__)
def test_answers_are_those_of_the_rows_that_a_predicate_admits(stream: Any, tmp_path: Path) -> None:
    whole, admitted = Store(tmp_path / "whole", old_versions=0), Store(tmp_path / "admitted", old_versions=0)
    session = Session(whole)  # the same for all people, as on a server: what it keeps is never somebody else's

    @settings(
        max_examples=8 * TIMES,
        phases=[Phase.generate],
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        data,
        questions.questions(stream),
        predicates,
        st.one_of(st.none(), predicates),
        st.lists(fields, min_size=2, max_size=2),
    )
    def ask(rows: Data, asked: list[Question], deals: Predicate, goals: Predicate | None, people: list[Fields]) -> None:
        rules = {"deals": deals} | ({} if goals is None else {"goals": goals})
        write(whole, rows)
        for own in people:
            kept = Data(
                tuple(each for each in rows.deals if deals.admits(row(each), own)),
                tuple(each for each in rows.goals if goals is None or goals.admits(row(each), own)),
                rows.calendar,
            )
            write(admitted, kept)
            mine, theirs = seen(session, rules, own), Session(admitted, result_cache=0)
            for name, path in SESSION.items():
                # versions differ from one person to the next, and stand in the plan
                if name != "explain" or whole.newest("deals") == admitted.newest("deals"):
                    assert path(mine, theirs, asked), (name, deals.text, own, [saql_of(each) for each in asked])
            for name in ("deals", "goals"):
                _compare_datasets(mine.store, theirs.store, name)

    ask()


def _compare_datasets(mine: Store, theirs: Store, name: str) -> None:
    with mine.open(name) as one, theirs.open(name) as other:
        for path, read in READ.items():
            assert read(one) == read(other), path
        if one.view is None:
            return
        for refused in REFUSED.values():
            with pytest.raises(StoreError, match="Not all rows"):
                refused(one)
        assert not one.zones("x")


def test_what_somebody_has_in_a_field_is_data(tmp_path: Path) -> None:
    store = Store(tmp_path)
    table = pa.table({"Owner": ["a", "b", None]})
    store.write("deals", table, created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    session = Session(store)

    @settings(max_examples=200 * TIMES, deadline=None, derandomize=TIMES == 1, database=None)
    @given(st.text(), st.lists(st.text(), max_size=3))
    def see(value: str, several: Iterable[str]) -> None:
        for text, own in (("'Owner' == \"$User.F\"", value), ("'Owner' in [\"$User.F\"]", tuple(several))):
            rule = Predicate(text, lambda row, fields: True)
            with seen(session, {"deals": rule}, {"F": own}).store.open("deals") as found:
                wanted = {own} if isinstance(own, str) else set(own)
                assert values(found.column("Owner")) == [each for each in ("a", "b") if each in wanted]

    see()
