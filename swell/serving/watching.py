"""What a server tells of its workspace: how old the data of each connection is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from dashboards.server.watch.numbers import Sample
from dashboards.server.watch.watch import Watch
from swell.serving.logs import log_as_json, write_line
from swell.serving.options import ServeOptions
from swell.sync_log import last_runs
from swell.workspace import Workspace


def watch_over(workspace: Workspace, options: ServeOptions) -> Watch:
    """Return the watch over a workspace that is served."""
    if options.log == "json":
        log_as_json()
    return Watch(
        line=write_line if options.log == "json" else None,
        shared=Path(options.numbers) if options.numbers else None,
        samples=lambda: samples(workspace, dt.datetime.now(dt.UTC)),
    )


def samples(workspace: Workspace, now: dt.datetime) -> Iterator[Sample]:
    """Give the numbers of a workspace at a moment."""
    yield Sample("swell_datasets", len(workspace.store.names()))
    for name in workspace.settings.connections:
        labels = (("connection", name),)
        runs = last_runs(workspace.store.folder, name, most=50)
        good = [each for each in runs if each.get("ended") and not each.get("error") and not each.get("failures")]
        if good:
            ended = dt.datetime.fromisoformat(good[0]["ended"])
            yield Sample("swell_sync_age_seconds", (now - ended).total_seconds(), labels)
        if runs:
            yield Sample("swell_sync_failed", float(runs[0] not in good), labels)
