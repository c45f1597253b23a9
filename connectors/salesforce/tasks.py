"""Tasks: as records to be made, and found again by the marker in their text.

No query can look into `Description`, so the tasks of the records in question are read, those in the recycle bin and in
the archive too: a task that somebody deleted is not made anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.salesforce import soql
from connectors.salesforce.transport import Transport, json_body
from connectors.writing import NewTask, marked

PEOPLE = ("Contact", "Lead")
"""Objects that a task names in `WhoId`; all others stand in `WhatId`."""
A_QUERY = 100


def task_record(task: NewTask) -> Mapping[str, Any]:
    """Return a task as Salesforce takes it."""
    made: dict[str, Any] = {
        "attributes": {"type": "Task"},
        _about(task): task.key,
        "Subject": task.subject,
        "Description": task.body,
    }
    if task.due is not None:
        made["ActivityDate"] = task.due.isoformat()
    if task.owner is not None:
        made["OwnerId"] = task.owner
    return made


def find_tasks(transport: Transport, tasks: Sequence[NewTask]) -> dict[str, str]:
    """Return which of some tasks there are: marker → id."""
    found: dict[str, str] = {}
    for field in ("WhoId", "WhatId"):
        about = [each for each in tasks if _about(each) == field]
        for start in range(0, len(about), A_QUERY):
            piece = about[start : start + A_QUERY]
            keys = list(dict.fromkeys(each.key for each in piece))
            query = soql.select(("Id", "Description"), "Task", [soql.among(field, keys)])
            texts = {str(row["Id"]): str(row.get("Description") or "") for row in _rows(transport, query)}
            found |= marked(piece, texts)
    return found


def _about(task: NewTask) -> str:
    return "WhoId" if task.object in PEOPLE else "WhatId"


def _rows(transport: Transport, query: str) -> list[dict[str, Any]]:
    page = transport.query(query, "Task", "queryAll")
    rows: list[dict[str, Any]] = list(page.get("records") or ())
    while (place := str(page.get("nextRecordsUrl") or "")).startswith("/services/data/"):
        page = transport.call("GET", place, "Task", json_body)
        rows += page.get("records") or ()
    return rows
