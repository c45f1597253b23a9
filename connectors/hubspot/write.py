"""Changing records: up to 100 a call, each with an answer of its own.

Reference: developers.hubspot.com, "Batch update" of the objects API, 2026. An answer with status 207 has in `errors`
what became of those that were refused; one with status 400 refuses the whole batch for one of them, so such a batch is
sent in halves until the one is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.hubspot.answers import results
from connectors.hubspot.calls import Caller
from connectors.hubspot.describe import list_properties
from connectors.hubspot.errors import InputRefusedError
from connectors.writing import Change, NewValue, Written

A_CALL = 100
UNKNOWN = "HubSpot did not say what became of it"


def writable(caller: Caller, name: str) -> frozenset[str]:
    """Return the properties of an object that may be changed: not calculated ones, nor those of HubSpot's own."""
    return frozenset(
        str(each["name"])
        for each in list_properties(caller, name, name)
        if not each.get("calculated") and not (each.get("modificationMetadata") or {}).get("readOnlyValue")
    )


def present(caller: Caller, name: str, keys: Sequence[str], fields: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """Return what stands in properties of live records, as texts without what is empty, by their keys."""
    found: dict[str, Mapping[str, str]] = {}
    for start in range(0, len(keys), A_CALL):
        inputs = [{"id": each} for each in keys[start : start + A_CALL]]
        answer = caller.post("batch_read", name, {"inputs": inputs, "properties": list(fields)}, type=name)
        for record in results(answer, "id", "properties"):
            values = {each: str(record["properties"].get(each) or "") for each in fields}
            found[str(record["id"])] = {each: value for each, value in values.items() if value}
    return found


def update(caller: Caller, name: str, changes: Sequence[Change]) -> list[Written]:
    """Change properties of records."""
    if not changes:
        return []
    kinds = {str(each["name"]): str(each.get("type", "")) for each in list_properties(caller, name, name)}
    inputs = [
        {"id": each.key, "properties": {k: text_of(v, kinds.get(k, "")) for k, v in each.values.items()}}
        for each in changes
    ]
    pieces = [inputs[start : start + A_CALL] for start in range(0, len(inputs), A_CALL)]
    return [each for piece in pieces for each in _update(caller, name, piece)]


def text_of(value: NewValue, kind: str) -> str:
    """Return a value as the text that a property of a type takes; an empty one empties it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case dt.datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
            return moment.astimezone(dt.UTC).strftime("%Y-%m-%d" if kind == "date" else "%Y-%m-%dT%H:%M:%SZ")
        case dt.date():
            return value.isoformat()
        case list():
            return ";".join(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def refused(answer: Mapping[str, Any], member: str) -> dict[str, str]:
    """Return what an answer's errors say, by what `member` of their context names: ids, or traces."""
    found: dict[str, str] = {}
    for each in answer.get("errors") or ():
        told = f"{each.get('category', 'ERROR')}: {each.get('message', '')}"
        found |= {str(id_): told for id_ in (each.get("context") or {}).get(member) or ()}
    return found


def _update(caller: Caller, name: str, piece: Sequence[Mapping[str, Any]]) -> list[Written]:
    try:
        answer = caller.post("batch_update", name, {"inputs": piece}, type=name)
    except InputRefusedError as error:
        if len(piece) == 1:
            return [Written(problem=error.said or error.message)]
        half = len(piece) // 2
        return [*_update(caller, name, piece[:half]), *_update(caller, name, piece[half:])]
    there = {str(each["id"]) for each in results(answer, "id")}
    problems = refused(answer, "ids")
    return [
        Written(key=each["id"]) if each["id"] in there else Written(problem=problems.get(each["id"], UNKNOWN))
        for each in piece
    ]
