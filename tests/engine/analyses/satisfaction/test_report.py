"""Satisfaction in words: only periods that are over are compared, and of few answers nothing is said."""

import datetime as dt
from pathlib import Path

import pyarrow as pa

from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Surroundings
from engine.models.registry import kind_named
from engine.reports.report import Report
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)


def report(folder: Path, scores: list[tuple[dt.date, float, str]]) -> Report:
    store = Store(folder)
    names = ("day", "score", "team")
    columns = {name: [row[at] for row in scores] for at, name in enumerate(names)}
    store.write("answers", pa.table(columns), created=NOW)
    kind = kind_named("satisfaction")
    file = {"kind": "satisfaction", "dataset": "answers", "csat": "score", "date": "day", "by": ["team"]}
    settings = kind.read("m", JsonValue(file, ModelError))
    return kind.train(settings, Surroundings(session=Session(store), now=NOW)).report


def test_a_day_to_come_is_in_no_period_that_is_over(tmp_path: Path) -> None:
    days = [dt.date(2026, month, 3) for month in (2, 3, 4, 5, 7)]
    found = report(tmp_path, [(day, float(at % 5 + 1), "a") for day in days for at in range(50)])
    assert found.verdict[1].text.startswith("CSAT of 2026-04 is 40")
    assert found.verdict[1].text.endswith("of 2026-03 it was 40; that may be chance alone.")


def test_of_few_answers_no_groups_are_compared(tmp_path: Path) -> None:
    found = report(tmp_path, [(dt.date(2026, 4, 3), 5.0, team) for team in "abc"])
    texts = [each.text for section in found.sections for each in section.statements]
    assert "There are too few answers to compare groups." in texts
