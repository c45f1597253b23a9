"""`swell explain`: a query at each stage on its way to an answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from swell.cli.options import open_workspace, workspace_option
from swell.cli.query import read_query

STAGES = ("syntax", "checked", "plan", "optimized")


@click.command("explain", epilog="\b\nExample\n  swell explain queries/pipeline.saql --stage plan")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("-e", "--text", help="The query itself, instead of a file.")
@click.option("--stage", type=click.Choice(STAGES), default="optimized", show_default=True, help="The stage to show.")
@workspace_option
def command(file: Path | None, text: str | None, stage: str, folder: Path) -> None:
    """Show what becomes of the query in FILE: the tree, the checked tree, the plan, the optimized plan."""
    name, query = read_query(file, text)
    click.echo(open_workspace(folder).explain(query, stage, now=dt.datetime.now(dt.UTC), name=name))
