"""`swell demo`: a workspace full of invented CRM data."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.init import write_skeleton
from swell.cli.serve import listen, serve
from swell.settings import FILE_NAME

if TYPE_CHECKING:
    from swell.workspace import Workspace

DEMO_NAME = "Swell demo"


@click.command("demo", epilog="\b\nExamples\n  swell demo\n  swell demo --rows 2000000 --dir big --no-serve")
@click.option("--dir", "folder", type=click.Path(path_type=Path), default=Path("swell-demo"), show_default=True)
@click.option("--rows", type=click.IntRange(1_000, 50_000_000), default=290_000, show_default=True, help="Rows in all.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives other data.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port (default: 8321).")
@click.option("--crm", is_flag=True, help="Serve a made-up Salesforce and HubSpot too, to try swell sync with.")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve it in the browser when it is made.")
def command(folder: Path, rows: int, seed: int, port: int | None, crm: bool, serving: bool) -> None:
    """Make a workspace with three years of invented CRM data up to today, and serve it."""
    if crm and not serving:
        raise click.UsageError("--crm serves until it is stopped: leave --no-serve out.")
    import swell
    from swell.demo.workspace import create

    refuse_foreign(folder)
    if serving:  # A busy port is said before the work, not after it.
        listen("127.0.0.1", port or 8321, "--port").close()
    started = time.perf_counter()
    write_skeleton(folder, DEMO_NAME, users="users")
    workspace = swell.open(folder)
    made = create(workspace, rows=rows, seed=seed, today=dt.datetime.now(dt.UTC).date())
    seconds = time.perf_counter() - started
    click.echo(f"Made {made:,} rows in {folder} in {seconds:.1f} s.")
    if crm:
        serve_with_crms(workspace, port or workspace.settings.server.port, seed)
    elif serving:
        serve(workspace, port or workspace.settings.server.port, option="--port")
    else:
        click.echo(f"Look at it: swell serve -w {folder}")


def serve_with_crms(workspace: Workspace, port: int, seed: int) -> None:
    """Serve the page and two made-up CRMs that the workspace is connected to."""
    from swell.demo.crm import demo_crms

    with demo_crms(workspace, seed):
        click.echo(f"A made-up Salesforce and HubSpot answer. In another terminal: swell sync -w {workspace.folder}")
        serve(workspace, port, option="--port")


def refuse_foreign(folder: Path) -> None:
    """Refuse to write the demo into a folder that holds something else.

    Raises:
        click.UsageError: the folder is not empty and no demo workspace, or is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"'{folder}' is a file. Choose another folder with --dir.")
    if not folder.exists() or not any(folder.iterdir()):
        return
    settings = folder / FILE_NAME
    if not settings.is_file() or f'name = "{DEMO_NAME}"' not in settings.read_text("utf-8", "replace"):
        raise click.UsageError(f"'{folder}' holds something other than a demo. Choose another folder with --dir.")
