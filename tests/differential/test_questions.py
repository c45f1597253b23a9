"""Random datasets and questions over the whole language, answered by the engine and by DuckDB.

`SWELL_EXAMPLES` multiplies the number of questions: 1 is what CI asks, the same each time; more are others each time.
"""

import itertools
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from oracle import questions
from oracle.choose import Choose
from oracle.compare import COUNTS, check
from oracle.data import Data, Tables, data
from oracle.streams import Question, Stream

from engine.kernels.scan_numpy import NumpyKernels
from engine.session import Session

TIMES = int(os.environ.get("SWELL_EXAMPLES", "1"))
KINDS = {
    "rows": (questions.rows, 100),
    "groups": (questions.groups, 160),
    "cogroups": (questions.cogroups, 80),
    "unions and joins": (questions.several, 60),
    "look-ups": (questions.look_ups, 50),
    "dates": (questions.dates, 50),
}
"""The streams of each kind of question, and how many datasets are asked about."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    held = Tables(tmp_path_factory.mktemp("tables"))
    yield held
    held.connection.close()


@pytest.mark.parametrize(("stream", "datasets"), KINDS.values(), ids=KINDS.keys())
def test_answers_are_those_of_duckdb(tables: Tables, stream: Callable[[Choose], Stream], datasets: int) -> None:
    @settings(
        max_examples=datasets * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data, questions.questions(stream))
    def ask(rows: Data, asked: list[Question]) -> None:
        tables.hold(rows)
        sessions = Session(tables.store), Session(tables.store, kernels=NumpyKernels())
        for session, each in zip(itertools.cycle(sessions), asked, strict=False):
            check(tables, session, rows, each)

    ask()
    print(dict(COUNTS))  # noqa: T201
