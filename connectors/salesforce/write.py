"""Writing records: up to 200 a call, each with an answer of its own.

Reference: REST API Developer Guide, "sObject Collections". With `allOrNone` false, records that are refused keep no
others from being written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests

from connectors.errors import AnswerError
from connectors.protocol import Pace
from connectors.salesforce.exchange import UnfitAnswerError
from connectors.salesforce.tasks import find_tasks, task_record
from connectors.salesforce.transport import Transport
from connectors.writing import Change, NewTask, NewValue, Written, create_once

A_CALL = 200
LOCKED = "UNABLE_TO_LOCK_ROW"
LOCK_WAITS = (1.0, 4.0)
"""Seconds until records are tried again that somebody else was writing."""


class RecordWriter:
    """Writes records by one line."""

    def __init__(self, transport: Transport, pace: Pace) -> None:
        self._transport = transport
        self._pace = pace

    def fields(self, name: str) -> dict[str, str]:
        """Return the fields of an object that this login may change, with their types."""
        described = self._transport.get(f"sobjects/{name}/describe", name).get("fields") or []
        return {
            str(each["name"]): str(each["type"])
            for each in described
            if each.get("updateable") and not each.get("calculated")
        }

    def update(self, name: str, changes: Sequence[Change]) -> list[Written]:
        """Change fields of records."""
        types = self.fields(name)
        records = [
            {
                "attributes": {"type": name},
                "id": each.key,
                **{field: _json(value, types.get(field, "")) for field, value in each.values.items()},
            }
            for each in changes
        ]
        return self._all(records, lambda some: self._save("PATCH", name, some, repeatable=True))

    def create_tasks(self, tasks: Sequence[NewTask]) -> list[Written]:
        """Make tasks."""

        def send(some: Sequence[NewTask]) -> list[Written]:
            records = [task_record(each) for each in some]
            return self._all(records, lambda few: self._save("POST", "Task", few, repeatable=False))

        def find(some: Sequence[NewTask]) -> Mapping[str, str]:
            return find_tasks(self._transport, some)

        pieces = [tasks[start : start + A_CALL] for start in range(0, len(tasks), A_CALL)]
        return [each for piece in pieces for each in create_once(piece, send, find, self._pace.sleep)]

    def _all(
        self, records: Sequence[Mapping[str, Any]], save: Callable[[Sequence[Mapping[str, Any]]], list[Written]]
    ) -> list[Written]:
        """Save records, those once more that were locked."""
        found = [Written()] * len(records)
        places = list(range(len(records)))
        for wait in (*LOCK_WAITS, None):
            for start in range(0, len(places), A_CALL):
                piece = places[start : start + A_CALL]
                for place, answer in zip(piece, save([records[each] for each in piece]), strict=True):
                    found[place] = answer
            places = [each for each in places if (found[each].problem or "").startswith(LOCKED)]
            if not places or wait is None:
                break
            self._pace.sleep(wait)
        return found

    def _save(self, method: str, name: str, records: Sequence[Mapping[str, Any]], *, repeatable: bool) -> list[Written]:
        def take(answer: requests.Response) -> list[Written]:
            return _answers(answer, len(records))

        body = {"allOrNone": False, "records": records}
        return self._transport.call(method, "composite/sobjects", name, take, repeatable=repeatable, json=body)


def _answers(answer: requests.Response, count: int) -> list[Written]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, list) or len(found) != count or not all(isinstance(each, dict) for each in found):
        raise UnfitAnswerError(AnswerError("Salesforce answered with something else than what became of each record"))
    return [_written(each) for each in found]


def _written(answer: Mapping[str, Any]) -> Written:
    if answer.get("success"):
        return Written(key=str(answer.get("id") or ""))
    errors = [each for each in answer.get("errors") or () if isinstance(each, dict)]
    told = [f"{each.get('statusCode', 'UNKNOWN')}: {each.get('message', '')}" for each in errors]
    return Written(problem="; ".join(told) or "Salesforce refused it and did not say why")


def _json(value: NewValue, kind: str) -> Any:
    """Return a value as a field of a type takes it."""
    match value:
        case dt.datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
            return moment.date().isoformat() if kind == "date" else moment.isoformat(timespec="milliseconds")
        case dt.date():
            return value.isoformat()
        case list():
            return ";".join(value)
        case float() if value.is_integer() and kind not in ("double", "currency", "percent"):
            value = int(value)
    return str(value) if _is_number(value) and kind in _TEXTS else value


_TEXTS = frozenset(("string", "textarea", "picklist", "multipicklist", "combobox", "phone", "url", "email"))


def _is_number(value: NewValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
