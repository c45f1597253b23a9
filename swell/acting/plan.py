"""The plan of a run: what would be done for which records, and for which not and why. It touches nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from connectors.writing import Change, NewTask
from dashboards.model.json import JsonObject
from saql.record import record
from swell.acting.action import Action, Effect, Export, Kind, Messages, Task, Webhook, Write
from swell.acting.template import Template, UnfitRecordError
from swell.acting.values import Values, key_text, value_json

_ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[\w-]+(\.[\w-]+)*")
"""One e-mail address without quotes or comments (RFC 5322 dot-atom, RFC 6532 letters)."""

TRIES = 3
"""How often something is tried that the CRM refuses for one record."""


@record(eq=False)
class Found:
    """A record that there is a reason to act on.

    Args:
        key: tells it apart.
        cause: tells this reason apart from others of the same record; acted on once.
        why: the same for people.
        values: its fields.
    """

    key: str
    cause: str
    why: str
    values: Values


@record
class Mail:
    """A message that is ready to be sent by somebody."""

    to: str
    subject: str
    text: str


@record(eq=False)
class Row:
    """A row of a list."""

    values: Values


@record(eq=False)
class Call:
    """What a webhook gets."""

    url: str
    content: JsonObject


Content: TypeAlias = Row | Mail | Call | Change | NewTask
State = Literal["begun", "done", "failed"]


@record
class Past:
    """What the ledger knows of a deed: `begun` and nothing more means that nobody knows whether it was done."""

    state: State
    tries: int


@record(eq=False)
class Deed:
    """One thing to do for one record.

    Args:
        id: the same whenever the same cause is acted on again.
        kind: what is done.
        content: with what.
        uncertain: whether it was begun before, and nobody knows whether it was done.
        last_try: whether it is given up if it is refused now.
    """

    id: str
    kind: Kind
    content: Content
    uncertain: bool
    last_try: bool


@record(eq=False)
class Item:
    """A record with what is to be done for it."""

    found: Found
    deeds: tuple[Deed, ...]


@record
class Left:
    """A record for which nothing is done, and why."""

    key: str
    reason: str


@record(eq=False)
class Plan:
    """What a run would do.

    Args:
        action: the action.
        items: the records, in their order.
        left: records that nothing can be done for.
        done: how many records were dealt with before.
        later: how many have to wait, as the limits are reached.
    """

    action: Action
    items: tuple[Item, ...]
    left: tuple[Left, ...]
    done: int
    later: int

    @property
    def mark(self) -> str:
        """Another one where anything else would be done: what a person confirms."""
        what = [[deed.id, repr(deed.content)] for item in self.items for deed in item.deeds]
        return hashlib.sha256(json.dumps([repr(self.action.effects), what]).encode()).hexdigest()[:20]

    def deeds(self, kind: Kind) -> list[Deed]:
        """Return what is to be done of one kind."""
        return [deed for item in self.items for deed in item.deeds if deed.kind == kind]


def plan(action: Action, found: Sequence[Found], past: Mapping[str, Past], used: int, now: dt.datetime) -> Plan:
    """Return what a run would do.

    Args:
        action: the action.
        found: the records, in the order in which they are to be dealt with, each once.
        past: what the ledger knows, by the ids of deeds.
        used: how many records the action touched in the last 24 hours.
        now: the present moment, in the zone in which days are reckoned.
    """
    items: list[Item] = []
    left: list[Left] = []
    done = later = 0
    room = max(0, min(action.limits.per_run, action.limits.per_day - used))
    for each in found:
        open_kinds = [kind for kind in action.effects if not _is_over(past.get(deed_id(action, each, kind)))]
        if not open_kinds:
            failed = any(_has_failed(past.get(deed_id(action, each, kind))) for kind in action.effects)
            done += not failed
            left += [Left(each.key, f"refused {TRIES} times; the history says why")] if failed else []
            continue
        try:
            deeds = tuple(_deed(action, each, kind, past, now) for kind in open_kinds)
        except UnfitRecordError as error:
            left.append(Left(each.key, error.message))
            continue
        if len(items) < room:
            items.append(Item(each, deeds))
        else:
            later += 1
    return Plan(action, tuple(items), tuple(left), done, later)


def deed_id(action: Action, found: Found, kind: Kind) -> str:
    """Return the id of what is done of one kind for one record and one cause."""
    about = json.dumps([action.name, found.key, found.cause, kind])
    return hashlib.sha256(about.encode()).hexdigest()[:24]


def _is_over(past: Past | None) -> bool:
    return past is not None and (past.state == "done" or _has_failed(past))


def _has_failed(past: Past | None) -> bool:
    return past is not None and past.state == "failed" and past.tries >= TRIES


def _deed(action: Action, found: Found, kind: Kind, past: Mapping[str, Past], now: dt.datetime) -> Deed:
    id_ = deed_id(action, found, kind)
    before = past.get(id_)
    content = _content(action, found, action.effects[kind], id_, now)
    last_try = before is not None and before.tries + 1 >= TRIES
    return Deed(id_, kind, content, before is not None and before.state == "begun", last_try)


def _content(action: Action, found: Found, effect: Effect, id_: str, now: dt.datetime) -> Content:
    values = found.values
    match effect:
        case Export():
            return Row({name: values.get(name) for name in effect.columns or values})
        case Messages():
            return Mail(_address(effect.to, values), _line(effect.subject, values), effect.text.text(values))
        case Webhook():
            fields = {name: value_json(values.get(name)) for name in effect.fields or values}
            head: JsonObject = {"id": id_, "action": action.name, "label": action.label, "why": found.why}
            return Call(effect.url, {**head, "key": found.key, "record": fields})
        case Write():
            new = {
                name: each.value(values) if isinstance(each, Template) else each for name, each in effect.fields.items()
            }
            return Change(key=_key(effect.id, values), values=new)
        case Task():
            return NewTask(
                marker=id_,
                object=effect.object,
                key=_key(effect.id, values),
                subject=_line(effect.subject, values)[:255],
                text=effect.text.text(values),
                due=None if effect.due_in_days is None else now.date() + dt.timedelta(days=effect.due_in_days),
                owner=None if effect.owner is None else key_text(effect.owner.value(values)).strip(),
            )


def _key(field: str, values: Values) -> str:
    text = key_text(values.get(field))
    if not text:
        raise UnfitRecordError(f"{field} is empty")
    return text


def _address(template: Template, values: Values) -> str:
    address = _line(template, values)
    if not _ADDRESS.fullmatch(address) or "=?" in address:  # which begins a word in code, see `header_line`
        raise UnfitRecordError(f"'{address[:100]}' is no e-mail address")
    return address


def _line(template: Template, values: Values) -> str:
    """Return a text of one line: what stands in a field can't begin another header, or another field of a mail."""
    return " ".join(template.text(values).split())
