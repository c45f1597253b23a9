"""A workspace with jobs whose clock the test sets."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from swell.jobs.assembly import Jobs, assemble

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

DASHBOARD = {
    "label": "Stages",
    "state": {
        "steps": {
            "by_stage": {
                "type": "aggregateflex",
                "datasets": [{"name": "deals"}],
                "query": {"measures": [["sum", "Amount"]], "groups": ["Stage"]},
            },
            "total": {
                "type": "aggregateflex",
                "datasets": [{"name": "deals"}],
                "query": {"measures": [["sum", "Amount"]]},
            },
        },
        "widgets": {
            "chart": {"type": "chart", "parameters": {"step": "by_stage", "visualizationType": "hbar"}},
            "number": {"type": "number", "parameters": {"step": "total", "measureField": "sum_Amount"}},
        },
        "gridLayouts": [
            {
                "name": "Default",
                "numColumns": 12,
                "pages": [
                    {
                        "name": "p1",
                        "label": "One",
                        "widgets": [
                            {"name": "chart", "row": 1, "column": 0, "colspan": 6, "rowspan": 6},
                            {"name": "number", "row": 1, "column": 6, "colspan": 6, "rowspan": 6},
                        ],
                    }
                ],
            }
        ],
    },
}


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> dt.datetime:
        return self.moment

    def pass_(self, **span: float) -> None:
        self.moment += dt.timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / "stages.json").write_text(json.dumps(DASHBOARD))
    sell(tmp_path, {"Won": 10.0, "Lost": 20.0})
    return tmp_path


def sell(folder: Path, amounts: dict[str, float]) -> None:
    """Write a new version of the dataset."""
    table = pa.table({"Stage": list(amounts), "Amount": [*amounts.values()]})
    swell.open(folder).write("deals", table)


@pytest.fixture
def jobs_of(clock: Clock) -> Callable[..., Jobs]:
    """Return the jobs of a folder, as a process that has just started has them."""

    def opened(folder: Path, **options: Any) -> Jobs:
        return assemble(swell.open(folder), clock, **options)

    return opened


@pytest.fixture
def jobs(folder: Path, jobs_of: Callable[..., Jobs]) -> Jobs:
    return jobs_of(folder)


def write_file(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Write a file such as `alerts/low`."""
    file = folder / f"{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content))
