"""`swell quality`: whether rows are as the rules say, and what is in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli import output
from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from engine.quality.changes import Change
    from engine.quality.check import Outcome
    from engine.quality.profile import Profile
    from engine.quality.report import Report
    from swell.workspace import Workspace

FAILED = 1


@click.command(
    "quality",
    epilog="""\b
Examples
  swell quality
  swell quality opportunities --profile
  swell quality --fail-on warn
\b
A file of rules, quality/opportunities.toml
  [[rule]]
  field = "StageName"
  required = true
  severity = "block\"""",
)
@click.argument("dataset", required=False)
@click.option("--profile", "profiled", is_flag=True, help="Show what is in the fields, and what changed suddenly.")
@click.option(
    "--fail-on",
    type=click.Choice(["warn", "block"]),
    help="Exit code 1 if a rule is broken (warn), or one that blocks (block).",
)
@workspace_option
def command(dataset: str | None, profiled: bool, fail_on: str | None, folder: Path) -> int:
    """Check the rules of DATASET (default: of all that have any), and show rows that break them.

    Rules are in the folder `quality`, a file for each dataset. What breaks one that blocks is not published.
    """
    from engine.quality.report import report
    from engine.quality.rule_file import read_rules, rule_file

    workspace = open_workspace(folder)
    names = [dataset] if dataset is not None else _with_rules(workspace, profiled)
    if not names:
        click.echo("No dataset has rules yet. 'swell quality --help' shows how they are written.")
        return 0
    now = dt.datetime.now(dt.UTC)
    failed = False
    for name in names:
        found = report(workspace.store, read_rules(rule_file(workspace.quality, name)), name, now, profiled)
        _tell(found, workspace)
        broken = [each.rule.severity for each in found.outcomes if each.state == "broken"]
        failed |= "block" in broken or (fail_on == "warn" and bool(broken))
    return FAILED if failed and fail_on is not None else 0


def _with_rules(workspace: Workspace, all_of_them: bool) -> list[str]:
    from engine.quality.rule_file import rule_file

    names = workspace.store.names()
    return [each for each in names if all_of_them or rule_file(workspace.quality, each).exists()]


def _tell(found: Report, workspace: Workspace) -> None:
    click.echo(f"{found.dataset} (version {found.version}, {found.rows:,} rows)\n")
    if found.outcomes:
        for each in found.outcomes:
            click.echo(f"{_STATES[each.state]:7}  {each.rule.severity:5}  {each.rule.message} {each.found}")
        click.echo("")
    else:
        from engine.quality.rule_file import rule_file

        click.echo(f"There are no rules: {rule_file(workspace.quality, found.dataset)} is not there.\n")
    if found.noted:
        click.echo("Noted when the version was published:")
        click.echo("".join(f"  {each}\n" for each in found.noted))
    for each in found.outcomes:
        if each.examples:
            _show_rows(each)
    if found.profile is not None:
        _show_profile(found.profile, found.changes)


_STATES = {"kept": "ok", "broken": "BROKEN", "skipped": "skipped"}


def _show_rows(broken: Outcome) -> None:
    click.echo(f"{broken.rule.message} {broken.found} Some of them:")
    click.echo(output.draw_table(broken.fields, broken.examples, [False] * len(broken.fields)) + "\n")


def _show_profile(found: Profile, changes: Sequence[Change] | None) -> None:
    names = ("field", "role", "empty", "distinct", "min", "max", "mean", "outliers", "most frequent")
    rows = [
        (
            each.name,
            each.role,
            each.nulls,
            each.distinct,
            each.minimum,
            each.maximum,
            None if each.numbers is None else each.numbers.mean,
            None if each.numbers is None else each.numbers.outliers,
            ", ".join(f"{value} ({count:,})" for value, count in each.frequent[:3]),
        )
        for each in found.fields
    ]
    numeric = (False, False, True, True, True, True, True, True, False)
    click.echo(output.draw_table(names, rows, numeric) + "\n")
    if found.freshness is not None:
        fresh = found.freshness
        click.echo(f"The newest {fresh.field} is {fresh.newest}; {fresh.stale:,} rows are older than a year.\n")
    for each in changes or ():
        click.echo(f"Since the version before: {_words(each)}")
    if changes:
        click.echo("")


def _words(change: Change) -> str:
    field = f"{change.field}: " if change.field is not None else ""
    if change.values:
        count = int(change.after or change.before or 0)
        more = f" and {count - len(change.values):,} more" if count > len(change.values) else ""
        return f"{field}{change.what}: {', '.join(change.values)}{more}."
    if change.before is None or change.after is None:
        return f"{field}{change.what}."
    form = "{:.1%}" if change.what == "empty" else "{:,.6g}" if change.what == "mean" else "{:,.0f}"
    return f"{field}{change.what} {form.format(change.before)} → {form.format(change.after)}."
