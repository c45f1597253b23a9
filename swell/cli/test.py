"""`swell test`: the tests that stand beside dashboards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.disk import replace_flushed
from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from dashboards.expectations.cases import CaseFile
    from dashboards.expectations.run import Outcome

FAILED = 1


@click.command(
    "test",
    epilog="""\b
Examples
  swell test
  swell test dashboards/orders.test.json
  swell test orders --update
\b
A file of tests, dashboards/orders.test.json
  {"now": "2026-05-20T12:00:00Z",
   "tests": [{"name": "the North", "select": {"regions": "North"}, "shows": {"total_1": 30.5}}]}""",
)
@click.argument("names", metavar="[DASHBOARD]...", nargs=-1)
@click.option(
    "--update", is_flag=True, help="Write what is shown in the place of what was expected; read the diff after."
)
@workspace_option
def command(names: tuple[str, ...], update: bool, folder: Path) -> int:
    """Do the tests of DASHBOARDs, names or files (default: all of the workspace): select this, the widget shows that.

    No browser is needed. Exit code 1 if a test fails, 2 if one can't be done.
    """
    from dashboards.expectations.cases import load_cases
    from dashboards.expectations.run import run_cases

    workspace = open_workspace(folder)
    files = _files(names, folder)
    now = dt.datetime.now(dt.UTC)
    done = [
        (cases, list(run_cases(cases, workspace.session, now, lambda email: workspace.seen_by(email).session)))
        for cases in map(load_cases, files)
    ]
    count = sum(len(outcomes) for _, outcomes in done)
    failed = sum(1 for _, outcomes in done for each in outcomes if _failed(each))
    if update:
        return _update(done)
    for cases, outcomes in done:
        _tell(cases, outcomes)
    click.echo(f"{count} {'test' if count == 1 else 'tests'}, {failed or 'none'} failed.")
    return FAILED if failed else 0


def _files(names: Sequence[str], folder: Path) -> list[Path]:
    from dashboards.expectations.cases import SUFFIX
    from swell.workspace import DASHBOARDS_FOLDER

    inside = folder / DASHBOARDS_FOLDER
    if not names:
        found = sorted(inside.rglob(f"*{SUFFIX}"))
        if not found:
            raise click.UsageError(f"There are no tests: no file {inside}/NAME{SUFFIX}.")
        return found
    return [_file(each, inside, SUFFIX) for each in names]


def _file(name: str, inside: Path, suffix: str) -> Path:
    """Return the file of tests that a name, a dashboard's file or a file of tests stands for."""
    if name.endswith(suffix):
        return Path(name)
    return Path(name.removesuffix(".json") + suffix) if name.endswith(".json") else inside / f"{name}{suffix}"


def _failed(outcome: Outcome) -> bool:
    return bool(outcome.failures) or not outcome.case.shows


def _tell(file: CaseFile, outcomes: Sequence[Outcome]) -> None:
    for each in filter(_failed, outcomes):
        click.echo(f"{file.dashboard.stem}: {each.case.name}", err=True)
        if not each.case.shows:
            click.echo('  It expects nothing: write "shows", or let --update write it.', err=True)
        for failure in each.failures:
            click.echo(f"  {failure.place}: widget '{failure.widget}'", err=True)
            for line in failure.lines:
                click.echo(f"    {line}", err=True)
        click.echo(err=True)


def _update(done: Sequence[tuple[CaseFile, Sequence[Outcome]]]) -> int:
    from dashboards.expectations.update import updated

    texts = [(cases, updated(cases, outcomes)) for cases, outcomes in done]
    for cases, text in texts:
        if text != cases.text:
            replace_flushed(cases.file, text.encode())
            click.echo(f"Wrote {cases.file}.")
    if all(text == cases.text for cases, text in texts):
        click.echo("All tests expect what is shown.")
    return 0
