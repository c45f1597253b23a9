"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from swell.workspace import Workspace

workspace_option = click.option(
    "-w",
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    envvar="SWELL_WORKSPACE",
    help="The workspace folder (default: here).",
)

output_option = click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write what is found.",
)

engine_option = click.option(
    "--engine",
    help="What runs the query: arrow, duckdb, spark, .. (default: the workspace's, which is arrow if it says none).",
)

select_option = click.option(
    "--select",
    "selected",
    multiple=True,
    metavar="STEP=VALUE",
    help="A selection, as by a click; the same step again adds a value. STEP= takes away what is selected at first.",
)

filter_option = click.option(
    "--filter",
    "filtered",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What a global filter is set to; the same field again adds a value, numbers and dates take a range: 10..20. "
    "FIELD= sets it to everything.",
)


def open_workspace(folder: Path, engine: str | None = None) -> Workspace:
    """Open the workspace of a command; a folder that is not there is a usage error."""
    import swell

    if not folder.is_dir():
        raise click.UsageError(f"There is no folder '{folder}'. 'swell init {folder}' makes a workspace there.")
    return swell.open(folder, engine=engine)
