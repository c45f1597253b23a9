"""`swell rename-field`: another name for a field, wherever queries and dashboards name it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.disk import replace_flushed
from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from dashboards.rename.files import RenamedFile
    from engine.store import Store
    from saql.schema import Schema

FILES = (
    "queries/**/*.saql",
    "queries/**/*.json",
    "recipes/**/*.saql",
    "dashboards/**/*.json",
    "security/*.json",
    "metadata/*.json",
    "quality/*.toml",
)


@click.command(
    "rename-field",
    epilog="""\b
Examples
  swell rename-field orders Amount Value
  swell rename-field orders Amount Value --write
  swell rename-field orders Amount Value reports/*.saql""",
)
@click.argument("dataset")
@click.argument("old")
@click.argument("new")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--write", is_flag=True, help="Write the files; without it, only the diff is shown.")
@workspace_option
def command(dataset: str, old: str, new: str, files: tuple[Path, ...], write: bool, folder: Path) -> None:
    """Give the field OLD of DATASET the name NEW in FILES.

    The default are all queries, lenses, dashboards, views, predicates, metadata and rules of quality.

    Date parts change with a date, and what reads a column of a query follows. The data stays as it is: import or sync
    it with the new name. What may mean the field and can't be told for certain is listed and left.
    """
    from dashboards.rename.files import rename_in_file
    from dashboards.rename.names import renaming

    if old == new:
        raise click.UsageError("The old name and the new name are the same.")
    workspace = open_workspace(folder)
    schema = _schema(workspace.store, dataset)
    if schema is not None and old in schema and new in schema:
        raise click.UsageError(f"Dataset '{dataset}' has both a field '{old}' and a field '{new}'.")
    if schema is not None and old not in schema and new not in schema:
        raise click.UsageError(_unknown(dataset, old, schema.names))
    change = renaming(dataset, old, new, schema)
    done = [rename_in_file(each, change) for each in files or _files(folder)]
    _tell(done, write)


def _schema(store: Store, dataset: str) -> Schema | None:
    from dashboards.datasets import Datasets

    return Datasets(store).schema(dataset)


def _unknown(dataset: str, old: str, names: Sequence[str]) -> str:
    from dashboards.check.finding import meant

    return f"Dataset '{dataset}' has no field '{old}'. {meant(old, names, 'Its fields')}"


def _files(folder: Path) -> list[Path]:
    return sorted(each for pattern in FILES for each in folder.glob(pattern))


def _tell(done: Sequence[RenamedFile], write: bool) -> None:
    changed = [each for each in done if each.after != each.before]
    for each in changed:
        click.echo(each.diff(), nl=False)
        if write:
            replace_flushed(each.file, each.after.encode())
    doubts = [doubt for each in done for doubt in each.doubts]
    if doubts:
        click.echo("Left as they are; look at them:", err=True)
    for doubt in doubts:
        click.echo(f"  {doubt}", err=True)
    files = f"{len(changed)} {'file' if len(changed) == 1 else 'files'}"
    click.echo(f"{files} {'written' if write else 'would change; --write writes them'}.", err=True)
