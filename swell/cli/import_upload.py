"""`swell import --operation`: a CSV file as an upload, with the rows that are refused told one by one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from connectors.files import Refused, UploadSchema
    from swell.workspace import Workspace


def upload_file(
    workspace: Workspace,
    path: Path,
    name: str,
    operation: str,
    schema: UploadSchema | None,
    rejects: Path | None,
    max_errors: int,
) -> None:
    """Change a dataset by the rows of a file, or of the parts of one in a folder.

    Args:
        workspace: where the dataset is.
        path: the file or folder.
        name: the dataset.
        operation: one of `swell.upload_operations.OPERATIONS`.
        schema: what the columns are.
        rejects: where to report the rows that are refused; no file is written where none is.
        max_errors: how many may be; with more nothing changes.

    Raises:
        engine.errors.SwellError: something is wrong; nothing has changed but the report.
    """
    from connectors.files import read_upload, whole_file
    from swell.cli.import_ import secure
    from swell.upload_operations import publish, unique_field

    if schema is None and operation != "Overwrite":
        raise click.UsageError(f"--operation {operation.lower()} takes --schema: it says what the columns are.")
    key = unique_field(operation, schema)
    with whole_file(path) as whole:
        found = read_upload(whole, schema, key=key)
        if rejects is not None:
            _report(found.refused, rejects)
        found.refused.check(max_errors, len(found.rows.table), whole)
    with workspace.store.transaction(created=dt.datetime.now(dt.UTC)) as change:
        label = None if schema is None else schema.label
        publish(change, name, operation, found.rows, key=key, label=label)
        change.ask(name)
        secure(workspace, name, schema)
    with workspace.store.open(name) as dataset:
        click.echo(f"{operation} of {len(found.rows.table):,} rows: '{name}' has {dataset.rows:,} rows now.")


def _report(refused: Refused, file: Path) -> None:
    """Write the report, or take that of a run before away."""
    if not refused.count:
        file.unlink(missing_ok=True)
        return
    file.write_bytes(refused.report())
    more = "" if refused.count == len(refused.rows) else f", the first {len(refused.rows):,} of them"
    rows = "row is" if refused.count == 1 else "rows are"
    click.echo(f"{refused.count:,} {rows} refused{more}: see {file}. Correct it and send it again.", err=True)
