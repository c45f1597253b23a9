"""`swell story`: what changed from one period to another, and what explains it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, output_option, workspace_option

if TYPE_CHECKING:
    from engine.analyses.stories.question import Better


@click.command(
    "story",
    epilog="""\b
Examples
  swell story opportunities "share(IsWon)" --where 'IsClosed == "true"'
  swell story opportunities "sum(Amount)" --compare "last quarter against last year"
  swell story cases count --compare "last month" --better lower --queries
\b
Measures
  count, sum(Amount), avg(Amount), share(IsWon), share(Amount > 1000), sum(Won) / sum(Asked)
\b
Periods
  last month, this quarter, last 30 days, 2026, 2026-Q2, 2026-05, 2026-05-01..2026-05-14,
  alone (held against the period before) or with "against last year", "against 2025-Q2",
  "against the 12 months before\"""",
)
@click.argument("dataset")
@click.argument("measure")
@click.option("--compare", default="last quarter", show_default=True, help="The period, and what it is held against.")
@click.option("--date", metavar="FIELD", help="The date that says when a row is (default: the dataset's main date).")
@click.option("--where", metavar="SAQL", help="Only rows that fulfil this condition.")
@click.option("--group", "groups", multiple=True, metavar="FIELD", help="A field that may explain it (default: all).")
@click.option(
    "--better",
    type=click.Choice(["higher", "lower"]),
    help="Which way is good news (default: guessed from what it is called).",
)
@click.option("--queries", is_flag=True, help="Show the SAQL behind each sentence.")
@output_option
@click.option("--as", "email", metavar="E-MAIL", help="Ask as somebody else: of the rows that they see.")
@workspace_option
def command(
    dataset: str,
    measure: str,
    compare: str,
    date: str | None,
    where: str | None,
    groups: tuple[str, ...],
    better: Better | None,
    queries: bool,
    form: str,
    email: str | None,
    folder: Path,
) -> None:
    """Tell what changed in MEASURE of DATASET, which segments explain it, and what to expect.

    A segment is told where it moved differently from all others by more than chance, after a correction for all that
    were looked at.
    """
    from dashboards.analyses import called
    from engine.analyses.stories.story import tell
    from engine.reports.json import report_json
    from swell.cli.report_text import report_text

    workspace = open_workspace(folder)
    if email is not None:
        workspace = workspace.seen_by(email)
    report = tell(
        workspace.session,
        dataset,
        measure,
        now=dt.datetime.now(dt.UTC),
        compare=compare,
        date=date,
        where=where,
        groups=groups,
        better=better,
        called=called(workspace.session),
    )
    click.echo(
        json.dumps(report_json(report), ensure_ascii=False, indent=1)
        if form == "json"
        else report_text(report, queries)
    )
