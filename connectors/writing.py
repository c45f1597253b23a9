"""Writing back to a CRM: what a connector may have besides reading, and what it is given and gives.

A `Writer` changes fields of records that exist and makes tasks. It never deletes, and makes no other records. Each
record has an answer of its own: one that the CRM refuses keeps no other from being written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from connectors.errors import AnswerError, UnreachableError

_MARKER = re.compile(r"\[Swell (\w+)\]")

NewValue: TypeAlias = str | int | float | bool | dt.date | dt.datetime | list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """New values of a record.

    Args:
        key: the record's key in the CRM.
        values: field → value; None empties the field. Moments have a zone, or are in UTC.
    """

    key: str
    values: Mapping[str, NewValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to be made.

    Args:
        marker: tells it apart from all others, for ever: it stands in the task, so that the task can be found again.
        object: the object of the record that it is about.
        key: that record's key.
        subject: its title.
        text: more about it.
        due: the day by which it is to be done.
        owner: the key of the user whose task it is; the login's own where None.
    """

    marker: str
    object: str
    key: str
    subject: str
    text: str = ""
    due: dt.date | None = None
    owner: str | None = None

    @property
    def body(self) -> str:
        """The text with the marker below it, as it stands in the CRM."""
        return f"{self.text}\n\n{marker_line(self.marker)}".lstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a record: the key that it has in the CRM, or why the CRM refused it, in the CRM's words."""

    key: str | None = None
    problem: str | None = None


@runtime_checkable
class Writer(Protocol):
    """A connector that writes. Every method may raise the errors that any call may.

    The answers come in the order of what was given. A call that ends with an error may have written some of it.
    """

    @property
    def task_object(self) -> str:
        """What the CRM calls tasks, such as `Task`."""

    def writable(self, name: str) -> Collection[str]:
        """Return the fields of an object that this login may change now.

        Raises:
            ObjectRefusedError: there is no such object, or this login may not read it.
        """

    def present(self, name: str, keys: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Return what stands in fields of records now, as texts without what is empty, by the records' keys."""

    def update(self, name: str, changes: Sequence[Change]) -> Sequence[Written]:
        """Change fields of records. To do so twice is the same as once, so calls are tried again as reads are."""

    def find_tasks(self, tasks: Sequence[NewTask]) -> Mapping[str, str]:
        """Return which of some tasks there are already: marker → key."""

    def create_tasks(self, tasks: Sequence[NewTask]) -> Sequence[Written]:
        """Make tasks that are not there yet.

        A call whose answer was lost is not sent again before the CRM was asked which of its tasks there are.
        """


def marker_line(marker: str) -> str:
    """Return the line of a task that says who made it."""
    return f"[Swell {marker}]"


def marked(tasks: Sequence[NewTask], texts: Mapping[str, str]) -> dict[str, str]:
    """Return which of some tasks there are, given the texts of tasks in the CRM by their keys: marker → key."""
    there = {marker: key for key, text in texts.items() for marker in _MARKER.findall(text)}
    return {each.marker: there[each.marker] for each in tasks if each.marker in there}


def create_once(
    tasks: Sequence[NewTask],
    send: Callable[[Sequence[NewTask]], Sequence[Written]],
    find: Callable[[Sequence[NewTask]], Mapping[str, str]],
    sleep: Callable[[float], None],
) -> list[Written]:
    """Return the answers of a call that makes tasks, sent again only for those that the CRM does not have.

    Args:
        tasks: as many as one call takes.
        send: makes them by one call that is not tried again.
        find: says which of some there are: marker → key.
        sleep: waits.

    Raises:
        ConnectorError: the last call met it. Which of its tasks were made is not known then.
    """
    answers: dict[str, Written] = {}
    missing = list(tasks)
    for wait in (*WAITS, None):
        try:
            sent = send(missing)
        except (UnreachableError, AnswerError):
            if wait is None:
                raise
            sleep(wait)
            there = find(missing)
            answers |= {marker: Written(key=key) for marker, key in there.items()}
            missing = [each for each in missing if each.marker not in there]
            if missing:
                continue
            break
        answers |= {each.marker: answer for each, answer in zip(missing, sent, strict=True)}
        break
    return [answers[each.marker] for each in tasks]


WAITS = (2.0, 8.0, 30.0)
"""Seconds before a lost call is looked after and sent again."""
