"""Which records belong to which, as fields of the records, so that a row is whole.

A record has `associated_company_ids` and the like for each object that it can be linked to, `primary_company_id` for
the company that is marked as primary, and a list such as `contact_decision_maker_ids` for each label that people of the
account made. All of them may change without the record's date moving, so that they count as calculated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from connectors.errors import AnswerError, ObjectRefusedError
from connectors.hubspot.answers import next_after, results
from connectors.hubspot.calls import Caller
from connectors.hubspot.errors import ObjectMissingError
from connectors.hubspot.objects import STANDARD, CrmObject
from connectors.hubspot.types import TEXTS
from connectors.protocol import SourceField

_SOURCE_TYPE = "association"
_IDS_A_CALL = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """What an association field holds.

    Args:
        to: the object at the other end.
        label: which links: (category, typeId) of their label; all where None.
        single: whether the field holds one id rather than a list.
    """

    to: str
    label: tuple[str, int] | None
    single: bool


def link_of(field: SourceField) -> Link | None:
    """Return what an association field holds; None for a property."""
    words = field.source_type.split(" ")
    if words[0] != _SOURCE_TYPE:
        return None
    label = (words[2], int(words[3])) if len(words) == 4 else None
    return Link(words[1], label, single=field.type == pa.string())


def association_fields(
    caller: Caller, crm: CrmObject, customs: Sequence[CrmObject], *, taken: Set[str]
) -> tuple[list[SourceField], list[str]]:
    """Return the association fields of an object, and notes on those that can't be read.

    Args:
        caller: asks for the labels, one call for each object at the other end.
        crm: the object.
        customs: the objects that the account made.
        taken: names of properties, which an association does not get.
    """
    fields: list[SourceField] = []
    notes: list[str] = []
    named = set(taken)
    for other in _others(crm, customs):
        try:
            answer = caller.get("labels", f"links to {other.label.lower()}", type=crm.type, to=other.type)
        except ObjectMissingError:
            continue
        except (ObjectRefusedError, AnswerError) as error:
            notes.append(f"Links to {other.label.lower()} are left out. {error.message}")
            continue
        for each in _fields_to(other, results(answer, "typeId")):
            if each.name in named:
                notes.append(f"Links called {each.label!r} are left out: {each.name} is another field already.")
                continue
            named.add(each.name)
            fields.append(each)
    return fields, notes


def read_links(caller: Caller, type_: str, ids: Sequence[str], links: Mapping[str, Link]) -> Mapping[str, list[Any]]:
    """Return for each association field the values of some records, in their order; None where there are no links.

    Args:
        caller: asks, one call for each thousand records and object at the other end.
        type_: the object of the records.
        ids: the records.
        links: field → what it holds.
    """
    others = list(dict.fromkeys(each.to for each in links.values()))
    ends = dict(zip(others, caller.together(lambda to: ends_of(caller, type_, to, ids), others), strict=True))
    return {name: [_value(ends[link.to].get(each, ()), link) for each in ids] for name, link in links.items()}


def _others(crm: CrmObject, customs: Sequence[CrmObject]) -> list[CrmObject]:
    """Return the objects at the other end of an object's links."""
    by_type = {**STANDARD, **{each.type: each for each in customs}}
    named = [by_type[each] for each in crm.linked if each in by_type and each != crm.type]
    if crm.custom:
        return named
    return [*named, *(each for each in customs if crm.type in each.linked)]


def _fields_to(other: CrmObject, labels: Sequence[Mapping[str, Any]]) -> list[SourceField]:
    found = [_field(f"associated_{other.one}_ids", f"Associated {other.label.lower()}", other, None)]
    for each in labels:
        kind, shown = (str(each.get("category")), int(each["typeId"])), str(each.get("label") or "")
        if kind[0] == "HUBSPOT_DEFINED" and shown == "Primary" and other.type == "companies":
            found.append(_field(f"primary_{other.one}_id", "Primary company", other, kind))
        elif kind[0] != "HUBSPOT_DEFINED" and shown:
            words = re.sub(r"[^a-z0-9]+", "_", shown.lower()).strip("_") or str(kind[1])
            name = f"{other.one}_{words}_ids"
            if name in {field.name for field in found}:
                name = f"{other.one}_{words}_{kind[1]}_ids"
            found.append(_field(name, f"{other.label}: {shown}", other, kind))
    return found


def _field(name: str, label: str, other: CrmObject, kind: tuple[str, int] | None) -> SourceField:
    words = [_SOURCE_TYPE, other.type, *(() if kind is None else (kind[0], str(kind[1])))]
    return SourceField(
        name=name,
        label=label,
        type=pa.string() if name.endswith("_id") else TEXTS,
        source_type=" ".join(words),
        calculated=True,
        references=(other.type,),
    )


def ends_of(caller: Caller, type_: str, to: str, ids: Sequence[str]) -> Mapping[str, list[Mapping[str, Any]]]:
    """Return the links of each record to one object; a record with many has them over several answers."""
    ends: dict[str, list[Mapping[str, Any]]] = {}
    inputs: list[dict[str, str]] = [{"id": each} for each in ids]
    asked_again: set[str] = set()
    while inputs:
        asked, inputs = inputs[:_IDS_A_CALL], inputs[_IDS_A_CALL:]
        answer = caller.post("associations", f"links to {to}", {"inputs": asked}, type=type_, to=to)
        answered = _without_links(answer)
        for each in results(answer, "from"):
            id_ = str(each["from"]["id"])
            answered.add(id_)
            ends.setdefault(id_, []).extend(each.get("to") or ())
            after = next_after(each)
            if after is not None:
                inputs.append({"id": id_, "after": after})
        # Neither links nor word that there are none: what was cut off an answer comes with the next.
        silent = [each for each in asked if each["id"] not in answered | asked_again]
        asked_again.update(each["id"] for each in silent)
        inputs += silent
    return ends


def _without_links(answer: Mapping[str, Any]) -> set[str]:
    """Return the records of which an answer says that they have no links."""
    contexts = [each.get("context") or {} for each in answer.get("errors") or ()]
    return {str(id_) for each in contexts for id_ in each.get("fromObjectId") or ()}


def _value(ends: Sequence[Mapping[str, Any]], link: Link) -> list[str] | str | None:
    ids = {str(each["toObjectId"]) for each in ends if link.label is None or link.label in _labels(each)}
    ordered = sorted(ids, key=lambda each: (len(each), each))
    if link.single:
        return ordered[0] if ordered else None
    return ordered or None


def _labels(end: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(str(each.get("category")), int(each["typeId"])) for each in end.get("associationTypes") or ()]
