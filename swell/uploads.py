"""Uploads by the Wave API made into datasets: what was sent, read by its schema and published.

Source: Analytics External Data Format Reference; operations of InsightsExternalData.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import SwellError
from engine.store import Store
from saql.record import record

if TYPE_CHECKING:
    from connectors.files import FileTable, UploadSchema
    from dashboards.server.wave.processing import ReadyUpload
    from engine.store.transaction import Transaction

NOTE = "upload"
"""The note of a dataset with the id of the upload that was published last."""


class UploadError(SwellError):
    """An upload that can't be made into a dataset; nothing has changed."""


@record
class UploadLoader:
    """Publishes uploads in a workspace."""

    store: Store
    folder: Path

    def __call__(self, upload: ReadyUpload, created: dt.datetime) -> None:
        """Publish the rows of an upload; where that was done before, do nothing.

        Args:
            upload: what was sent.
            created: when.

        Raises:
            SwellError: something is wrong with it.
        """
        from connectors.files import read_upload_schema

        if self._is_published(upload):
            return
        schema = None if upload.metadata is None else read_upload_schema(upload.metadata)
        table = _read(upload, schema)
        fresh = upload.dataset not in self.store
        with self.store.transaction(created=created) as change:
            _publish(change, upload, schema, table, _notes(self.store, upload))
            if fresh:
                self._guard(upload, change)

    def _is_published(self, upload: ReadyUpload) -> bool:
        if upload.dataset not in self.store:
            return False
        with self.store.open(upload.dataset) as dataset:
            return bool(dataset.manifest.notes.get(NOTE) == upload.id)

    def _guard(self, upload: ReadyUpload, change: Transaction) -> None:
        """Write the predicate that comes with a new dataset before its rows are there."""
        from dashboards.rows.rules import FOLDER, Rules, make_rule

        rules, text = Rules(self.folder / FOLDER), _predicate(upload)
        if text is None or rules.file(upload.dataset).exists():
            return
        rule = make_rule(text)
        with change.open(upload.dataset) as dataset:
            rule.check(dataset.schema)
        rules.put(upload.dataset, rule)


def _predicate(upload: ReadyUpload) -> str | None:
    """Return the predicate in the metadata of an upload, which are valid."""
    if upload.metadata is None:
        return None
    text = json.loads(upload.metadata.read_text("utf-8-sig"))["objects"][0].get("rowLevelSecurityFilter")
    return text if isinstance(text, str) and text.strip() else None


def _read(upload: ReadyUpload, schema: UploadSchema | None) -> FileTable:
    """Return the rows; without a schema every column has texts."""
    from connectors.files import read_csv

    if schema is not None:
        return read_csv(upload.rows, schema=schema)
    names = read_csv(upload.rows).table.column_names
    return read_csv(upload.rows, roles=dict.fromkeys(names, "dimension"))


def _publish(
    change: Transaction, upload: ReadyUpload, schema: UploadSchema | None, table: FileTable, notes: dict[str, Any]
) -> None:
    rows, name = table.table, upload.dataset
    label = upload.label or (None if schema is None else table.label)
    unique = [] if schema is None else [each.name for each in schema.fields if each.unique_id]
    _check_unique(upload.operation, unique)
    known = _fields(change, name)
    if upload.operation == "Overwrite" or (known is None and upload.operation != "Delete"):
        by_key = upload.operation == "Upsert"  # of several rows with one key the last counts
        change.write(name, rows.slice(0, 0) if by_key else rows, table.fields, label=label, notes=notes)
        if by_key:
            change.upsert(name, rows, key=unique)
        return
    if known is None:
        raise UploadError(f'There is no dataset "{name}" to delete rows of.')
    _check_columns(rows.column_names, known, whole=upload.operation != "Delete")
    if upload.operation == "Append":
        change.append(name, rows, fields=table.fields, notes=notes)
    elif upload.operation == "Upsert":
        change.upsert(name, rows, key=unique, fields=table.fields, notes=notes)
    else:
        keys = rows.select(unique)
        change.upsert(name, keys.slice(0, 0), key=unique, deletes=keys, missing="keep", notes=notes)


def _fields(change: Transaction, name: str) -> list[str] | None:
    from engine.store import DatasetNotFoundError

    try:
        with change.open(name) as dataset:
            return [each.name for each in dataset.fields]
    except DatasetNotFoundError:
        return None


def _check_unique(operation: str, unique: list[str]) -> None:
    if operation in ("Upsert", "Delete") and len(unique) != 1:
        hint = 'Mark the one that tells rows apart in the metadata: "isUniqueId": true.'
        raise UploadError(f"{operation} takes one field with a unique id, and there are {len(unique)}.", hint=hint)
    if operation == "Append" and unique:
        raise UploadError(
            f'Append can\'t have a field with a unique id, and "{unique[0]}" is one.', hint="Use Upsert instead."
        )


def _check_columns(given: list[str], known: list[str], whole: bool) -> None:
    missing = [each for each in known if each not in given] if whole else []
    surplus = [each for each in given if each not in known]
    for names, words in ((missing, "lacks"), (surplus, "has besides")):
        if names:
            listed = ", ".join(f'"{each}"' for each in names[:8])
            raise UploadError(
                f"The columns are not those of the dataset: the upload {words} {listed}.",
                hint="Columns have to be the same; with Overwrite they may change.",
            )


def _notes(store: Store, upload: ReadyUpload) -> dict[str, Any]:
    if upload.dataset not in store:
        return {NOTE: upload.id}
    with store.open(upload.dataset) as dataset:
        return {**dataset.manifest.notes, NOTE: upload.id}
