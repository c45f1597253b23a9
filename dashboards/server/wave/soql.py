"""`GET /query?q=SELECT ..`: the few queries of records that clients send while they upload.

It is no SOQL engine: fields of one kind of record, conditions with `=` and `IN` joined by AND, one order and a limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboards.model.json import Json, JsonObject, as_text, field
from dashboards.people.person import reaches
from dashboards.server.identity import person_of
from dashboards.server.wave.call import Call, route
from dashboards.server.wave.common import person
from dashboards.server.wave.errors import WaveError
from dashboards.server.wave.ids import ORGANIZATION, is_same, make_id
from dashboards.server.wave.sobjects import HEADER, PART, records

_QUERY = re.compile(
    r"\s*select\s+(?P<fields>.+?)\s+from\s+(?P<kind>\w+)(?:\s+where\s+(?P<where>.+?))?"
    r"(?:\s+order\s+by\s+(?P<order>\w+)(?P<down>\s+desc|\s+asc)?(?:\s+nulls\s+(?:first|last))?)?"
    r"(?:\s+limit\s+(?P<limit>\d{1,9}))?\s*;?\s*",
    re.IGNORECASE | re.DOTALL,
)
_TEXT = r"'(?:[^'\\]|\\.)*'"
_CONDITION = re.compile(
    rf"\s*(\w+)\s*(?:=\s*({_TEXT}|\d+|true|false|null)|in\s*\(\s*({_TEXT}(?:\s*,\s*{_TEXT})*)\s*\))\s*", re.I
)
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query: what of which records, those with values of fields, in which order, and how many."""

    fields: list[str]
    kind: str
    conditions: list[tuple[str, list[str]]]
    order: str | None
    backwards: bool
    limit: int | None


def query(call: Call) -> Json:
    """Answer with records."""
    asked = _parsed(call.option("q"))
    known = _records(call, asked.kind)
    names = asked.fields if known else []
    for name in (*names, *(each for each, _ in asked.conditions), *filter(None, [asked.order])):
        if known and name.casefold() not in {each.casefold() for each in known[0]}:
            raise WaveError(400, "INVALID_FIELD", f"No such column '{name}' on entity '{asked.kind}'.")
    found = [each for each in known if all(_holds(each, *condition) for condition in asked.conditions)]
    if asked.order:
        key = asked.order
        found.sort(key=lambda each: str(field(each, key) or ""), reverse=asked.backwards)
    found = found[: asked.limit]
    shown: list[Json] = [
        {"attributes": each["attributes"], **{_cased(name, each): field(each, name) for name in asked.fields}}
        for each in found
    ]
    return {"totalSize": len(found), "done": True, "records": shown if asked.fields else []}


def _parsed(text: str) -> _Asked:
    match = _QUERY.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise _malformed("A query is SELECT fields FROM kind, with WHERE, ORDER BY a field, LIMIT.")
    fields = [each.strip() for each in match["fields"].split(",")]
    if [each.replace(" ", "").casefold() for each in fields] == ["count()"]:
        fields = []
    wrong = next((each for each in fields if not re.fullmatch(r"\w+", each)), None)
    if wrong is not None:
        raise _malformed(f"'{wrong[:50]}' is no field.")
    return _Asked(
        fields,
        match["kind"],
        _conditions(match["where"] or ""),
        match["order"],
        (match["down"] or "").strip().casefold() == "desc",
        None if match["limit"] is None else int(match["limit"]),
    )


def _conditions(text: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    place = 0
    while place < len(text.rstrip()):
        match = _CONDITION.match(text, place)
        if match is None:
            raise _malformed(f"The condition at '{text[place : place + 30]}' is none that is answered: = and IN, AND.")
        found.append(
            (match[1], [_value(each) for each in re.findall(_TEXT, match[3])] if match[3] else [_value(match[2])])
        )
        place = match.end()
        joint = re.compile(r"and\b", re.I).match(text, place)
        if joint is None and place < len(text):
            raise _malformed(f"Conditions are joined by AND, and here stands '{text[place : place + 30]}'.")
        place = joint.end() if joint else place
        if joint and place >= len(text.rstrip()):
            raise _malformed("A condition is missing after AND.")
    return found


def _value(written: str) -> str:
    return re.sub(r"\\(.)", r"\1", written[1:-1]) if written.startswith("'") else written


def _holds(record: JsonObject, name: str, values: list[str]) -> bool:
    value = field(record, name)
    text = "null" if value is None else str(value)
    if name.casefold().endswith("id"):
        return any(is_same(text, each) for each in values)
    return text.casefold() in [each.casefold() for each in values]


def _cased(name: str, record: JsonObject) -> str:
    return next((each for each in record if each.casefold() == name.casefold()), name)


def _records(call: Call, kind: str) -> list[JsonObject]:
    known = {each.casefold(): each for each in (HEADER, PART, "User", "Organization")}
    name = known.get(kind.casefold())
    if name is None:
        raise WaveError(
            400, "INVALID_TYPE", f"sObject type '{kind[:50]}' is not supported.", "There is " + HEADER + "."
        )
    asking = person_of(call.request)
    if name in (HEADER, PART):
        if not reaches(asking.role, "editor"):
            raise WaveError(403, "INSUFFICIENT_ACCESS", "Uploads are shown to who may upload.")
        return records(call, name)
    shown = person(asking)
    if name == "User":
        return [_record(name, shown["id"], Name=asking.name, Username=asking.email, Email=asking.email, IsActive=True)]
    return [_record(name, make_id(ORGANIZATION, call.services.name), Name=call.services.name)]


def _record(kind: str, identity: Json, **fields: Json) -> JsonObject:
    return {"attributes": {"type": kind, "url": f"/{as_text(identity)}"}, "Id": identity, **fields}


def _malformed(message: str) -> WaveError:
    return WaveError(400, "MALFORMED_QUERY", message)


ROUTES = [route("/query", query), route("/query/", query)]
