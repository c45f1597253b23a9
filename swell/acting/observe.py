"""Which records there is a reason to act on: those of a query, those that an alert told of, those that changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from engine.analyses.segments.segment import Segment
from engine.session import Session
from engine.store.errors import StoreError
from saql import quote
from saql.record import record
from saql.types import Type
from swell.acting.action import AFTER, BEFORE, Action, AlertFires, FieldChanges, Records
from swell.acting.errors import ActingError
from swell.acting.ledger import Ledger, Look
from swell.acting.plan import Found, Left
from swell.acting.values import Value, key_text

_ALL_ROWS = 1 << 40
_KEYS_A_QUERY = 5_000
_NAMED = 8


@record(eq=False)
class Observed:
    """The records, the fields that they have (None where nothing tells), those that can't be acted on, and the look."""

    found: Sequence[Found]
    fields: Sequence[str] | None
    left: Sequence[Left] = ()
    look: Look | None = None
    note: str = ""


def observe(
    action: Action, session: Session, named: Callable[[str], Segment], ledger: Ledger, now: dt.datetime
) -> Observed:
    """Return the records that there is a reason to act on; nothing is remembered by it.

    Args:
        action: the action.
        session: what its owner may see.
        named: gives the segments of the workspace.
        ledger: what was done and seen before.
        now: the present moment.

    Raises:
        SwellError, SaqlError: what it looks at can't be computed, or has not the fields.
    """
    match action.trigger:
        case Records():
            return _of_query(action, action.trigger, session, named, ledger, now)
        case AlertFires():
            waiting = ledger.waiting(action.name)
            return Observed(waiting, [*dict.fromkeys(name for each in waiting for name in each.values)] or None)
        case FieldChanges():
            return _of_changes(action, action.trigger, session, ledger, now)


def _of_query(
    action: Action,
    trigger: Records,
    session: Session,
    named: Callable[[str], Segment],
    ledger: Ledger,
    now: dt.datetime,
) -> Observed:
    segment = named(trigger.segment) if trigger.segment else None
    text = trigger.query or "" if segment is None else _of_segment(segment, action, session)
    rows, fields = _rows(session, text, now)
    key_field = trigger.key or (segment.key if segment is not None else "")
    _check_field(key_field, fields, "key")
    before = ledger.last_done(action.name)
    why = "is in the list" if segment is None else f"is in {segment.label}"
    found: dict[str, Found] = {}
    left: list[Left] = []
    for row in rows:
        key = key_text(row[key_field])
        if not key:
            left.append(Left("", f"{key_field} is empty"))
        elif key not in found:
            found[key] = Found(key, _cause(before.get(key, []), trigger.again_after, now), why, row)
    return Observed([*found.values()], fields, left)


def _of_segment(segment: Segment, action: Action, session: Session) -> str:
    """Return the query of a segment's records, with the fields that the action reads besides the columns."""
    there = _fields_of(session, segment.dataset)
    names = dict.fromkeys((*segment.columns, *(each for each in action.fields if each in there)))
    listed = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in names)
    return "\n".join([*segment.records.split("\n")[:-1], f"q = foreach q generate {listed};"])


def _cause(before: Sequence[tuple[str, dt.datetime]], again_after: dt.timedelta | None, now: dt.datetime) -> str:
    """Return which time it is that a record is acted on: the first, or the next where the last is long enough ago."""
    if not before:
        return "1"
    cause, at = before[-1]
    return str(len(before) + 1) if again_after is not None and at + again_after <= now else cause


