"""Records changed and made over HTTP, in batches.

One input whose values make no sense refuses a whole batch with status 400; inputs with an `objectWriteTraceId` are
answered one by one, and so are records that are not there, with status 207.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.standins.hubspot import moments
from connectors.standins.hubspot.errors import Refusal, missing_scopes
from connectors.standins.hubspot.object_routes import body_of, inputs_of
from connectors.standins.hubspot.object_types import ObjectType
from connectors.standins.hubspot.portal import Portal
from connectors.standins.hubspot.scopes import scope_of
from connectors.standins.messages import Request, Response, json_response

_MOST = 100
Input = Mapping[str, Any]


class WriteRoutes:
    """Answers batches that write into one account. The caller holds its lock."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def batch_update(self, kind: ObjectType, request: Request) -> Response:
        """Change the records that a body names."""
        inputs = inputs_of(self._body(kind, request), _MOST)
        for each in inputs:
            self._check(kind, each)
        live = self._portal.tables[kind.name].live
        results, missing = [], []
        for each in inputs:
            key = self._portal.tables[kind.name].survivor(str(each["id"]))
            if key not in live:
                missing.append(str(each["id"]))
                continue
            self._portal.update(kind.name, key, each.get("properties") or {})
            results.append(self._shown(key, each))
        errors = [_error("OBJECT_NOT_FOUND", "Could not get some objects, they may be deleted.", "ids", missing)]
        return self._answer(results, errors if missing else [], 200)

    def batch_create(self, kind: ObjectType, request: Request) -> Response:
        """Make records, with their links."""
        inputs = self._body(kind, request).get("inputs")
        if not isinstance(inputs, list) or not 1 <= len(inputs) <= _MOST:
            raise Refusal(400, f"A batch has 1 to {_MOST} inputs.")
        one_by_one = all(each.get("objectWriteTraceId") for each in inputs)
        results, errors = [], []
        checked = []
        for each in inputs:
            try:
                checked.append((each, self._links(kind, each)))
            except Refusal as refusal:
                if not one_by_one:
                    raise
                trace = str(each["objectWriteTraceId"])
                errors.append(_error("VALIDATION_ERROR", refusal.message, "objectWriteTraceId", [trace]))
        for each, links in checked:
            key = self._portal.create(kind.name, each.get("properties") or {})
            for to, to_key in links:
                self._portal.associate(kind.name, key, to, to_key)
            results.append(self._shown(key, each))
        return self._answer(results, errors, 201)

    def _body(self, kind: ObjectType, request: Request) -> Mapping[str, Any]:
        if kind.name in self._portal.kept_from_writing:
            raise missing_scopes(scope_of(self._portal, kind.name).replace(".read", ".write"))
        return body_of(request)

    def _links(self, kind: ObjectType, given: Input) -> list[tuple[str, str]]:
        """Return the records that an input is to be linked to; a refusal where something of it makes no sense."""
        self._check(kind, given)
        found = []
        for each in given.get("associations") or ():
            to_key, types = str(each["to"]["id"]), {one["associationTypeId"] for one in each["types"]}
            others = [
                pair[1]
                for pair in self._portal.links.defined_pairs()
                if pair[0] == kind.name and types & {link.id for link in self._portal.links.types(pair)}
            ]
            if not others or to_key not in self._portal.tables[others[0]].live:
                raise Refusal(400, f"One or more associations are not valid: {to_key}")
            found.append((others[0], to_key))
        return found

    def _check(self, kind: ObjectType, given: Input) -> None:
        known = self._portal.properties[kind.name]
        for name, value in (given.get("properties") or {}).items():
            if name not in known:
                raise Refusal(400, f'Property values were not valid: Property "{name}" does not exist')
            definition = known[name]
            if definition.calculated or definition.read_only:
                raise Refusal(400, f'Property values were not valid: "{name}" is a read only property; its value')
            options = [each for each, _ in definition.options]
            if value in (None, ""):
                continue
            if definition.type == "enumeration" and options and not {*str(value).split(";")} <= {*options}:
                raise Refusal(
                    400, f"Property values were not valid: {value} was not one of the allowed options: {name}"
                )
            if definition.type == "number" and not _is_number(str(value)):
                raise Refusal(400, f"Property values were not valid: {value} was not a valid number: {name}")
            if definition.type in ("date", "datetime") and not _is_moment(str(value)):
                raise Refusal(400, f"Property values were not valid: {value} was not a valid date: {name}")

    @staticmethod
    def _shown(key: str, given: Input) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": key, "properties": dict(given.get("properties") or {}), "archived": False}
        if given.get("objectWriteTraceId"):
            shown["objectWriteTraceId"] = given["objectWriteTraceId"]
        return shown

    def _answer(self, results: Sequence[Any], errors: Sequence[Any], good: int) -> Response:
        now = moments.text(self._portal.now())
        answer: dict[str, Any] = {"status": "COMPLETE", "results": results, "startedAt": now, "completedAt": now}
        if errors:
            answer |= {"numErrors": len(errors), "errors": errors}
        return json_response(answer, 207 if errors else good)


def _error(category: str, message: str, member: str, ids: Sequence[str]) -> dict[str, Any]:
    return {"status": "error", "category": category, "message": message, "context": {member: list(ids)}}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return text.isdigit()
    return True
