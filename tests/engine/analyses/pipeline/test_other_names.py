"""The kinds of models of deals of other names, with ids that are numbers, and without dates, amounts or wins."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.pipeline.read import day_of, read_deals
from engine.analyses.pipeline.source import Source
from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Surroundings
from engine.models.registry import kind_named
from engine.reports.report import Report
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
FIELDS = {
    "id": "number",
    "name": "dealname",
    "created": "made",
    "close": "closing",
    "amount": "worth",
    "stage": "step",
    "closed": "over",
    "won": "got",
    "owner": "seller",
    "segment": "kind",
    "category": None,
}


def deals(count: int, **changes: Any) -> pa.Table:
    random = np.random.default_rng(1)
    made = np.datetime64("2023-01-01") + random.integers(0, 1400, count)
    closing = made + random.exponential(60, count).astype(int)
    over = closing <= np.datetime64("2026-11-27")
    got = over & (random.random(count) < 0.4)
    return pa.table(
        {
            "number": 1000.0 + np.arange(count),
            "dealname": [f"Deal {each}" for each in range(count)],
            "made": made.astype("datetime64[D]"),
            "closing": closing.astype("datetime64[D]"),
            "worth": random.lognormal(9, 1, count),
            "step": np.where(got, "won", np.where(over, "lost", "open")),
            "over": np.where(over, "true", "false"),
            "got": np.where(got, "true", "false"),
            "seller": [("Ann", "Bea", None)[each % 3] for each in range(count)],
            "kind": [("new", "old")[each % 2] for each in range(count)],
        }
        | {name: pa.array([value] * count, kind) for name, (value, kind) in changes.items()}
    )


def run(kind: str, table: pa.Table, folder: Path) -> tuple[Report, list[pa.Table], Session]:
    """Train and score a model; all queries of its report are run."""
    store = Store(folder)
    store.write("deals", table, created=NOW)
    surroundings = Surroundings(session=Session(store), now=NOW)
    does = kind_named(kind)
    file = {"kind": kind, "dataset": "deals", "fields": FIELDS, **({"simulations": 200} if kind == "pipeline" else {})}
    settings = does.read("m", JsonValue(file, ModelError))
    trained = does.train(settings, surroundings)
    made = does.score(settings, trained, surroundings)
    for each in made:
        store.write(each.name, each.rows, each.fields, created=NOW)
    report = trained.report
    told = [*report.verdict, *(each for section in report.sections for each in section.statements)]
    for query in (query for each in told for query in (each.query, each.records) if query):
        surroundings.session.query(query, now=NOW)
    return report, [each.rows for each in made], surroundings.session


@pytest.mark.parametrize(
    ("count", "changes"),
    [
        (400, {}),
        (400, {"worth": (None, pa.float64())}),
        (400, {"closing": (None, pa.date32())}),
        (400, {"got": ("false", pa.string())}),
        (400, {"made": (dt.date(2030, 1, 1), pa.date32())}),
        (1, {}),
    ],
    ids=["all", "no amounts", "no dates", "no wins", "to come", "one"],
)
@pytest.mark.parametrize("kind", ["pipeline", "pipeline_change", "cycle"])
def test_deals_of_all_kinds_have_a_report(kind: str, count: int, changes: dict[str, Any], tmp_path: Path) -> None:
    report, _, _ = run(kind, deals(count, **changes), tmp_path)
    words = " ".join(each.text for each in report.verdict)
    assert "nan" not in words
    assert " -0 " not in words


def test_ids_that_are_numbers_are_those_of_the_deals(tmp_path: Path) -> None:
    _, (changes,), _ = run("pipeline_change", deals(400), tmp_path)
    names = dict(zip(changes["number"].to_pylist(), changes["dealname"].to_pylist(), strict=True))
    assert len(names) > 10
    assert all(name == f"Deal {int(key) - 1000}" for key, name in names.items())


def test_a_deal_that_is_closed_nobody_knows_when_is_left_out(tmp_path: Path) -> None:
    """It was not closed on the day that it was made."""
    store = Store(tmp_path)
    table = deals(400)
    closing = [None if at % 2 else each for at, each in enumerate(table["closing"].to_pylist())]
    at = table.column_names.index("closing")
    store.write("deals", table.set_column(at, "closing", pa.array(closing, pa.date32())), created=NOW)
    names: Any = FIELDS
    found = read_deals(Source(dataset="deals", history=None, **names), Session(store), NOW)
    lost_days = {
        str(int(number))
        for number, over, day in zip(table["number"].to_pylist(), table["over"].to_pylist(), closing, strict=True)
        if over == "true" and day is None
    }
    unknown = np.array([each in lost_days for each in found.ids])
    assert unknown.sum() == len(lost_days) > 100
    assert np.isinf(found.created[unknown]).all()
    assert not found.open_at(day_of(NOW))[unknown].any()
    took = (found.closed - found.created)[~unknown & np.isfinite(found.closed)]
    assert np.median(took) > 20
