"""A workspace with two datasets, and dashboards over them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.run import OpenDashboard, WidgetResult

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
Show = Callable[..., dict[str, WidgetResult]]


@pytest.fixture
def space(tmp_path: Path) -> swell.Workspace:
    found = swell.open(tmp_path)
    days = [dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 9), dt.datetime(2026, 4, 2), dt.datetime(2025, 4, 2)]
    deals = {
        "Stage": ["Won", "Lost", "Won", None],
        "Region": ["North", "South", "South", "North"],
        "Amount": [10.0, 20.0, 5.0, 100.0],
        "Closed": pa.array(days),
    }
    found.write("deals", pa.table(deals))
    found.write("cases", pa.table({"Area": ["North", "South", "South"], "Hours": [1.0, 2.0, 4.0]}))
    return found


@pytest.fixture
def show(space: swell.Workspace) -> Show:
    """Show a dashboard of some steps and widgets; return what each widget shows."""

    def show(
        steps: dict[str, Any], widgets: dict[str, Any], selections: Any = None, **members: Any
    ) -> dict[str, WidgetResult]:
        whole = {name: {"type": kind, "parameters": parameters} for name, (kind, parameters) in widgets.items()}
        opened = OpenDashboard.open({"steps": steps, "widgets": whole, **members}, space.session)
        return opened.widgets(now=NOW, selections=selections)

    return show
