"""`swell metadata`: how the fields of a dataset are shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from dashboards.metadata import Xmd
    from swell.workspace import Workspace

KINDS = ("main", "system", "user")


@click.group("metadata")
def command() -> None:
    """Say how the fields of a dataset are shown: labels, formats, colours (metadata/DATASET.json, as XMD has them)."""


@command.command("show", epilog="\b\nExample\n  swell metadata show opportunities --kind user")
@click.argument("dataset")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="main",
    show_default=True,
    help="What was imported (system), what people say (user), or both (main).",
)
@workspace_option
def show(dataset: str, kind: str, folder: Path) -> None:
    """Print the XMD of DATASET as JSON."""
    from dashboards.metadata import merged, system_xmd

    workspace = open_workspace(folder)
    with workspace.store.open(dataset) as opened:
        system, user = system_xmd(opened.fields), workspace.metadata.find(opened.name)
    said = {} if user is None else user.json
    found = {"system": system, "user": said, "main": merged(system, said)}[kind]
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@command.command("check", epilog="\b\nExample\n  swell metadata check opportunities opportunities_XMD.json")
@click.argument("dataset")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@workspace_option
def check(dataset: str, file: Path | None, folder: Path) -> None:
    """Check the XMD in FILE, else that of the workspace. It names fields that DATASET does not have."""
    workspace = open_workspace(folder)
    _tell(workspace, dataset, _read(workspace, dataset, file))


@command.command("import", epilog="\b\nExample\n  swell metadata import opportunities opportunities_XMD.json")
@click.argument("dataset")
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
def import_(dataset: str, file: Path, folder: Path) -> None:
    """Put the XMD in FILE in the place of all that people said of DATASET. A file that is not valid changes nothing."""
    workspace = open_workspace(folder)
    with workspace.store.open(dataset) as opened:
        name = opened.name
    xmd = _read(workspace, name, file)
    assert xmd is not None  # there is a file
    _tell(workspace, name, xmd)
    click.echo(f"Wrote {workspace.metadata.put(name, xmd)}.")


def _read(workspace: Workspace, dataset: str, file: Path | None) -> Xmd | None:
    from dashboards.metadata import read_xmd_file

    return workspace.metadata.find(dataset) if file is None else read_xmd_file(file)


def _tell(workspace: Workspace, dataset: str, xmd: Xmd | None) -> None:
    """Say what extended metadata is about, and which of it is about nothing."""
    with workspace.store.open(dataset) as opened:
        known = opened.schema
    if xmd is None:
        click.echo(f"{dataset}: nobody says anything; it is shown as it was imported.")
        return
    derived = len(xmd.derived_dimensions) + len(xmd.derived_measures)
    click.echo(f"{dataset}: {len(xmd.about)} fields and {derived} columns of queries.")
    for name in xmd.unknown(known):
        click.echo(f"  '{name}' is no field of the dataset.")
