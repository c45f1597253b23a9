"""What an object looks like: its properties with their labels, and its associations, as fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from connectors.errors import ObjectRefusedError
from connectors.hubspot.answers import results
from connectors.hubspot.associations import association_fields
from connectors.hubspot.calls import Caller
from connectors.hubspot.custom_objects import custom_objects
from connectors.hubspot.objects import KEY, STANDARD, WITH_PIPELINES, CrmObject
from connectors.hubspot.snapshots import SNAPSHOTS, describe_snapshot
from connectors.hubspot.types import arrow_type
from connectors.protocol import ObjectSchema, ObjectSummary, SourceField

_PIPELINE_FIELDS = frozenset({"pipeline", "hs_pipeline"})
_STAGE_FIELDS = frozenset({"dealstage", "hs_pipeline_stage"})
_COMPANY_FIELDS = frozenset({"associatedcompanyid", "hs_primary_associated_company"})

SEARCH_LAG = dt.timedelta(hours=1)
"""How long after a change the search index may still not have it."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The labels of an object's pipelines and stages: id, label."""

    pipelines: tuple[tuple[str, str], ...] = ()
    stages: tuple[tuple[str, str], ...] = ()


def list_objects(caller: Caller) -> Sequence[ObjectSummary]:
    """Return the standard objects, those that the account made, and the small tables that go with them."""
    standard = [ObjectSummary(name=each.type, label=each.label) for each in STANDARD.values()]
    custom = [ObjectSummary(name=each.type, label=each.label, custom=True) for each in custom_objects(caller)]
    small = [ObjectSummary(name=name, label=label) for name, label in SNAPSHOTS.items()]
    return [*standard, *custom, *small]


def describe(caller: Caller, name: str) -> ObjectSchema:
    """Return what an object looks like now.

    Raises:
        ObjectRefusedError: there is no such object, or this login may not read it; the scope is named.
    """
    if name in SNAPSHOTS:
        return describe_snapshot(caller, name)
    customs = custom_objects(caller)
    crm = _find(name, customs)
    # What an object looks like may be asked with fewer rights than its records: one of them tells.
    caller.get("list", crm.label.lower(), {"limit": "1", "properties": KEY}, type=crm.type)
    properties = list_properties(caller, crm.type, crm.label.lower())
    fields, notes = _property_fields(properties, crm, _stages(caller, crm, properties))
    linked, more = association_fields(caller, crm, customs, taken={each.name for each in fields})
    names = {each.name for each in fields}
    return ObjectSchema(
        name=crm.type,
        label=crm.label,
        key=KEY,
        cursor=crm.cursor if crm.cursor in names else None,
        fields=(*fields, *linked),
        reports_deletions=True,
        overlap=SEARCH_LAG,
        notes=(*notes, *more),
    )


def list_properties(caller: Caller, type_: str, subject: str) -> list[Mapping[str, Any]]:
    """Return the properties of an object as HubSpot describes them."""
    found = results(caller.get("properties", subject, type=type_), "name")
    return [each for each in found if not each.get("archived", False)]


def source_type(property_: Mapping[str, Any]) -> str:
    """Return what a field says of a property's type: HubSpot's two words for it."""
    return f"{property_.get('type', '')} {property_.get('fieldType', '')}".strip()


def _find(name: str, customs: Sequence[CrmObject]) -> CrmObject:
    if name in STANDARD:
        return STANDARD[name]
    for each in customs:
        if name in (each.type, each.one):
            return each
    if re.fullmatch(r"0-[0-9]+", name):  # a standard object that is newer than our list
        return CrmObject(type=name, label=name, one=f"object_{name[2:]}")
    raise ObjectRefusedError(
        f"HubSpot has no object {name!r} for this login.",
        hint="One that the account made is called by its objectTypeId, such as 2-123, which the address of its records "
        "in HubSpot shows; and the login needs the scope crm.schemas.custom.read.",
    )


def _property_fields(
    properties: Sequence[Mapping[str, Any]], crm: CrmObject, stages: Stages
) -> tuple[list[SourceField], list[str]]:
    fields, notes = [], []
    for each in properties:
        kind, shown_as = str(each.get("type", "")), str(each.get("fieldType", ""))
        type_ = pa.string() if each["name"] == KEY else arrow_type(kind, shown_as)
        if type_ is None:
            notes.append(f"{each['name']} is of a type that Swell does not know ({kind}): it is read as text.")
        fields.append(
            SourceField(
                name=each["name"],
                label=each.get("label") or each["name"],
                type=pa.string() if type_ is None else type_,
                source_type=source_type(each),
                calculated=bool(each.get("calculated")),
                references=_references(each),
                is_name=each["name"] == crm.name,
                format=_format(each),
                values=_values(each, stages),
            )
        )
    return fields, notes


def _references(property_: Mapping[str, Any]) -> tuple[str, ...]:
    if property_.get("referencedObjectType") == "OWNER":
        return ("owners",)
    return ("companies",) if property_["name"] in _COMPANY_FIELDS else ()


def _format(property_: Mapping[str, Any]) -> Any:
    if property_.get("showCurrencySymbol") or property_.get("numberDisplayHint") == "currency":
        return "currency"
    return "percent" if property_.get("numberDisplayHint") == "percentage" else None


def _values(property_: Mapping[str, Any], stages: Stages) -> tuple[tuple[str, str], ...]:
    if property_["name"] in _PIPELINE_FIELDS and stages.pipelines:
        return stages.pipelines
    if property_["name"] in _STAGE_FIELDS and stages.stages:
        return stages.stages
    options = property_.get("options") or ()
    return tuple((str(each["value"]), str(each.get("label") or each["value"])) for each in options)


def _stages(caller: Caller, crm: CrmObject, properties: Sequence[Mapping[str, Any]]) -> Stages:
    """Return the labels of stages, which the properties of some accounts lack."""
    if not (crm.custom or crm.type in WITH_PIPELINES) or not _STAGE_FIELDS & {each["name"] for each in properties}:
        return Stages()
    try:
        pipelines = results(caller.get("pipelines", f"pipelines of {crm.label.lower()}", type=crm.type), "id", "label")
    except ObjectRefusedError:
        return Stages()
    return Stages(
        pipelines=tuple((str(each["id"]), str(each["label"])) for each in pipelines),
        stages=tuple((str(stage["id"]), str(stage["label"])) for each in pipelines for stage in each.get("stages", ())),
    )
