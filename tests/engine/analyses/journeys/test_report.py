"""Journeys in words: what a report says of odd ones."""

import datetime as dt
from pathlib import Path

import pyarrow as pa

from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Surroundings
from engine.models.registry import kind_named
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)


def test_those_that_are_lost_after_the_last_stage_are_lost_there(tmp_path: Path) -> None:
    """Of ten that arrived, four were sent back; nobody drops out before."""
    steps = [(f"r{at}", stage, place) for at in range(10) for place, stage in enumerate(("Ordered", "Delivered"))]
    steps += [(f"r{at}", "Returned", 2) for at in range(4)]
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=place) for _, _, place in steps]
    columns = {"order": [each for each, _, _ in steps], "step": [each for _, each, _ in steps], "day": days}
    store = Store(tmp_path)
    store.write("steps", pa.table(columns), created=NOW)
    kind = kind_named("journey")
    event = {"dataset": "steps", "record": "order", "instant": "day", "stage": "step"}
    file = {"kind": "journey", "events": [event], "stages": ["Ordered", "Delivered"], "lost": ["Returned"]}
    settings = kind.read("m", JsonValue(file, ModelError))
    report = kind.train(settings, Surroundings(session=Session(store), now=NOW)).report
    assert report.verdict[1].text == "Most drop out at Delivered: 4, 100% of all losses."
