"""`swell datasets`: what there is to query."""

from __future__ import annotations

from pathlib import Path

import click

from swell.cli import output
from swell.cli.options import open_workspace, workspace_option


@click.command("datasets")
@workspace_option
def command(folder: Path) -> None:
    """List the datasets with their size and age."""
    datasets = open_workspace(folder).datasets()
    if not datasets:
        click.echo("There are no datasets yet. 'swell import FILE.csv --as NAME' makes one.")
        return
    rows = [(each.name, each.rows, len(each.fields), each.version, each.created, each.label) for each in datasets]
    names = ("name", "rows", "fields", "version", "created", "label")
    click.echo(output.draw_table(names, rows, (False, True, True, True, False, False)))
