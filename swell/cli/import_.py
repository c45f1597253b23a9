"""`swell import`: a dataset from a file or a folder of files, or everything in the folder of an app template."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from connectors.files import UploadSchema
    from dashboards.metadata import Xmd
    from engine.store import Dataset
    from swell.workspace import Workspace

WATCH_SECONDS = 10.0


@click.command(
    "import",
    epilog="""\b
Examples
  swell import sales.csv --as sales
  swell import sales.csv --as sales --schema sales-schema.json --xmd sales-xmd.json
  swell import forecast.xlsx --sheet "Q1 2026" --as forecast
  swell import parts/ --as orders
  swell import exports/ --as events --append --watch 30
  swell import changes.csv --as sales --schema sales-schema.json --operation upsert --rejects refused.csv
  swell import my_app_template/""",
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "name", help="The name that queries load it by (default: the file's name).")
@click.option("--schema", type=click.Path(path_type=Path), help="A CRM Analytics upload schema (JSON) for CSV files.")
@click.option("--xmd", type=click.Path(path_type=Path), help="A CRM Analytics XMD file (JSON): labels and formats.")
@click.option("--sheet", help="The sheet of an Excel workbook (default: the first).")
@click.option("--append", is_flag=True, help="Add the rows to the dataset; a file added before takes its rows' place.")
@click.option(
    "--watch",
    type=click.FloatRange(min=0.1),
    is_flag=False,
    flag_value=WATCH_SECONDS,
    metavar="[SECONDS]",
    help=f"Look at the folder PATH again and again (default: every {WATCH_SECONDS:.0f} seconds).",
)
@click.option(
    "--operation",
    type=click.Choice(["overwrite", "append", "upsert", "delete"]),
    help="What a CSV file with a schema does to the dataset, as uploads to CRM Analytics; rows go by their unique id.",
)
@click.option("--rejects", type=click.Path(path_type=Path), help="Report rows that are refused in this CSV file.")
@click.option(
    "--max-errors",
    type=click.IntRange(0, 100_000),
    default=0,
    help="How many rows may be refused; with more, nothing changes (default: 0).",
)
@workspace_option
def command(
    path: Path,
    name: str | None,
    schema: Path | None,
    xmd: Path | None,
    sheet: str | None,
    append: bool,
    watch: float | None,
    operation: str | None,
    rejects: Path | None,
    max_errors: int,
    folder: Path,
) -> None:
    """Make a dataset from the file PATH (CSV, Parquet, Arrow, Excel) or from all files of the folder PATH.

    A folder has files of one kind with the same columns, or is a published app template. The old version of the
    dataset stays readable until the new one is complete. A file with a mistake changes nothing.
    """
    workspace = open_workspace(folder)
    if (path / "template-info.json").is_file():
        if name or schema or xmd or sheet or append or watch or operation or rejects or max_errors:
            raise click.UsageError("An app template names its datasets, schemas and XMD itself: leave the options out.")
        import_template(workspace, path)
        return
    if watch is not None and not path.is_dir():
        raise click.UsageError(f"--watch looks at a folder, and '{path}' is none.")
    from connectors.files import read_upload_schema

    upload_schema = None if schema is None else read_upload_schema(schema)
    said = _read_xmd(xmd)
    name = name or (path.resolve().name if path.is_dir() else path.stem)
    if operation or rejects or max_errors:
        if xmd or sheet or append or watch is not None:
            raise click.UsageError("--operation, --rejects and --max-errors go with --as and --schema alone.")
        if operation is None and schema is None:
            raise click.UsageError("--rejects and --max-errors take --schema: it says what rows have to be.")
        from swell.cli.import_upload import upload_file

        upload_file(workspace, path, name, (operation or "overwrite").title(), upload_schema, rejects, max_errors)
        return
    if watch is not None:
        from swell.cli.import_watch import watch_folder

        secure(workspace, name, upload_schema)
        _keep_xmd(workspace, name, said)
        watch_folder(workspace, path, name, watch, append=append, schema=upload_schema, sheet=sheet)
    elif append:
        append_files(workspace, path, name, upload_schema, sheet)
        _keep_xmd(workspace, name, said)
    else:
        import_rows(workspace, path, name, upload_schema, said, sheet)
        _keep_xmd(workspace, name, said)


def import_rows(
    workspace: Workspace, path: Path, name: str, schema: UploadSchema | None, xmd: Xmd | None, sheet: str | None
) -> None:
    """Read a file, or the files of a folder, and, if all is sound, publish the rows."""
    from connectors.files import read_file, read_folder

    read = read_folder if path.is_dir() else read_file
    rows = read(path, schema=schema, sheet=sheet)
    fields = rows.fields if xmd is None else xmd.counted(rows.fields)
    with workspace.store.transaction(created=dt.datetime.now(dt.UTC)) as change:
        change.write(name, rows.batches, fields, label=rows.label)
        change.ask(name)  # before anything else is written
        secure(workspace, name, schema)
    with workspace.store.open(name) as dataset:
        _say(dataset)


def _read_xmd(file: Path | None) -> Xmd | None:
    """Read extended metadata, before anything is written."""
    if file is None:
        return None
    from dashboards.metadata import read_xmd_file

    return read_xmd_file(file)


def _keep_xmd(workspace: Workspace, name: str, xmd: Xmd | None) -> None:
    """Write what an import says of a dataset in the place of all that people said of it."""
    if xmd is not None:
        click.echo(f"Wrote {workspace.metadata.put(name, xmd)}: how its fields are shown.")


def secure(workspace: Workspace, name: str, schema: UploadSchema | None) -> None:
    """Write the predicate that a schema has for a dataset that has none, before there are rows to be seen.

    Raises:
        engine.errors.SwellError: it is no predicate.
    """
    if schema is None or schema.predicate is None:
        return
    from dashboards.rows.rules import make_rule

    rules = workspace.sessions.rules
    if not rules.file(name).exists():
        click.echo(f"Wrote {rules.put(name, make_rule(schema.predicate))}: who sees which rows.")


def append_files(workspace: Workspace, path: Path, name: str, schema: UploadSchema | None, sheet: str | None) -> None:
    """Add the rows of a file, or of each file of a folder."""
    from connectors.files import append_file, data_files

    secure(workspace, name, schema)
    for file in data_files(path) if path.is_dir() else [path]:
        created = dt.datetime.now(dt.UTC)
        dataset = append_file(workspace.store, name, file, created=created, schema=schema, sheet=sheet)
        click.echo(f"Added {file.name} to '{name}', which has {dataset.rows:,} rows now.")


def import_template(workspace: Workspace, path: Path) -> None:
    """Read every file of a template, then publish its datasets and write its dashboards."""
    from connectors.files import read_template

    template = read_template(path)
    said = [_read_xmd(each.xmd) for each in template.datasets]
    for dataset, xmd in zip(template.datasets, said, strict=True):
        fields = dataset.fields if xmd is None else xmd.counted(dataset.fields)
        _say(workspace.write(dataset.name, dataset.table, fields, label=dataset.label))
        _keep_xmd(workspace, dataset.name, xmd)
    target = workspace.folder / "dashboards"
    target.mkdir(exist_ok=True)
    for dashboard in template.dashboards:
        file = target / f"{dashboard.name}.json"
        file.write_text(json.dumps(dashboard.content, indent=2, ensure_ascii=False) + "\n", "utf-8")
        click.echo(f"Imported the dashboard '{dashboard.label}' as {file}.")


def _say(dataset: Dataset) -> None:
    click.echo(f"Imported {dataset.rows:,} rows and {len(dataset.fields)} fields into '{dataset.name}'.")
