"""`swell segments`: records that fulfil rules, as files say them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli import output
from swell.cli.errors import BAD_INPUT, report
from swell.cli.options import open_workspace, output_option, workspace_option

if TYPE_CHECKING:
    from engine.analyses.segments.segment import Segment
    from swell.workspace import Workspace

_SHOWN = 20


@click.group(
    "segments",
    epilog="""\b
Examples
  swell segments list
  swell segments count large_and_quiet
  swell segments show large_and_quiet --saql | swell query - -o csv > list.csv""",
)
def command() -> None:
    """Segments: segments/NAME.json has rules, and the records that fulfil them are the segment."""


@command.command("list")
@output_option
@workspace_option
def list_(form: str, folder: Path) -> int:
    """List the segments: whose records they have, how many, and what they are for."""
    from engine.analyses.segments.errors import SegmentError
    from engine.analyses.segments.folder import FOLDER, all_segments
    from engine.errors import SwellError
    from saql.diagnostics import SaqlError

    workspace = open_workspace(folder)
    rows: list[tuple[str, str, int | None, str, str]] = []
    wrong: list[SwellError | SaqlError] = []
    for name, segment in all_segments(workspace.folder / FOLDER).items():
        try:
            if isinstance(segment, SegmentError):
                raise segment
            rows.append((name, segment.dataset, _count(workspace, segment), segment.label, segment.description))
        except (SwellError, SaqlError) as error:
            problem = error.message if isinstance(error, SwellError) else error.diagnostics[0].message
            rows.append((name, "", None, "", problem))
            wrong.append(error)
    if form == "json":
        fields = ("name", "dataset", "records", "label", "description")
        click.echo(json.dumps([dict(zip(fields, each, strict=True)) for each in rows], ensure_ascii=False, indent=1))
    elif not rows:
        click.echo("There are no segments yet. A file segments/NAME.json makes one, and so does the page /segments.")
    else:
        names = ("segment", "records of", "records", "label", "what it is for")
        click.echo(output.draw_table(names, rows, (False, False, True, False, False)))
    for each in wrong:
        report(each)
    return BAD_INPUT if wrong else 0


@command.command("show")
@click.argument("name")
@click.option("--saql", is_flag=True, help="Print the query that lists its records, and nothing else.")
@workspace_option
def show(name: str, saql: bool, folder: Path) -> None:
    """Show the segment NAME: what it is, its query, and the first of its records."""
    workspace, segment = _open(name, folder)
    if saql:
        click.echo(segment.records)
        return
    found = _count(workspace, segment)
    click.echo(f"{segment.label}: {found:,} records of {segment.dataset}, told apart by {segment.key}")
    if segment.description:
        click.echo(segment.description)
    click.echo(f"\n{segment.records}\n")
    first = workspace.query(f"{segment.records}\nq = limit q {_SHOWN};", now=_now(), name=name)
    click.echo(output.table_text(first.table, _SHOWN))


@command.command("count")
@click.argument("name")
@workspace_option
def count_(name: str, folder: Path) -> None:
    """Print how many records the segment NAME has."""
    click.echo(_count(*_open(name, folder)))


def _open(name: str, folder: Path) -> tuple[Workspace, Segment]:
    from engine.analyses.segments.folder import FOLDER, segment_named

    workspace = open_workspace(folder)
    return workspace, segment_named(workspace.folder / FOLDER, name)


def _count(workspace: Workspace, segment: Segment) -> int:
    from engine.analyses.segments.check import check_segment
    from engine.analyses.segments.query import count

    check_segment(segment, workspace.session.snapshot([segment.dataset]))
    rows = workspace.query(count(segment), now=_now(), name=segment.name).rows()
    return int(rows[0]["count"]) if rows else 0


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
