"""`swell settings`: every setting, its value, and where it came from."""

from __future__ import annotations

from pathlib import Path

import click

from swell.cli.options import open_workspace, workspace_option


@click.command("settings", epilog="\b\nExample\n  swell settings -w sales")
@workspace_option
def command(folder: Path) -> None:
    """Show every setting, its value, and where it came from: the default, a line of swell.toml, the environment.

    Of secrets it says whether they are set.
    """
    from swell.cli import output
    from swell.setting_sources import shown

    rows = [
        (f"{each.section}.{each.name}" if each.section else each.name, each.value, each.source, each.about)
        for each in shown(open_workspace(folder))
    ]
    click.echo(output.draw_table(("setting", "value", "from", "about"), rows, (False, False, False, False)))