def _of_changes(action: Action, trigger: FieldChanges, session: Session, ledger: Ledger, now: dt.datetime) -> Observed:
    fields = _fields_of(session, trigger.dataset)
    for each, what in ((trigger.key, "key"), (trigger.field, "field")):
        _check_field(each, fields, what)
    mark = hashlib.sha256(json.dumps([trigger.dataset, trigger.key, trigger.field]).encode()).hexdigest()[:20]
    seen = ledger.seen(action.name, mark)
    version = session.store.find_newest(trigger.dataset) or 0
    now_there = _values(session, trigger, now)
    known = [*fields, BEFORE, AFTER]
    note = _never_met(trigger, now_there)
    if seen is None:
        note += f"The first look remembers {len(now_there):,} values; the next one compares with them."
        return Observed([], known, look=Look(mark, version, now_there, [], []), note=note)
    fresh = {key: value for key, value in now_there.items() if key not in seen or seen[key] != value}
    counts = {key for key, value in fresh.items() if not trigger.to or value in trigger.to}
    changed = [_changed(trigger, key, seen.get(key), fresh[key], version) for key in fresh if key in counts]
    void = [key for key in fresh if key not in counts]
    waiting = [each for each in ledger.waiting(action.name) if each.key not in fresh]
    found, left = _with_fields(action, trigger, session, [*waiting, *changed], fields, now)
    return Observed(found, known, left, Look(mark, version, fresh, changed, void), note)


def _never_met(trigger: FieldChanges, values: Mapping[str, str | None]) -> str:
    """Return what is to be known of new values that no record has: they may be mistyped, or there may be none now."""
    there = sorted({value for value in values.values() if value is not None})
    missing = [each for each in trigger.to if each not in there]
    if not missing:
        return ""
    known = ", ".join(there[:_NAMED]) + (", …" if len(there) > _NAMED else "")
    return f"No {trigger.field} of {trigger.dataset} is {' or '.join(missing)} now; there are: {known}. "


def _changed(trigger: FieldChanges, key: str, before: str | None, after: str | None, version: int) -> Found:
    why = f"{trigger.field}: {before or 'none'} → {after or 'none'}"
    return Found(key, f"{why}, version {version}", why, {BEFORE: before, AFTER: after})


def _values(session: Session, trigger: FieldChanges, now: dt.datetime) -> dict[str, str | None]:
    key, field = quote.name(trigger.key), quote.name(trigger.field)
    text = f"q = load {quote.text(trigger.dataset)}; q = foreach q generate {key} as 'key', {field} as 'value';"
    table = session.query(text, now=now, row_limit=_ALL_ROWS, name="action").table
    keys, values = table.column("key").to_pylist(), table.column("value").to_pylist()
    return {
        key_text(key): None if value is None else key_text(value)
        for key, value in zip(keys, values, strict=True)
        if key is not None
    }


def _with_fields(
    action: Action,
    trigger: FieldChanges,
    session: Session,
    found: Sequence[Found],
    fields: Mapping[str, Type],
    now: dt.datetime,
) -> tuple[list[Found], list[Left]]:
    """Return records with the fields that the action reads, and those that are gone."""
    wanted = [each for each in dict.fromkeys((trigger.key, trigger.field, *action.fields)) if each in fields]
    rows: dict[str, Mapping[str, Value]] = {}
    written = str if fields[trigger.key] is Type.NUMBER else quote.text
    for start in range(0, len(found), _KEYS_A_QUERY):
        keys = ", ".join(written(each.key) for each in found[start : start + _KEYS_A_QUERY])
        names = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in wanted)
        load = f"q = load {quote.text(trigger.dataset)}; q = filter q by {quote.name(trigger.key)} in [{keys}];"
        some, _ = _rows(session, f"{load} q = foreach q generate {names};", now)
        rows |= {key_text(row[trigger.key]): row for row in some}
    there = [
        Found(each.key, each.cause, each.why, {**rows[each.key], **each.values}) for each in found if each.key in rows
    ]
    return there, [Left(each.key, f"is not in {trigger.dataset} any more") for each in found if each.key not in rows]


def _rows(session: Session, text: str, now: dt.datetime) -> tuple[list[dict[str, Any]], list[str]]:
    answer = session.query(text, now=now, row_limit=_ALL_ROWS, name="action")
    return answer.table.to_pylist(), answer.table.column_names


def _fields_of(session: Session, dataset: str) -> dict[str, Type]:
    try:
        with session.store.open(dataset) as opened:
            return {each.name: each.type for each in opened.fields}
    except StoreError as error:
        raise ActingError(error.message, hint=error.hint) from error


def _check_field(name: str, fields: Iterable[str], what: str) -> None:
    if name not in fields:
        raise ActingError(f"/on/{what}: there is no field '{name}'.", hint=f"Fields: {', '.join(fields)}.")
