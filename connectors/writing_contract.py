"""What every connector that writes has to keep, as checks like those of `connectors.contract`.

They change the CRM behind it: they take an object of it, two records, and a text field that may be changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from connectors.contract import ContractError
from connectors.writing import Change, NewTask, Writer

MISSING = "999999999999999"
"""The key of no record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where the checks may write: an object, the keys of two records, a text field."""

    object: str
    keys: tuple[str, str]
    field: str


def fields_that_change_are_listed(writer: Writer, ground: Ground) -> None:
    """Check that `writable` lists the field, and not the key."""
    may = writer.writable(ground.object)
    _hold(ground.field in may, f"writable() must list {ground.field}.")
    _hold("Id" not in may and "hs_object_id" not in may, "writable() must not list the key.")


def what_is_written_is_there(writer: Writer, ground: Ground) -> None:
    """Check that `present` tells what `update` wrote, of records that are there."""
    writer.update(ground.object, [Change(key=ground.keys[0], values={ground.field: "present"})])
    found = writer.present(ground.object, [ground.keys[0], MISSING], [ground.field])
    _hold(
        {key: dict(each) for key, each in found.items()} == {ground.keys[0]: {ground.field: "present"}},
        f"present() must tell what was written, and of no other record, not {found}.",
    )


def each_record_has_its_answer(writer: Writer, ground: Ground) -> None:
    """Check that a record that is not there is told, in its place, and that the others are written."""
    keys = (ground.keys[0], MISSING, ground.keys[1])
    answers = writer.update(ground.object, [Change(key=each, values={ground.field: "checked"}) for each in keys])
    told = [each.problem is None for each in answers]
    _hold(told == [True, False, True], f"update() must answer for each record in its place, not {told}.")


def nothing_is_written_for_nobody(writer: Writer, ground: Ground) -> None:
    """Check that no records take no calls that fail."""
    _hold(list(writer.update(ground.object, [])) == [], "update() of no records must give no answers.")
    _hold(list(writer.create_tasks([])) == [], "create_tasks() of no tasks must give no answers.")
    _hold(dict(writer.find_tasks([])) == {}, "find_tasks() of no tasks must find none.")


def tasks_are_found_by_their_marker(writer: Writer, ground: Ground) -> None:
    """Check that a task is found once it is made, with the key that it was made with, and no other is."""
    wanted, other = (_task(ground, key) for key in ground.keys)
    _hold(not writer.find_tasks([wanted, other]), "find_tasks() must find nothing before there is a task.")
    (made,) = writer.create_tasks([wanted])
    _hold(made.problem is None, f"create_tasks() must make a task: {made.problem}.")
    found = dict(writer.find_tasks([wanted, other]))
    _hold(found == {wanted.marker: made.key}, f"find_tasks() must find the task that was made, not {found}.")


def a_task_about_nothing_is_refused(writer: Writer, ground: Ground) -> None:
    """Check that a task about a record that is not there is refused, and the other made."""
    answers = writer.create_tasks([_task(ground, MISSING), _task(ground, ground.keys[0])])
    told = [each.problem is None for each in answers]
    _hold(told == [False, True], f"create_tasks() must answer for each task in its place, not {told}.")


CHECKS: Sequence[Callable[[Writer, Ground], None]] = (
    fields_that_change_are_listed,
    what_is_written_is_there,
    each_record_has_its_answer,
    nothing_is_written_for_nobody,
    tasks_are_found_by_their_marker,
    a_task_about_nothing_is_refused,
)
"""All checks; each raises `ContractError`."""


def _task(ground: Ground, key: str) -> NewTask:
    return NewTask(marker=uuid.uuid4().hex[:24], object=ground.object, key=key, subject="A check of the connector")


def _hold(truth: bool, otherwise: str) -> None:
    if not truth:
        raise ContractError(otherwise)
