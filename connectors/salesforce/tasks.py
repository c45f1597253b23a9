"""Tasks: as records to be made, and found again by the marker in their text.

No query can look into `Description`, so the tasks of the records in question are read, those in the recycle bin and in
the archive too: a task that somebody deleted is not made anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.salesforce.present import rows_among
from connectors.salesforce.transport import Transport
from connectors.writing import NewTask, marked

PEOPLE = ("Contact", "Lead")
"""Objects that a task names in `WhoId`; all others stand in `WhatId`."""


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
        keys = list(dict.fromkeys(each.key for each in about))
        rows = rows_among(transport, "Task", ("Id", "Description"), field, keys, "queryAll")
        found |= marked(about, {str(row["Id"]): str(row.get("Description") or "") for row in rows})
    return found


def _about(task: NewTask) -> str:
    return "WhoId" if task.object in PEOPLE else "WhatId"
