"""Uploads by the Wave API made into datasets: what was sent, read by its schema and published.

Source: Analytics External Data Format Reference; operations of InsightsExternalData.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.disk import replace_flushed
from engine.store import Store
from saql.record import record
from swell.upload_operations import publish, unique_field

if TYPE_CHECKING:
    from dashboards.server.wave.processing import ReadyUpload
    from engine.store.transaction import Transaction

NOTE = "upload"
"""The note of a dataset with the id of the upload that was published last."""

REFUSED = "upload_refused"
"""The note with how many of its rows were refused."""


@record
class UploadLoader:
    """Publishes uploads in a workspace; of a file `max_errors` rows may be refused."""

    store: Store
    folder: Path
    max_errors: int = 0

    def __call__(self, upload: ReadyUpload, created: dt.datetime) -> int:
        """Publish the rows of an upload that are sound; where that was done before, do nothing.

        Args:
            upload: what was sent. Rows that are refused are reported in its file `refused`.
            created: when.

        Returns:
            How many rows were refused.

        Raises:
            SwellError: something is wrong with it.
        """
        from connectors.files import read_upload, read_upload_schema

        before = _notes(self.store, upload)
        if before.get(NOTE) == upload.id:
            return int(before.get(REFUSED, 0))
        schema = None if upload.metadata is None else read_upload_schema(upload.metadata)
        key = unique_field(upload.operation, schema)
        found = read_upload(upload.rows, schema, key=key)
        if found.refused.count:
            replace_flushed(upload.refused, found.refused.report())
        found.refused.check(self.max_errors, len(found.rows.table), upload.rows)
        label = upload.label or (None if schema is None else schema.label)
        fresh = upload.dataset not in self.store
        with self.store.transaction(created=created) as change:
            notes = {**before, NOTE: upload.id, REFUSED: found.refused.count}
            publish(change, upload.dataset, upload.operation, found.rows, key=key, label=label, notes=notes)
            if fresh:
                change.ask(upload.dataset)  # before anything else is written
                self._guard(upload, change)
        return found.refused.count

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


def _notes(store: Store, upload: ReadyUpload) -> dict[str, Any]:
    if upload.dataset not in store:
        return {}
    with store.open(upload.dataset) as dataset:
        return dict(dataset.manifest.notes)
