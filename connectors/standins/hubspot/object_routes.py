"""Records over HTTP: lists, single reads, batches, search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connectors.standins.hubspot import moments, search
from connectors.standins.hubspot.errors import Refusal
from connectors.standins.hubspot.object_types import ObjectType
from connectors.standins.hubspot.portal import Portal
from connectors.standins.hubspot.records import Record, Values
from connectors.standins.messages import Request, Response, json_response

_MOST = 100
_MOST_WITH_HISTORY = 50
_MOST_LINKED = 100


class ObjectRoutes:
    """Answers requests for records of one account. The caller holds its lock."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def list(self, kind: ObjectType, request: Request) -> Response:
        """Answer a page of the records of an object, in the order of their ids."""
        history = names(request.query.get("propertiesWithHistory", ()))
        limit, after = _limit(request.parameter("limit", "10"), bool(history)), request.parameter("after", "0")
        if not after.isdigit():
            raise Refusal(400, f"Invalid after: {after}")
        table, archived = self._portal.tables[kind.name], truth(request.parameter("archived", "false"))
        page: list[Record] = []
        more = None
        for record in (table.archived if archived else table.live).since(int(after)):
            if archived and not self._portal.in_bin(record):
                continue
            if len(page) == limit:
                more = record
                break
            page.append(record)
        properties = names(request.query.get("properties", ()))
        linked = names(request.query.get("associations", ()))
        answer: dict[str, Any] = {
            "results": [self._record(kind, record, properties, history, linked) for record in page]
        }
        if more is not None:
            answer["paging"] = {"next": {"after": more.id, "link": f"{request.path}?after={more.id}"}}
        return json_response(shortened(request, answer))

    def read(self, kind: ObjectType, request: Request) -> Response:
        """Answer one record."""
        record = self._find(
            kind, request.named["id"], request.parameter("idProperty"), truth(request.parameter("archived", "false"))
        )
        if record is None:
            missing = {"id": [request.named["id"]]}
            raise Refusal(404, "Object not found.  objectId are usually numeric.", "OBJECT_NOT_FOUND", context=missing)
        query = request.query
        return json_response(
            self._record(
                kind,
                record,
                names(query.get("properties", ())),
                names(query.get("propertiesWithHistory", ())),
                names(query.get("associations", ())),
            )
        )

    def batch_read(self, kind: ObjectType, request: Request) -> Response:
        """Answer the records that a body names; those that there are not are told in `errors`, with status 207."""
        body = body_of(request)
        history = list(body.get("propertiesWithHistory") or ())
        inputs = inputs_of(body, _MOST_WITH_HISTORY if history else _MOST)
        archived, id_property = truth(request.parameter("archived", "false")), str(body.get("idProperty") or "")
        found: dict[str, Record] = {}
        missing: list[str] = []
        for key in (str(each["id"]) for each in inputs):
            record = self._find(kind, key, id_property, archived)
            if record is None:
                missing.append(key)
            else:
                found[record.id] = record
        properties = list(body.get("properties") or ())
        now = moments.text(self._portal.now())
        answer: dict[str, Any] = {
            "status": "COMPLETE",
            "results": [self._record(kind, record, properties, history, ()) for record in found.values()],
            "startedAt": now,
            "completedAt": now,
        }
        if missing:
            answer["numErrors"] = 1
            answer["errors"] = [
                {
                    "status": "error",
                    "category": "OBJECT_NOT_FOUND",
                    "message": f"Could not get some {kind.singular.upper()} objects, they may be deleted or not exist. "
                    "Check that ids are valid.",
                    "context": {"ids": missing},
                }
            ]
        return json_response(shortened(request, answer), 207 if missing else 200)

    def search(self, kind: ObjectType, request: Request) -> Response:
        """Answer a page of a search, as far as the index knows."""
        if len(request.body) > search.MOST_BODY_CHARACTERS:
            raise Refusal(400, f"The body of a search has at most {search.MOST_BODY_CHARACTERS} characters.")
        body = body_of(request)
        start, limit = search.page_start(body)
        portal = self._portal
        index, definitions = portal.tables[kind.name].index, portal.properties[kind.name]
        known = index.known(portal.now() - round(portal.search_lag * 1_000))
        asked = {each: body.get(each) for each in ("filterGroups", "filters", "sorts", "query")}
        found = index.once(
            json.dumps(asked, sort_keys=True) + repr(definitions),
            lambda: search.matching(known, asked, definitions),
        )
        properties = list(body.get("properties") or ())
        answer: dict[str, Any] = {
            "total": len(found),
            "results": [
                self._values(kind, Record(id=key, values=known[key]), properties)
                for key in found[start : start + limit]
            ],
        }
        if start + limit < len(found):
            answer["paging"] = {"next": {"after": str(start + limit)}}
        return json_response(shortened(request, answer))

    def _find(self, kind: ObjectType, key: str, id_property: str, archived: bool) -> Record | None:
        table = self._portal.tables[kind.name]
        if id_property and id_property != "hs_object_id":
            definition = self._portal.properties[kind.name].get(id_property)
            if definition is None or not definition.unique:
                raise Refusal(400, f"{id_property} is not a unique property of {kind.name}")
            shelf = table.archived if archived else table.live
            return next((each for each in shelf if each.values.get(id_property) == key), None)
        if archived:
            record = table.archived.get(key)
            return record if record is not None and self._portal.in_bin(record) else None
        return table.live.get(table.survivor(key))

    def _record(
        self,
        kind: ObjectType,
        record: Record,
        properties: Sequence[str],
        history: Sequence[str],
        linked: Sequence[str],
    ) -> dict[str, Any]:
        answer = self._values(kind, record, properties)
        if history:
            definitions = self._portal.properties[kind.name]
            answer["propertiesWithHistory"] = {name: _history(record, name) for name in history if name in definitions}
        if linked and (found := self._linked(kind, record.id, linked)):
            answer["associations"] = found
        return answer

    def _values(self, kind: ObjectType, record: Record, properties: Sequence[str]) -> dict[str, Any]:
        definitions, values = self._portal.properties[kind.name], record.values
        asked = dict.fromkeys((*(properties or kind.shown), *kind.always))
        answer: dict[str, Any] = {
            "id": record.id,
            "properties": {name: values.get(name) for name in asked if name in definitions},
            "createdAt": values.get(kind.created),
            "updatedAt": values.get(kind.modified),
            "archived": record.archived_at is not None,
        }
        if record.archived_at is not None:
            answer["archivedAt"] = moments.text(record.archived_at)
        return answer

    def _linked(self, kind: ObjectType, key: str, linked: Iterable[str]) -> dict[str, Any]:
        """Return the first associations of a record, by object, as lists of records have them."""
        portal, answer = self._portal, {}
        for name in linked:
            other = portal.kind(name)
            if other is None:
                raise Refusal(400, f"Unable to infer object type from: {name}")
            live = portal.tables[other.name].live
            ids = sorted((each for each in portal.links.of((kind.name, other.name), key) if each in live), key=int)
            if ids:
                link = f"{_snake(kind.singular)}_to_{_snake(other.singular)}"
                part: dict[str, Any] = {"results": [{"id": each, "type": link} for each in ids[:_MOST_LINKED]]}
                if len(ids) > _MOST_LINKED:
                    part["paging"] = {"next": {"after": ids[_MOST_LINKED]}}
                answer[other.name] = part
        return answer


