"""From Salesforce's descriptions of its objects to ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from connectors.errors import AnswerError, ObjectRefusedError
from connectors.protocol import ObjectSchema, ObjectSummary, SourceField
from connectors.salesforce.skipped import NOT_AS_ROWS, NOT_AS_ROWS_ENDINGS
from connectors.salesforce.types import COLUMN_TYPES, COMPOUND, FILES, TEXT

CURSORS = ("SystemModstamp", "LastModifiedDate", "CreatedDate", "LoginTime")
"""Fields by which changes are found, the best first."""

BIG_OBJECT = "__b"
FORMATS: Mapping[str, Literal["currency", "percent"]] = {"currency": "currency", "percent": "percent"}
WITH_POINT = frozenset({"double", "currency", "percent"})


def summaries(answer: Mapping[str, Any]) -> tuple[ObjectSummary, ...]:
    """Return the objects of a describeGlobal that can be synced, in its order."""
    return tuple(
        ObjectSummary(name=each["name"], label=each.get("label") or each["name"], custom=bool(each.get("custom")))
        for each in _list(answer, "sobjects")
        if can_be_synced(each)
    )


def can_be_synced(summary: Mapping[str, Any]) -> bool:
    """Return whether an object of a describeGlobal has rows that a query brings."""
    name = summary["name"]
    if not summary.get("queryable") or summary.get("deprecatedAndHidden"):
        return False
    return name not in NOT_AS_ROWS and not name.endswith(NOT_AS_ROWS_ENDINGS)


def schema_of(answer: Mapping[str, Any]) -> ObjectSchema:
    """Return an object as its describe has it.

    Raises:
        ObjectRefusedError: it has no key, or its rows can't be asked for.
    """
    name = str(answer.get("name") or "")
    described = [each for each in _list(answer, "fields") if not each.get("deprecatedAndHidden")]
    fields = tuple(_field(each) for each in described if each["type"] not in COMPOUND | FILES)
    key = next((each.name for each in fields if each.source_type == "id"), None)
    if key is None or not answer.get("queryable", True):
        raise ObjectRefusedError(
            f"{name}: its rows can't be read: it has no Id, or can't be queried", hint="Take it out of the sync."
        )
    cursor = None if name.endswith(BIG_OBJECT) else _cursor(described)
    return ObjectSchema(
        name=name,
        label=answer.get("label") or name,
        key=key,
        cursor=cursor,
        fields=fields,
        reports_deletions=bool(answer.get("replicateable")) and cursor is not None,
        notes=_notes(described),
    )


def _cursor(described: Sequence[Mapping[str, Any]]) -> str | None:
    moments = {each["name"] for each in described if each["type"] == "datetime" and each.get("filterable", True)}
    return next((each for each in CURSORS if each in moments), None)


def _field(described: Mapping[str, Any]) -> SourceField:
    kind = described["type"]
    return SourceField(
        name=described["name"],
        label=described.get("label") or described["name"],
        type=COLUMN_TYPES.get(kind, TEXT),
        source_type=kind,
        calculated=bool(described.get("calculated")),
        references=tuple(described.get("referenceTo") or ()),
        is_name=bool(described.get("nameField")),
        format=FORMATS.get(kind),
        decimals=described.get("scale") if kind in WITH_POINT else None,
        values=tuple(
            (each["value"], each.get("label") or each["value"])
            for each in described.get("picklistValues") or ()
            if each.get("value")
        ),
    )


def _notes(described: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    files = [each["name"] for each in described if each["type"] in FILES]
    unknown = sorted({each["type"] for each in described} - COLUMN_TYPES.keys() - COMPOUND - FILES)
    notes = [f"{', '.join(files)}: files are left out"] if files else []
    for kind in unknown:
        names = ", ".join(each["name"] for each in described if each["type"] == kind)
        notes.append(f"{names}: the type {kind} is not known; values come as text")
    return tuple(notes)


def _list(answer: Mapping[str, Any], name: str) -> list[Any]:
    found = answer.get(name)
    if not isinstance(found, list):
        raise AnswerError("Salesforce answered a description without its parts", hint="A proxy may be in the way.")
    return found
