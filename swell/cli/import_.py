"""`swell import`: a dataset from a CSV file, or everything in the folder of an app template."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from swell.workspace import Workspace


@click.command(
    "import",
    epilog="""\b
Examples
  swell import sales.csv --as sales
  swell import sales.csv --as sales --schema sales-schema.json --xmd sales-xmd.json
  swell import my_app_template/""",
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "name", help="The name that queries load it by (default: the file's name).")
@click.option("--schema", type=click.Path(path_type=Path), help="A CRM Analytics upload schema (JSON) for the file.")
@click.option("--xmd", type=click.Path(path_type=Path), help="A CRM Analytics XMD file (JSON): labels and formats.")
@workspace_option
def command(path: Path, name: str | None, schema: Path | None, xmd: Path | None, folder: Path) -> None:
    """Make a dataset from the CSV file PATH, or import the app template in the folder PATH.

    The old version of the dataset stays readable until the new one is complete. A file with a mistake changes nothing.
    """
    workspace = open_workspace(folder)
    if (path / "template-info.json").is_file():
        if name or schema or xmd:
            raise click.UsageError("An app template names its datasets, schemas and XMD itself: leave the options out.")
        import_template(workspace, path)
    else:
        import_csv(workspace, path, name or path.stem, schema, xmd)


def import_csv(workspace: Workspace, path: Path, name: str, schema: Path | None, xmd: Path | None) -> None:
    """Read one file whole and, if it is sound, publish it."""
    from connectors.files import read_csv, read_upload_schema, read_xmd

    table = read_csv(
        path,
        schema=None if schema is None else read_upload_schema(schema),
        xmd=None if xmd is None else read_xmd(xmd),
    )
    dataset = workspace.write(name, table.table, table.fields, label=table.label)
    click.echo(f"Imported {dataset.rows:,} rows and {len(dataset.fields)} fields into '{name}'.")


def import_template(workspace: Workspace, path: Path) -> None:
    """Read every file of a template, then publish its datasets and write its dashboards."""
    from connectors.files import read_template

    template = read_template(path)
    for dataset in template.datasets:
        written = workspace.write(dataset.name, dataset.table, dataset.fields, label=dataset.label)
        click.echo(f"Imported {written.rows:,} rows and {len(written.fields)} fields into '{dataset.name}'.")
    target = workspace.folder / "dashboards"
    target.mkdir(exist_ok=True)
    for dashboard in template.dashboards:
        file = target / f"{dashboard.name}.json"
        file.write_text(json.dumps(dashboard.content, indent=2, ensure_ascii=False) + "\n", "utf-8")
        click.echo(f"Imported the dashboard '{dashboard.label}' as {file}.")
