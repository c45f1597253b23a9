"""The mistakes of a dashboard's file, each at its place: JSON that is broken, and widgets that can't be drawn."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboards.errors import DashboardError
from dashboards.library import Library, parse, placed, read
from dashboards.run import OpenDashboard
from engine.session import Session


def check(file: Path, session: Session, now: dt.datetime) -> list[DashboardError]:
    """Draw every widget of a dashboard once and return what stands in the way.

    Args:
        file: the dashboard.
        session: what runs its queries.
        now: what relative dates are reckoned from.
    """
    try:
        text = read(file)
        source = parse(text, file)
        widgets = OpenDashboard.open(source, session, Library(file.parent).names()).widgets(now)
    except DashboardError as error:
        return [error if error.file else placed(error, text, file)]
    parent = "/state/widgets" if "state" in source else "/widgets"
    return [
        placed(DashboardError(f"widget '{name}': {widget.problem}", pointer=f"{parent}/{_escaped(name)}"), text, file)
        for name, widget in widgets.items()
        if widget.problem
    ]


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
