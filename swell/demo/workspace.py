"""The demo workspace: datasets, dashboards and queries in one folder."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from typing import TYPE_CHECKING

from swell.demo.generate import generate
from swell.demo.settings import DEFAULT_ROWS, Demo

if TYPE_CHECKING:
    from swell.workspace import Workspace

_FOLDERS = ("dashboards", "queries")


def create(workspace: Workspace, *, today: dt.date, rows: int = DEFAULT_ROWS, seed: int = 1) -> int:
    """Fill a workspace with the demo's datasets, dashboards and queries.

    Datasets get a new version. A dashboard or query that is there already stays as it is.

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
    return sum(each.table.num_rows for each in tables)
