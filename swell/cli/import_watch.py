"""`swell import --watch`: looks at a folder until it is stopped, and says what it imports."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.errors import report

if TYPE_CHECKING:
    from connectors.files import FolderWatch, UploadSchema
    from swell.workspace import Workspace

STATE_FOLDER = ".watches"
_FIRST_PAUSE = 1.0
"""Seconds between the first two looks: only the second knows which files are not being written."""


def watch_folder(
    workspace: Workspace,
    path: Path,
    name: str,
    seconds: float,
    *,
    append: bool,
    schema: UploadSchema | None,
    sheet: str | None,
) -> None:
    """Look at a folder every so many seconds, until Ctrl+C."""
    from connectors.files import FolderWatch, Watched

    watch = FolderWatch(
        Watched(
            folder=path,
            store=workspace.store,
            name=name,
            state_file=state_file(workspace, path, name),
            append=append,
            schema=schema,
            sheet=sheet,
        )
    )
    click.echo(f"Watching {path} for '{name}', every {seconds:g} seconds  (Ctrl+C stops it)")
    pause = min(_FIRST_PAUSE, seconds)
    try:
        while True:
            look(watch, name)
            time.sleep(pause)
            pause = seconds
    except KeyboardInterrupt:
        click.echo("Stopped watching.")


def look(watch: FolderWatch, name: str) -> None:
    """Look once, and say what came of it."""
    found = watch.look(dt.datetime.now(dt.UTC))
    for each in found.imported:
        files = each.files[0].name if len(each.files) == 1 else f"{len(each.files)} files"
        click.echo(f"{dt.datetime.now():%H:%M:%S}  Imported {files}: '{name}' has {each.rows:,} rows now.")
    for mistake in found.mistakes:
        report(mistake)
    if found.mistakes:
        click.echo("It changed nothing, and the watch goes on.", err=True)


def state_file(workspace: Workspace, path: Path, name: str) -> Path:
    """Return where it is kept what a watch imported: a file for each folder and dataset."""
    known_by = hashlib.sha256(f"{path.resolve()}\n{name}".encode()).hexdigest()[:24]
    return workspace.store.folder / STATE_FOLDER / f"{known_by}.json"
