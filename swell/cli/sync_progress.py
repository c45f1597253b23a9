"""How a sync goes, on a terminal as bars, elsewhere as one JSON line an event."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

import click

from connectors.sync.events import (
    Event,
    ObjectFailed,
    ObjectFetched,
    ObjectProgress,
    ObjectStarted,
    Published,
    Remark,
    Report,
    RunStarted,
    as_json,
)

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextlib.contextmanager
def progress(stream: TextIO) -> Iterator[Report]:
    """Yield what to tell events to, while they are shown on a stream."""
    if not stream.isatty():
        yield lambda event: click.echo(json.dumps(as_json(event, dt.datetime.now(dt.UTC))), file=stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[state]}"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(file=stream)) as bars:
        yield _Bars(bars).tell


class _Bars:
    """A bar an object."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def tell(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._bars.console.print(f"{event.connection}: {event.account}", highlight=False)
            case ObjectStarted():
                self._tasks[event.object] = self._bars.add_task(event.object, total=None, state=event.why)
            case ObjectProgress():
                rows = f"{event.rows:,}" + ("" if event.total is None else f" of {event.total:,}")
                self._bars.update(
                    self._tasks[event.object],
                    completed=event.rows,
                    total=event.total,
                    state=f"{event.part}: {rows} rows, {event.rows_per_second:,.0f}/s",
                )
            case ObjectFetched():
                done = max(event.rows, 1)
                state = f"{event.rows:,} rows in {event.seconds:.1f} s"
                self._bars.update(self._tasks[event.object], completed=done, total=done, state=state)
            case ObjectFailed():
                self._line(f"{event.object}: {event.message}" + (f"\n  {event.hint}" if event.hint else ""), "red")
            case Remark():
                self._line(f"{event.object}: {event.message}", "yellow")
            case Published():
                self._line(
                    f"Published {len(event.datasets)} datasets: {event.rows:,} rows read, {event.gone:,} gone, "
                    f"{event.seconds:.1f} s.",
                    "green",
                )

    def _line(self, text: str, color: str) -> None:
        self._bars.console.print(text, style=color, highlight=False, markup=False)
