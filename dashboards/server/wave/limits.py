"""Limits: how many rows there are. Swell has no limit but the disk; the numbers are those that clients reckon with."""

from __future__ import annotations

from dashboards.model.json import Json, as_count
from dashboards.server.wave.call import Call, route
from dashboards.server.wave.datasets import known

MOST_ROWS = 10_000_000_000


def show(call: Call) -> Json:
    """Answer with what is used, and how much there may be."""
    rows = sum(as_count(each["currentVersionTotalRowCount"], 0) for each in known(call).values())
    limits: list[Json] = [{"current": rows, "max": MOST_ROWS, "threshold": 80, "type": "DatasetRowCount"}]
    return {"limits": limits, "url": call.url("limits")}


ROUTES = [route("/wave/limits", show)]
