"""Dashboards of other people, on made-up data: each opens, and a widget that can't be drawn says why."""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest

import swell

EVERY = 30
DRAWN = 0.8
"""The least share of widgets that are drawn; what is missing are mostly types that are not available yet."""

VALUES: dict[str, pa.Array] = {
    "measure": pa.array([1.5, None, -3.0, 100.0]),
    "date": pa.array([dt.datetime(2026, 5, 1), None, dt.datetime(2025, 2, 3), dt.datetime(2024, 12, 31)]),
    "multivalue": pa.array([["v1", "v2"], ["v2"], None, ["v3"]]),
    "dimension": pa.array(["v1", None, "v2", "true"]),
}


@pytest.mark.slow
def test_dashboards_of_the_conformance_cases_are_drawn(
    conformance: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    drawn = total = 0
    lines = (conformance / "dashboards.jsonl").read_text("utf-8").splitlines()[::EVERY]
    for place, line in enumerate(lines):
        case = json.loads(line)
        space = swell.open(tmp_path / str(place))
        for name, fields in case["datasets"].items():
            columns = {field: VALUES[role] for field, role in fields.items()} or {"x": VALUES["dimension"]}
            space.write(name, pa.table(columns), fields=fields)
        widgets = space.dashboard(case["dashboard"]).widgets(now=dt.datetime(2026, 5, 20, tzinfo=dt.UTC))
        assert set(widgets) == set(case["widgets"])
        drawn += sum(each.problem is None for each in widgets.values())
        total += len(widgets)
    assert caplog.text == ""
    assert drawn / total > DRAWN
