"""`swell publish`: a dataset as Parquet files for other engines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from engine.published.publish import Published


@click.command(
    "publish",
    epilog="""\b
Examples
  swell publish opportunities /mnt/shared/crm
  swell publish opportunities "s3://crm/datasets?endpoint_override=http://127.0.0.1:9000"
  swell publish opportunities /mnt/shared/crm --full""",
)
@click.argument("dataset")
@click.argument("url")
@click.option("--full", is_flag=True, help="Write all rows anew, not only the months in which rows changed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@workspace_option
def command(dataset: str, url: str, full: bool, as_json: bool, folder: Path) -> None:
    """Write DATASET as Parquet files into a folder of its own at URL: a folder or an object store.

    Rows are cut by the month of the main date. When it is published there again, only the months in which rows changed
    are written. Other engines read the files; [tables] of swell.toml makes a dataset of them in any workspace.
    """
    from engine.published.publish import publish
    from engine.published.target import open_target

    with open_workspace(folder).store.open(dataset) as opened:
        target = open_target(url, opened.name)
        found = publish(opened, target, whole=full)
    click.echo(json.dumps(_facts(found, target.url)) if as_json else _words(found, target.url))


def _facts(found: Published, url: str) -> dict[str, object]:
    return {
        "dataset": found.manifest.name,
        "version": found.manifest.version,
        "url": url,
        "rows": found.manifest.rows,
        "files_written": found.wrote,
        "files_kept": found.kept,
        "rows_written": found.rows,
        "bytes_written": found.bytes,
        "all_because": found.why,
    }


def _words(found: Published, url: str) -> str:
    manifest = found.manifest
    size = f"{found.bytes / 1_000_000:,.1f} MB"
    if found.why:
        how = f"All {found.rows:,} rows in {found.wrote:,} files, {size}: {found.why}."
    elif not found.wrote:
        how = f"Nothing changed; {found.kept:,} files are as they were."
    else:
        how = f"{found.wrote:,} files with {found.rows:,} rows, {size}; {found.kept:,} files are as they were."
    return f'Published version {manifest.version} of "{manifest.name}" at {url}. {how}'
