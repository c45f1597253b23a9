"""`swell explain`: a query at each stage on its way to an answer."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from swell.cli.options import engine_option, open_workspace, workspace_option
from swell.cli.query import read_query

STAGES = ("syntax", "checked", "plan", "optimized", "engines", "run")

EXAMPLES = (
    "\b\nExamples\n  swell explain queries/pipeline.saql --stage plan\n  swell explain pipeline.saql --stage run --json"
)


@click.command("explain", epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("-e", "--text", help="The query itself, instead of a file.")
@click.option("--stage", type=click.Choice(STAGES), default="optimized", show_default=True, help="The stage to show.")
@click.option("--json", "as_json", is_flag=True, help="How the query ran as JSON; implies --stage run.")
@engine_option
@workspace_option
def command(file: Path | None, text: str | None, stage: str, as_json: bool, engine: str | None, folder: Path) -> None:
    """Show what becomes of the query in FILE: the tree, the checked tree, the plan, the optimized plan, how it ran.

    The stage `engines` shows what another engine runs, as SQL, and what the embedded one finishes.

    The stage `run` runs the query, and shows the time that each stage took, and for each step of the plan its rows,
    the bytes that it read, the blocks that it left out, and how it tested each condition.
    """
    name, query = read_query(file, text)
    workspace, now = open_workspace(folder, engine), dt.datetime.now(dt.UTC)
    if as_json:
        click.echo(json.dumps(workspace.profile(query, now=now, name=name).to_json(), indent=2))
    elif stage == "run":
        click.echo(str(workspace.profile(query, now=now, name=name)), nl=False)
    else:
        click.echo(workspace.explain(query, stage, now=now, name=name))
