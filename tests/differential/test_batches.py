"""Random questions over the whole language asked together: the same answers as one by one."""

import zoneinfo
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import questions
from oracle.data import Data, Tables, data
from oracle.streams import Question, saql_of

from engine.errors import SwellError
from engine.session import QueryRequest, QueryResult, Session
from saql import SaqlError

STREAMS = (questions.rows, questions.groups, questions.cogroups, questions.several, questions.dates)


def told(answer: QueryResult | SwellError | SaqlError) -> Any:
    return str(answer if isinstance(answer, Exception) else answer.table.to_pylist())


def test_together_gives_the_same_as_one_by_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    tables = Tables(tmp_path_factory.mktemp("tables"))

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data, st.one_of(*(questions.questions(each) for each in STREAMS)))
    def ask(rows: Data, several: list[Question]) -> None:
        tables.hold(rows)
        setting = {"now": several[0].now, "timezone": zoneinfo.ZoneInfo(several[0].zone)}
        session = Session(tables.store, result_cache=0)
        requests = [QueryRequest(saql_of(each)) for each in several]
        together = [told(each) for each in session.query_many(requests, **setting)]
        assert together == [told(session.query_many([each], **setting)[0]) for each in requests]

    ask()
    tables.connection.close()
