"""An action, as its file `actions/NAME.json` says it: for which records, what to do, within which limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

from saql.record import record
from swell.acting.template import Template

Kind: TypeAlias = Literal["export", "messages", "write", "task", "webhook"]
KINDS: tuple[Kind, ...] = ("export", "messages", "write", "task", "webhook")
"""What can be done, in the order in which it is."""

BEFORE, AFTER = "before", "after"
"""Fields that records of alerts and of changes have besides their own."""


@record
class Records:
    """The rows of a query or of a segment; `key` tells records apart, the segment's own where None.

    A record is acted on once, or again when it is still there so long after the last time.
    """

    query: str | None
    segment: str | None
    key: str | None
    again_after: dt.timedelta | None


@record
class AlertFires:
    """The rows that an alert tells of; without a `key` all its texts together tell them apart."""

    alert: str
    key: str | None


@record
class FieldChanges:
    """The records of a dataset whose field has another value than at the last run.

    `to` are the new values that count; any where empty.
    """

    dataset: str
    key: str
    field: str
    to: tuple[str, ...]


Trigger: TypeAlias = Records | AlertFires | FieldChanges


@record
class Export:
    """A list as a file; all fields where `columns` is empty."""

    format: Literal["csv", "xlsx"]
    columns: tuple[str, ...]


@record
class Messages:
    """A message for each record, as a draft that a person may send."""

    to: Template
    subject: Template
    text: Template


@record
class Webhook:
    """A request for each record, with these fields; all where empty."""

    url: str
    fields: tuple[str, ...]


@record
class Write:
    """Fields of a record of a CRM and their new values; `id` is the field of ours that has the record's key there."""

    connection: str
    object: str
    id: str
    fields: Mapping[str, Template | int | float | bool | None]


@record
class Task:
    """A task for a person, in a CRM, about a record of it."""

    connection: str
    object: str
    id: str
    subject: Template
    text: Template
    due_in_days: int | None
    owner: Template | None


Effect: TypeAlias = Export | Messages | Webhook | Write | Task


@record
class Limits:
    """How many records an action may touch in one run, and in 24 hours."""

    per_run: int
    per_day: int


@record
class Action:
    """An action.

    `owner` is the e-mail of whose rows it works with. With `confirm` nothing is done until a person has looked.
    """

    name: str
    label: str
    owner: str
    trigger: Trigger
    effects: Mapping[Kind, Effect]
    limits: Limits
    confirm: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of records that it reads, each once."""
        found = [name for each in self.effects.values() for name in fields_of(each)]
        return tuple(dict.fromkeys(found))


def fields_of(effect: Effect) -> tuple[str, ...]:
    """Return the fields of records that an effect reads."""
    match effect:
        case Export():
            return effect.columns
        case Webhook():
            return effect.fields
        case Write():
            return (effect.id, *(name for _, each in templates_of(effect) for name in each.fields))
        case Task():
            return (effect.id, *(name for _, each in templates_of(effect) for name in each.fields))
        case Messages():
            return tuple(name for _, each in templates_of(effect) for name in each.fields)


def templates_of(effect: Effect) -> list[tuple[str, Template]]:
    """Return the templates of an effect, each with the pointer to it within the effect."""
    match effect:
        case Write():
            return [(f"fields/{name}", each) for name, each in effect.fields.items() if isinstance(each, Template)]
        case Task():
            owner = [("owner", effect.owner)] if effect.owner is not None else []
            return [("subject", effect.subject), ("text", effect.text), *owner]
        case Messages():
            return [("to", effect.to), ("subject", effect.subject), ("text", effect.text)]
        case Export() | Webhook():
            return []
