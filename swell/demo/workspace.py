"""The demo workspace: datasets, dashboards, goals and queries in one folder."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from typing import TYPE_CHECKING

from swell.demo.generate import generate
from swell.demo.settings import DEFAULT_ROWS, Demo

GOALS = ("bookings",)

if TYPE_CHECKING:
    from swell.workspace import Workspace

_FOLDERS = ("actions", "dashboards", "models", "queries")


def create(workspace: Workspace, *, today: dt.date, rows: int = DEFAULT_ROWS, seed: int = 1) -> int:
    """Fill a workspace with the demo's datasets, dashboards, goals and queries.

    Datasets get a new version. A file that is there already stays as it is.

    Args:
        workspace: where it all goes.
        today: the last day of the data's history.
        rows: about how many rows there are to be in all.
        seed: another seed gives other data.

    Returns:
        The number of rows written.

    Raises:
        engine.errors.SwellError: a dataset can't be written.
    """
    from swell.models import run

    tables = generate(Demo(today=today, seed=seed, rows=rows))
    for each in tables:
        workspace.write(each.name, each.table, each.fields, label=each.label)
    for name in _FOLDERS:
        folder = workspace.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        for file in (resources.files("swell.demo") / name).iterdir():
            copy = folder / file.name
            if not copy.exists():
                copy.write_bytes(file.read_bytes())
    # Goals are reckoned at once, at noon: no other model is, since that takes longer than all else.
    reckoned = run(workspace, dt.datetime.combine(today, dt.time(12), dt.UTC), GOALS, everything=True)
    rows_of_goals = sum(count for outcome in reckoned for _, count in outcome.datasets)
    rows_of_objects: int = sum(each.table.num_rows for each in tables)
    return rows_of_objects + rows_of_goals
