"""`swell analyse`: regressions, factors and simulations over a dataset, in words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swell.cli.options import open_workspace, output_option, workspace_option

if TYPE_CHECKING:
    from dashboards.model.json import JsonObject

where_option = click.option("--where", metavar="SAQL", help="Only rows that fulfil this condition.")
queries_option = click.option("--queries", is_flag=True, help="Show the SAQL behind each sentence.")
email_option = click.option("--as", "email", metavar="E-MAIL", help="Ask as somebody else: of the rows that they see.")


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what all analyses take."""
    for option in (workspace_option, email_option, output_option, queries_option, where_option):
        command = option(command)
    return command


@click.group(
    "analyse",
    epilog="""\b
Examples
  swell analyse regression opportunities IsWon --on Account.Segment --on LeadSource --where 'IsClosed == "true"'
  swell analyse factors opportunities
  swell analyse simulate opportunities "count * share(IsWon) * avg(Amount)\"""",
)
def command() -> None:
    """Analyses of a dataset: what a field goes with, which numbers go together, what may come."""


@command.command("regression")
@click.argument("dataset")
@click.argument("target")
@click.option("--on", "fields", multiple=True, metavar="FIELD", help="A field that may explain it (default: all).")
@_shared
def regression(dataset: str, target: str, fields: tuple[str, ...], **shared: Any) -> None:
    """Say what TARGET, a number or what is true or false, goes with, where all else is equal (extra `models`)."""
    _analyse("regression", {"dataset": dataset, "target": target, "fields": [*fields]}, **shared)


@command.command("factors")
@click.argument("dataset")
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@_shared
def factors(dataset: str, fields: tuple[str, ...], **shared: Any) -> None:
    """Say which numbers (default: all) of DATASET rise and fall together."""
    _analyse("factors", {"dataset": dataset, "fields": [*fields]}, **shared)


@command.command("simulate")
@click.argument("dataset")
@click.argument("formula")
@click.option("--date", metavar="FIELD", help="The date that says in which month a row is (default: the first).")
@_shared
def simulate(dataset: str, formula: str, date: str | None, **shared: Any) -> None:
    """Say what FORMULA over measures of a month may give, from the months before."""
    _analyse("simulation", {"dataset": dataset, "formula": formula, "date": date}, **shared)


def _analyse(
    kind: str,
    settings: JsonObject,
    *,
    where: str | None,
    queries: bool,
    form: str,
    email: str | None,
    folder: Path,
) -> None:
    from dashboards.analyses import analyse
    from engine.reports.json import report_json
    from swell.cli.report_text import report_text

    workspace = open_workspace(folder)
    if email is not None:
        workspace = workspace.seen_by(email)
    report = analyse(kind, workspace.session, {**settings, "where": where}, dt.datetime.now(dt.UTC))
    click.echo(
        json.dumps(report_json(report), ensure_ascii=False, indent=1)
        if form == "json"
        else report_text(report, queries)
    )
