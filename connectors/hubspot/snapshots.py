"""Small tables that go with the objects and are read whole each time: owners, pipelines, stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from connectors.errors import ObjectRefusedError
from connectors.hubspot.answers import pages, results
from connectors.hubspot.calls import Caller
from connectors.hubspot.custom_objects import custom_objects
from connectors.hubspot.errors import ObjectMissingError
from connectors.hubspot.objects import STANDARD, WITH_PIPELINES
from connectors.hubspot.types import TEXTS, TIMESTAMP, column
from connectors.protocol import ObjectSchema, SourceField

SNAPSHOTS: Mapping[str, str] = MappingProxyType(
    {"owners": "Owners", "pipelines": "Pipelines", "pipeline_stages": "Pipeline stages"}
)
"""Name → label."""

_TEXT = pa.string()
_PLACED = (("displayOrder", "Order", pa.float64()), ("archived", "Archived", pa.bool_()))
_DATED = (("createdAt", "Created at", TIMESTAMP), ("updatedAt", "Updated at", TIMESTAMP))
_FIELDS: Mapping[str, tuple[tuple[str, str, pa.DataType], ...]] = {
    "owners": (
        ("id", "Owner ID", _TEXT),
        ("name", "Name", _TEXT),
        ("firstName", "First name", _TEXT),
        ("lastName", "Last name", _TEXT),
        ("email", "Email", _TEXT),
        ("userId", "User ID", _TEXT),
        ("teams", "Teams", TEXTS),
        ("archived", "Archived", pa.bool_()),
        *_DATED,
    ),
    "pipelines": (
        ("key", "Key", _TEXT),
        ("objectType", "Object", _TEXT),
        ("id", "Pipeline ID", _TEXT),
        ("label", "Pipeline", _TEXT),
        *_PLACED,
        *_DATED,
    ),
    "pipeline_stages": (
        ("key", "Key", _TEXT),
        ("objectType", "Object", _TEXT),
        ("pipelineId", "Pipeline ID", _TEXT),
        ("pipelineLabel", "Pipeline", _TEXT),
        ("id", "Stage ID", _TEXT),
        ("label", "Stage", _TEXT),
        ("probability", "Probability", pa.float64()),
        ("isClosed", "Closed", pa.bool_()),
        ("ticketState", "Ticket state", _TEXT),
        *_PLACED,
        *_DATED,
    ),
}
_OWNERS = {"limit": "100"}
_NAMES = {"owners": "name", "pipelines": "label", "pipeline_stages": "label"}


def describe_snapshot(caller: Caller, name: str) -> ObjectSchema:
    """Return the schema of a small table; its rows are asked for once, so that a missing scope is known."""
    if name == "owners":
        caller.get("owners", "owners", {"limit": "1", "archived": "false"})
        notes: list[str] = []
    else:
        _, notes = _pipelines(caller)
    fields = tuple(
        SourceField(
            name=each,
            label=label,
            type=type_,
            source_type=str(type_),
            is_name=each == _NAMES[name],
            format="percent" if each == "probability" else None,
        )
        for each, label, type_ in _FIELDS[name]
    )
    key = "id" if name == "owners" else "key"
    return ObjectSchema(name=name, label=SNAPSHOTS[name], key=key, cursor=None, fields=fields, notes=tuple(notes))


def read_snapshot(caller: Caller, name: str, fields: tuple[str, ...]) -> pa.RecordBatch:
    """Return the columns of a small table."""
    rows = list(_owners(caller)) if name == "owners" else list(_rows_of_pipelines(name, _pipelines(caller)[0]))
    types = {each: type_ for each, _, type_ in _FIELDS[name]}
    columns = [column((row.get(each) for row in rows), types[each])[0] for each in fields]
    return pa.RecordBatch.from_arrays(columns, list(fields))


def _owners(caller: Caller) -> Iterator[Mapping[str, Any]]:
    """Yield all owners: records may belong to one who has left."""
    for archived in ("false", "true"):

        def ask(after: str | None, archived: str = archived) -> Mapping[str, Any]:
            begin = {} if after is None else {"after": after}
            answer: Mapping[str, Any] = caller.get("owners", "owners", _OWNERS | {"archived": archived} | begin)
            return answer

        for each in pages(ask, int(_OWNERS["limit"])):
            name = " ".join(str(each.get(part) or "") for part in ("firstName", "lastName")).strip()
            teams = [str(team.get("name") or "") for team in each.get("teams") or ()] or None
            yield {**each, "name": name or each.get("email"), "teams": teams, "archived": archived}


def _pipelines(caller: Caller) -> tuple[list[tuple[str, Mapping[str, Any]]], list[str]]:
    """Return the pipelines of all objects that have some, each with its object, and notes on what is refused."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    notes: list[str] = []
    refusals: list[ObjectRefusedError] = []
    types = (*WITH_PIPELINES, *(each.type for each in custom_objects(caller)))
    for type_ in types:
        label = STANDARD[type_].label.lower() if type_ in STANDARD else type_
        try:
            answer = caller.get("pipelines", f"pipelines of {label}", type=type_)
        except ObjectRefusedError as error:
            refusals.append(error)
            if not isinstance(error, ObjectMissingError):
                notes.append(f"Pipelines of {label} are left out. {error.message}")
            continue
        found += [(type_, each) for each in results(answer, "id")]
    if len(refusals) == len(types):
        raise refusals[0]
    return found, notes


def _rows_of_pipelines(name: str, pipelines: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Mapping[str, Any]]:
    for type_, pipeline in pipelines:
        key = f"{type_}/{pipeline['id']}"
        if name == "pipelines":
            yield {**pipeline, "key": key, "objectType": type_}
            continue
        for stage in pipeline.get("stages") or ():
            yield {
                **(stage.get("metadata") or {}),
                **stage,
                "key": f"{key}/{stage['id']}",
                "objectType": type_,
                "pipelineId": pipeline["id"],
                "pipelineLabel": pipeline.get("label"),
            }
