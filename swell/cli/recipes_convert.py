"""`swell recipes convert`: a dataflow of CRM Analytics, written as recipes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.errors import BAD_INPUT, report
from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from engine.recipes.dataflow import Conversion
    from engine.recipes.recipe import Recipe
    from swell.workspace import Workspace


@click.command(
    "convert",
    epilog="""\b
Examples
  swell recipes convert Sales.wdf                  write recipes/NAME.saql for each dataset
  swell recipes convert Sales.wdf --dry-run        show them; write nothing
  swell recipes convert Sales.wdf --to drafts      write them elsewhere""",
)
@click.argument("flow", type=click.Path(path_type=Path), metavar="FLOW.wdf")
@click.option("--to", "target", type=click.Path(path_type=Path), help="The folder to write to (default: recipes).")
@click.option("--connection", metavar="NAME", help="Whose objects are read, where several connections have them.")
@click.option("--replace", is_flag=True, help="Replace files that are there.")
@click.option("--dry-run", "dry", is_flag=True, help="Show the recipes; write nothing.")
@workspace_option
def command(flow: Path, target: Path | None, connection: str | None, replace: bool, dry: bool, folder: Path) -> int:
    """Write a dataflow of CRM Analytics as recipes in SAQL, one for each dataset that it registers.

    FLOW is the JSON of the dataflow, or its .wdf file. What is not supported is named, and then nothing is written. A
    recipe that asks for fields which are not there is left out: the others are written, and the exit code is 2.
    """
    from engine.recipes.dataflow import convert_file, recipe_of
    from swell.settings import RECIPES_FOLDER

    workspace = open_workspace(folder)
    conversion = convert_file(flow, workspace.session.snapshot(()), connection)
    every = [recipe_of(each, flow.name) for each in conversion.recipes]
    recipes = [each for each in every if each.problem is None]
    for remark in conversion.remarks:
        click.echo(f"Note: {remark}", err=True)
    for each in every:
        if each.problem is not None:
            report(each.problem)
    if dry:
        click.echo("\n".join(f"-- {each.name}\n{each.text}" for each in recipes), nl=False)
    else:
        _write(recipes, target or workspace.folder / RECIPES_FOLDER, replace)
        _protect(workspace, conversion, applied=target is None)
    return BAD_INPUT if len(recipes) < len(every) else 0


def _write(recipes: Sequence[Recipe], folder: Path, replace: bool) -> None:
    """Write the files of recipes, all or none; those in the workspace's folder are its recipes then."""
    from engine.disk import replace_flushed
    from engine.recipes.dataflow import sidecar_text

    files = {folder / f"{each.name}.saql": each.text for each in recipes}
    files |= {folder / f"{each.name}.toml": text for each in recipes if (text := sidecar_text(each)) is not None}
    there = [each for each in files if each.exists()]
    if there and not replace:
        raise click.UsageError(
            f"There is a file {there[0]} already. Replace it with --replace, or write --to elsewhere."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        replace_flushed(file, text.encode())
        click.echo(f"Wrote {file}.")
    if not recipes:
        click.echo("There is no recipe to write.")


def _protect(workspace: Workspace, conversion: Conversion, applied: bool) -> None:
    """Write the security predicates of the dataflow, or say them where its recipes are not those of the workspace."""
    from swell.dataflows import protect

    if applied:
        for file in protect(workspace, conversion.recipes):
            click.echo(f"Wrote {file}: who sees which rows, as the dataflow says. Look at it with swell check.")
        return
    for each in conversion.recipes:
        if each.predicate is not None and not each.wrong:
            click.echo(f"{each.dataset} has a security predicate: {each.predicate}")
