"""`swell diff`: two versions of a dashboard, their JSON and what their widgets show."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option
from swell.cli.render import look_at

if TYPE_CHECKING:
    from dashboards.model import JsonObject
    from swell.workspace import Workspace

DIFFERENT = 1


@click.command(
    "diff",
    epilog="""\b
Examples
  swell diff orders.json new/orders.json
  git show HEAD:dashboards/orders.json > old.json && swell diff old.json dashboards/orders.json
  swell diff old.json new.json --pictures look/""",
)
@click.argument("before", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("after", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "only_json", is_flag=True, help="Compare only the JSON; no query is run.")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="Draw both into this folder, too, as before.png and after.png (extra: export).",
)
@workspace_option
def command(before: Path, after: Path, only_json: bool, pictures: Path | None, folder: Path) -> int:
    """Say how the dashboard AFTER differs from BEFORE: its JSON, part by part, and what its widgets show on this data.

    How the JSON is written makes no difference. Exit code 1 if anything differs.
    """
    from dashboards.compare.structure import structure
    from dashboards.library import parse, read

    sources = [parse(read(each), each) for each in (before, after)]
    found = structure(*sources)
    for each in found:
        click.echo(str(each))
    changed = {} if only_json else _numbers(open_workspace(folder), sources)
    for name, lines in changed.items():
        click.echo(f"~ widget {name} shows")
        for line in lines:
            click.echo(f"    {line}")
    if pictures is not None:
        _draw(open_workspace(folder), (before, after), pictures)
    if not found and not changed:
        click.echo("They do not differ.")
    return DIFFERENT if found or changed else 0


def _numbers(workspace: Workspace, sources: list[JsonObject]) -> dict[str, list[str]]:
    from dashboards.compare.numbers import numbers

    now = dt.datetime.now(dt.UTC)
    before, after = (workspace.dashboard(each).widgets(now) for each in sources)
    return numbers(before, after)


def _draw(workspace: Workspace, files: tuple[Path, Path], folder: Path) -> None:
    from dashboards.export.formats import Exporter, Options

    made = []
    for each in files:
        with Exporter(look_at(workspace, str(each)), Options()) as exporter:
            made.append(exporter.file("png"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in zip(("before.png", "after.png"), made, strict=True):
        (folder / name).write_bytes(content)
        click.echo(f"Wrote {folder / name}.", err=True)
    if made[0] == made[1]:
        click.echo("The pictures are the same.", err=True)
