"""`swell backup`: all of a workspace in one file, while it is served."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from swell.cli.options import open_workspace, workspace_option


@click.command("backup", epilog="\b\nExample\n  swell backup sales-monday.tar -w sales")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-secrets", is_flag=True, help="With the passwords and keys of connections; keep the file safe.")
@workspace_option
def command(file: Path, with_secrets: bool, folder: Path) -> None:
    """Write the workspace into FILE while it is served and synced.

    All datasets are of one moment, each at its newest version. Links are not followed. `swell restore` makes a
    workspace of it.
    """
    from swell.backup.save import save

    saved = save(open_workspace(folder), file, dt.datetime.now(dt.UTC), secrets=with_secrets)
    click.echo(f"Wrote {len(saved.datasets)} datasets, {saved.files} files and {saved.bytes:,} bytes to {file}.")
