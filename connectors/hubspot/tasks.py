"""Tasks: made with their links, and found again over these by the marker in their text.

Reference: developers.hubspot.com, "Tasks" and "Batch create", 2026. A batch whose inputs have an `objectWriteTraceId`
is answered input by input. The search index may not have a task for a while, so tasks are found by their links.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from connectors.errors import AnswerError
from connectors.hubspot.answers import results
from connectors.hubspot.associations import ends_of
from connectors.hubspot.calls import Caller
from connectors.hubspot.write import A_CALL, refused
from connectors.writing import NewTask, Written, create_once, marked

TASKS = "tasks"
TEXT = "hs_task_body"
NOON = dt.time(12, tzinfo=dt.UTC)
"""A task is due at a moment; at noon UTC it is the same day in nearly all time zones."""


def find_tasks(caller: Caller, tasks: Sequence[NewTask]) -> dict[str, str]:
    """Return which of some tasks there are: marker → id."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(each.object for each in tasks):
        about = [each for each in tasks if each.object == name]
        ends = ends_of(caller, name, TASKS, list(dict.fromkeys(each.key for each in about)))
        ids = list(dict.fromkeys(str(end["toObjectId"]) for each in ends.values() for end in each))
        found |= marked(about, _texts(caller, ids))
    return found


def create_tasks(caller: Caller, tasks: Sequence[NewTask], sleep: Callable[[float], None]) -> list[Written]:
    """Make tasks."""
    links = {name: _link(caller, name) for name in dict.fromkeys(each.object for each in tasks)}
    today = caller.clock().date() if any(each.due is None for each in tasks) else None

    def send(some: Sequence[NewTask]) -> list[Written]:
        body = {"inputs": [_input(each, links[each.object], today) for each in some]}
        answer = caller.ask("POST", "batch_create", TASKS, {"type": TASKS}, body=body, repeatable=False).body
        made = {str(each.get("objectWriteTraceId")): str(each["id"]) for each in results(answer, "id")}
        problems = refused(answer, "objectWriteTraceId")
        if not {each.marker for each in some} <= made.keys() | problems.keys():
            raise AnswerError("HubSpot did not say of each task what became of it")
        return [
            Written(key=made[each.marker]) if each.marker in made else Written(problem=problems[each.marker])
            for each in some
        ]

    def find(some: Sequence[NewTask]) -> Mapping[str, str]:
        return find_tasks(caller, some)

    pieces = [tasks[start : start + A_CALL] for start in range(0, len(tasks), A_CALL)]
    return [each for piece in pieces for each in create_once(piece, send, find, sleep)]


def _input(task: NewTask, link: Mapping[str, Any], today: dt.date | None) -> dict[str, Any]:
    due = dt.datetime.combine(task.due or today or dt.date.min, NOON)
    properties = {
        "hs_task_subject": task.subject,
        TEXT: html.escape(task.body, quote=False).replace("\n", "<br>"),
        "hs_task_status": "NOT_STARTED",
        "hs_timestamp": due.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if task.owner is not None:
        properties["hubspot_owner_id"] = task.owner
    return {
        "objectWriteTraceId": task.marker,
        "properties": properties,
        "associations": [{"to": {"id": task.key}, "types": [link]}],
    }


def _link(caller: Caller, name: str) -> dict[str, Any]:
    """Return the kind of link from tasks to an object that has no label."""
    kinds = results(caller.get("labels", f"links to {name}", type=TASKS, to=name), "typeId")
    for each in kinds:
        if not each.get("label"):
            return {"associationCategory": each.get("category"), "associationTypeId": each["typeId"]}
    raise AnswerError(f"HubSpot has no tasks about {name}.", hint="Name another object in the action.")


def _texts(caller: Caller, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(ids), A_CALL):
        body = {"inputs": [{"id": each} for each in ids[start : start + A_CALL]], "properties": [TEXT]}
        for each in results(caller.post("batch_read", TASKS, body, type=TASKS), "id", "properties"):
            found[str(each["id"])] = str(each["properties"].get(TEXT) or "")
    return found
