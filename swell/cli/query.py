"""`swell query`: run SAQL and show the rows."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli import output
from swell.cli.options import engine_option, open_workspace, workspace_option

if TYPE_CHECKING:
    from swell.result import Result

SHOWN_ROWS = 40


@click.command(
    "query",
    epilog="""\b
Examples
  swell query queries/pipeline.saql
  swell query -e 'q = load "opportunities"; q = group q by all; q = foreach q generate count() as n;'
  swell query -o csv queries/pipeline.saql > pipeline.csv
  echo 'q = load "accounts"; q = foreach q generate Name;' | swell query -""",
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("-e", "--text", help="The query itself, instead of a file.")
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(["table", "csv", "json", "arrow"]),
    help="How to write the rows (default: table on a terminal, csv into a pipe).",
)
@click.option("--timezone", help="IANA name of the zone that dates are reckoned in (default: the workspace's).")
@click.option("--as", "email", metavar="E-MAIL", help="Ask as somebody else: see the rows that they see.")
@engine_option
@workspace_option
def command(
    file: Path | None,
    text: str | None,
    form: str | None,
    timezone: str | None,
    email: str | None,
    engine: str | None,
    folder: Path,
) -> None:
    """Run the SAQL query in FILE ('-' is standard input) and show its rows."""
    name, query = read_query(file, text)
    workspace = open_workspace(folder, engine)
    if email is not None:
        workspace = workspace.seen_by(email)
    result = workspace.query(query, now=dt.datetime.now(dt.UTC), timezone=timezone, name=name)
    if result.warnings:
        click.echo(output.warnings_text(result.warnings, query, name), err=True)
    write(result, form or ("table" if sys.stdout.isatty() else "csv"))


def read_query(file: Path | None, text: str | None) -> tuple[str, str]:
    """Return the name and the text of the query that the arguments give.

    Raises:
        click.UsageError: there is none, there are two, or the file can't be read.
    """
    if (file is None) == (text is None):
        raise click.UsageError("Give a file with the query, '-' for standard input, or the query itself with -e.")
    if text is not None:
        return "query", text
    assert file is not None
    if str(file) == "-":
        return "standard input", sys.stdin.read()
    try:
        return str(file), file.read_text("utf-8-sig")
    except FileNotFoundError:
        raise click.UsageError(f"There is no file '{file}'. For a query on the command line, use -e.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"'{file}' can't be read as UTF-8 text: {error}") from None


def write(result: Result, form: str) -> None:
    """Write a result to standard output in one of the forms."""
    table = result.table
    if form == "arrow":
        import pyarrow as pa

        with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
            stream.write_table(table)
        return
    if form == "csv":
        for line in output.csv_lines(table):
            click.echo(line)
    elif form == "json":
        click.echo(output.json_text(table))
    else:
        click.echo(output.table_text(table, SHOWN_ROWS))
        click.echo(_footer(result))
    if result.truncated:
        click.echo(f"Only the first {len(result):,} rows are shown; end the query with a 'limit' for more.", err=True)


def _footer(result: Result) -> str:
    rows = "1 row" if len(result) == 1 else f"{len(result):,} rows"
    return f"\n{rows}" + (f", {SHOWN_ROWS} shown" if len(result) > SHOWN_ROWS else "")
