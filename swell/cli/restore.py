"""`swell restore`: a workspace made of a backup."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore", epilog="\b\nExample\n  swell restore sales-monday.tar sales")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("folder", type=click.Path(path_type=Path))
def command(file: Path, folder: Path) -> None:
    """Make a workspace in FOLDER of a backup.

    FOLDER has to be empty, or not to be there. Every file is checked; what is damaged is not restored at all.
    """
    from swell.backup.restore import restore

    about = restore(file, folder)
    click.echo(f"Restored '{about['workspace']}' as it was at {about['created']} to {folder}.")
    if not about["secrets"]:
        click.echo("Passwords and keys of connections are not in the backup: 'swell connect' asks for them.")
