"""`swell check`: mistakes in queries and dashboards, all of them, without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.errors import BAD_INPUT
from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from swell.workspace import Workspace


@click.command("check", epilog="\b\nExample\n  swell check queries/*.saql dashboards/*.json")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
def command(files: tuple[Path, ...], folder: Path) -> int:
    """Find mistakes in FILES: .saql queries and .json dashboards. Exit code 2 if there are any."""
    workspace = open_workspace(folder)
    findings = [finding for file in files for finding in check_file(workspace, file)]
    for finding in findings:
        click.echo(finding, err=True)
    count = "1 mistake" if len(findings) == 1 else f"{len(findings) or 'no'} mistakes"
    click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'} checked, {count}.")
    return BAD_INPUT if findings else 0


def check_file(workspace: Workspace, file: Path) -> list[str]:
    """Return what is wrong with one file, each finding as text."""
    from engine.errors import SwellError
    from saql.diagnostics import SaqlError

    if file.suffix == ".json":
        return [str(error) for error in workspace.check_dashboard(file)]
    try:
        workspace.check(file.read_text("utf-8-sig"), name=str(file))
    except (SaqlError, SwellError) as error:
        return [str(error)]
    except (OSError, UnicodeDecodeError) as error:
        return [f"{file}: can't be read as UTF-8 text: {error}"]
    return []
