"""`swell recipes`: datasets that are made from datasets."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swell.cli import output
from swell.cli.errors import BAD_INPUT, report
from swell.cli.options import open_workspace, output_option, workspace_option
from swell.cli.recipes_convert import command as convert

if TYPE_CHECKING:
    from engine.recipes.outcome import Began, Outcome
    from engine.recipes.outlook import Outlook
    from engine.recipes.preview import Preview
    from swell.workspace import Workspace


@click.group(
    "recipes",
    epilog="""\b
Examples
  swell recipes list                       what there is, and what is stale
  swell recipes run                        make what is stale
  swell recipes run wide --preview 20      the first rows; nothing is published""",
)
def command() -> None:
    """Datasets made from datasets: recipes/NAME.saql is a query whose result becomes the dataset NAME."""


command.add_command(convert)


@command.command("list")
@output_option
@workspace_option
def list_(form: str, folder: Path) -> int:
    """List the recipes: what they are made of, whether they are fresh, how many rows there are, and since when."""
    from engine.recipes.outlook import outlook
    from engine.recipes.run import RunOptions
    from swell.recipes import opened_to_all, workspace_recipes

    workspace = open_workspace(folder)
    options = RunOptions(_now(), time.perf_counter)
    found = outlook(workspace_recipes(workspace), workspace.session, options)
    if not found and form == "text":
        click.echo("There are no recipes yet. A query in recipes/NAME.saql makes the dataset NAME.")
    elif form == "json":
        click.echo(json.dumps([_look(each) for each in found], indent=1))
    else:
        rows = [
            (each.recipe.name, ", ".join(each.inputs), each.state, each.why, each.rows, each.created) for each in found
        ]
        names = ("recipe", "made of", "state", "why", "rows", "made")
        click.echo(output.draw_table(names, rows, (False, False, False, False, True, False)))
        _report_errors(found)
        for each in found:
            guarded = opened_to_all(workspace, each.recipe)
            if guarded is not None:
                click.echo(_OPENED.format(recipe=each.recipe.name, dataset=guarded), err=True)
        _tell_remarks(workspace)
    return BAD_INPUT if any(each.error for each in found) else 0


@command.command("run")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--preview", type=click.IntRange(1, 10_000), metavar="ROWS", help="Show the first rows; publish nothing.")
@click.option("--all", "everything", is_flag=True, help="Run what is fresh, too.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would run, and why; run nothing.")
@click.option("--replace", is_flag=True, help="Replace datasets that no recipe made.")
@output_option
@workspace_option
def run(
    names: tuple[str, ...], preview: int | None, everything: bool, dry: bool, replace: bool, form: str, folder: Path
) -> int:
    """Make the datasets of the recipes NAME and of what they need (default: all), as far as they are not fresh.

    All that can be made is published at one stroke. A recipe that fails keeps its dataset as it was, those that need
    it are left alone, and the exit code is 2.
    """
    workspace = open_workspace(folder)
    if preview is not None:
        return _preview(workspace, names, preview, form)
    if dry:
        return _dry_run(workspace, names, everything, replace, form)
    from swell.memory import return_memory_early
    from swell.recipes import run as run_recipes

    return_memory_early()
    told = tell if form == "text" else lambda _: None
    outcomes = run_recipes(workspace, _now(), names or None, report=told, everything=everything, replace=replace)
    if form == "json":
        click.echo(json.dumps([_outcome(each) for each in outcomes], indent=1))
    else:
        click.echo(_count([each.state for each in outcomes]))
        if any(each.state == "made" for each in outcomes):
            _tell_remarks(workspace)
    return BAD_INPUT if any(each.state in ("failed", "left") for each in outcomes) else 0


def _dry_run(workspace: Workspace, names: Sequence[str], everything: bool, replace: bool, form: str) -> int:
    from engine.recipes.outlook import outlook
    from engine.recipes.run import RunOptions
    from swell.recipes import workspace_recipes

    options = RunOptions(_now(), time.perf_counter, everything=everything, replace=replace)
    found = outlook(workspace_recipes(workspace), workspace.session, options, names or None)
    if form == "json":
        click.echo(json.dumps([_look(each) for each in found], indent=1))
    else:
        for each in found:
            click.echo(f"{each.recipe.name}: {_WOULD[each.state]} ({each.why})")
        _report_errors(found)
    return BAD_INPUT if any(each.error for each in found) else 0


def _preview(workspace: Workspace, names: Sequence[str], rows: int, form: str) -> int:
    from engine.recipes.errors import RecipeNotFoundError
    from engine.recipes.preview import preview
    from swell.recipes import workspace_recipes

    recipes = {each.name: each for each in workspace_recipes(workspace)}
    if not names:
        raise click.UsageError("Say which recipe to preview: swell recipes run NAME --preview 100")
    for name in names:
        if name not in recipes:
            raise RecipeNotFoundError(name, recipes)
    for name in names:
        found = preview(recipes[name], workspace.session, _now(), rows, time.perf_counter)
        if found.warnings:
            click.echo(output.warnings_text(found.warnings, recipes[name].text, recipes[name].file), err=True)
        click.echo(_preview_json(found) if form == "json" else _preview_text(found))
    return 0


def _preview_text(found: Preview) -> str:
    steps = [
        (each.number, each.text, each.rows_in or None, each.rows_out, f"{each.seconds * 1000:,.1f} ms")
        for each in found.steps
    ]
    table = output.draw_table(("step", "does", "rows in", "rows out", "took"), steps, (True, False, True, True, True))
    return f"{output.table_text(found.table, found.table.num_rows)}\n\n{table}"


def _preview_json(found: Preview) -> str:
    steps = [
        {
            "number": each.number,
            "text": each.text,
            "rows_in": each.rows_in,
            "rows_out": each.rows_out,
            "seconds": each.seconds,
        }
        for each in found.steps
    ]
    return f'{{"rows": {output.json_text(found.table)},\n "steps": {json.dumps(steps)}}}'


def tell(event: Began | Outcome) -> None:
    """Say on the terminal what became of a recipe."""
    from engine.recipes.outcome import Outcome

    if not isinstance(event, Outcome):
        return
    if event.state == "made":
        click.echo(f"{event.recipe}: made, {event.rows:,} rows in {event.seconds:.2f} s ({event.why}; {event.how})")
    elif event.error is not None:
        click.echo(f"{event.recipe}: failed")
        report(event.error)
    else:
        click.echo(f"{event.recipe}: {event.state} ({event.why})")


def tell_json(event: Began | Outcome) -> None:
    """Write what became of a recipe as a line of JSON, among those of a sync."""
    from engine.recipes.outcome import Outcome

    if isinstance(event, Outcome):
        click.echo(json.dumps({"event": "recipe", **_outcome(event)}))


def _tell_remarks(workspace: Workspace) -> None:
    """Say what people should know of the dataflows among the recipes."""
    from swell.dataflows import remarks

    for each in remarks(workspace):
        click.echo(f"Note: {each}", err=True)


def _report_errors(found: Sequence[Outlook]) -> None:
    for each in found:
        if each.error is not None:
            report(each.error)


def _look(each: Outlook) -> dict[str, Any]:
    return {
        "recipe": each.recipe.name,
        "label": each.recipe.label,
        "file": each.recipe.file,
        "inputs": list(each.inputs),
        "state": each.state,
        "why": each.why,
        "rows": each.rows,
        "made": None if each.created is None else each.created.isoformat(),
        "error": None if each.error is None else str(each.error),
    }


def _outcome(each: Outcome) -> dict[str, Any]:
    error = None if each.error is None else str(each.error)
    return {
        "recipe": each.recipe,
        "state": each.state,
        "why": each.why,
        "how": each.how or None,
        "rows": each.rows,
        "seconds": round(each.seconds, 3),
        "error": error,
    }


def _count(states: Sequence[str]) -> str:
    counted = [f"{states.count(each)} {each}" for each in ("made", "fresh", "failed", "left") if each in states]
    return f"{', '.join(counted)}." if counted else "There are no recipes."


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


_OPENED = (
    "Warning: {recipe} loads {dataset}, which has a security predicate, and has none of its own: everybody sees all of "
    "its rows.\n  Give it one: swell secure {recipe} --predicate …"
)
_WOULD = {"stale": "would run", "fresh": "is fresh", "failed": "can't run", "left": "would be left as it is"}