def names(given: Iterable[str]) -> list[str]:
    """Return the names in parameters that may come several times, or separated by commas."""
    return [each for value in given for each in value.split(",") if each]


def body_of(request: Request) -> Mapping[str, Any]:
    """Return the body of a request; a refusal where it is no JSON object."""
    try:
        body = request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal(400, "Invalid input JSON on line 1, column 1: the body is not an object")
    return body


def inputs_of(body: Mapping[str, Any], most: int) -> list[Mapping[str, Any]]:
    """Return the inputs of a batch, each of which has an id; a refusal where they are none, or too many."""
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or not 1 <= len(inputs) <= most:
        raise Refusal(400, f"A batch has 1 to {most} inputs.")
    if not all(isinstance(each, dict) and each.get("id") for each in inputs):
        raise Refusal(400, "Invalid input JSON: some inputs have no id.")
    return inputs


def shortened(request: Request, answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with the rows fewer that a fault takes from it."""
    if request.fault is not None and request.fault.kind == "short":
        return {**answer, "results": answer["results"][: -request.fault.rows or None]}
    return answer


def _limit(given: str, with_history: bool) -> int:
    most = _MOST_WITH_HISTORY if with_history else _MOST
    if not given.isdigit() or not 1 <= int(given) <= most:
        raise Refusal(400, f"Invalid limit {given}: a page has 1 to {most} records.")
    return int(given)


def truth(given: str) -> bool:
    """Return what a parameter says that is true or false."""
    return given.lower() == "true"


def _history(record: Record, name: str) -> list[dict[str, Any]]:
    def entry(at: int, values: Values) -> dict[str, Any]:
        return {"value": values[name] or "", "timestamp": moments.text(at), "sourceType": "CRM_UI"}

    return [entry(at, values) for at, values in reversed(record.history) if name in values]


def _snake(label: str) -> str:
    return label.lower().replace(" ", "_")
