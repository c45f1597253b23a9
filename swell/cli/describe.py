"""`swell describe`: the fields of one dataset."""

from __future__ import annotations

from pathlib import Path

import click

from swell.cli import output
from swell.cli.options import open_workspace, workspace_option


@click.command("describe", epilog="\b\nExample\n  swell describe opportunities")
@click.argument("dataset")
@workspace_option
def command(dataset: str, folder: Path) -> None:
    """Show the fields of DATASET: what they are and what is in them."""
    from dashboards.metadata import shown

    workspace = open_workspace(folder)
    opened = workspace.store.open(dataset)
    fields = shown(opened, workspace.metadata.usable(opened.name)).fields
    click.echo(f"{opened.name} (version {opened.version}, {opened.rows:,} rows)\n")
    rows = [
        (
            each.name,
            each.role,
            fields[each.name].label,
            each.nulls,
            each.distinct,
            each.minimum,
            each.maximum,
            ", ".join(each.sample),
        )
        for each in opened.profile()
    ]
    names = ("field", "role", "label", "nulls", "distinct", "min", "max", "sample")
    click.echo(output.draw_table(names, rows, (False, False, False, True, True, True, True, False)))
