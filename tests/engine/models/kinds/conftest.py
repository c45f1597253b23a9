"""A small demo workspace's datasets, in which the models of files run."""

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.models.folder import read_models
from engine.models.kept import KeptModels
from engine.models.run import RunOptions, run_models
from engine.reports.report import Report
from engine.session import Session
from engine.store import Store
from swell.demo.generate import generate
from swell.demo.settings import Demo

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)

Run = Callable[..., Report]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("demo") / "data")
    for each in generate(Demo(NOW.date(), rows=20_000)):
        store.write(each.name, each.table, each.fields, label=each.label, created=NOW)
    return store


@pytest.fixture(scope="module")
def session(store: Store) -> Session:
    return Session(store)


@pytest.fixture
def run(tmp_path: Path, store: Store, session: Session) -> Run:
    """Run a model of a file and return its report; it has to be of use."""

    def go(name: str, **content: Any) -> Report:
        folder = tmp_path / "models"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(content))
        kept = KeptModels.beside(tmp_path / "data")
        options = RunOptions(now=NOW, clock=time.perf_counter, everything=True, replace=True)
        (outcome,) = run_models(read_models(folder), session, kept, options, [name])
        if outcome.error is not None:
            raise outcome.error
        assert outcome.state == "trained", outcome
        newest = kept.newest(name)
        assert newest is not None
        return newest.trained.report

    return go


def answers(session: Session, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = session.query(query, now=NOW, row_limit=1 << 40).table.to_pylist()
    return rows


def check_queries(session: Session, report: Report) -> None:
    """Check that every query of a report runs, and that those of tables give the tables' rows."""
    statements = [*report.verdict, *(each for section in report.sections for each in section.statements)]
    for each in statements:
        for query in filter(None, (each.query, each.records)):
            answers(session, query)
    for table in (each for section in report.sections for each in section.tables):
        if table.query is not None:
            found = [list(row.values()) for row in answers(session, table.query)]
            assert len(found) == len(table.rows), table.query
            for row, shown in zip(found, table.rows, strict=True):
                expected = [pytest.approx(cell) if isinstance(cell, float) else cell for cell in shown]
                assert row == expected
