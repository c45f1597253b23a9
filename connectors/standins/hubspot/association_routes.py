"""Associations over HTTP: batches of links, and the labels that they may have."""

from __future__ import annotations

from typing import Any

from connectors.standins.hubspot import moments
from connectors.standins.hubspot.links import Pair
from connectors.standins.hubspot.object_routes import body_of, inputs_of, shortened
from connectors.standins.hubspot.object_types import ObjectType
from connectors.standins.hubspot.portal import Portal
from connectors.standins.messages import Request, Response, json_response

_MOST = 1_000


class AssociationRoutes:
    """Answers requests for the associations of one account. The caller holds its lock.

    Args:
        portal: the account.
        page: how many links of one record an answer has at most; the rest follows by the record's `after`.
    """

    def __init__(self, portal: Portal, page: int) -> None:
        self._portal = portal
        self._page = page

    def batch_read(self, start: ObjectType, end: ObjectType, request: Request) -> Response:
        """Answer the links of the records that a body names; a record without any is told of in `errors`."""
        pair = (start.name, end.name)
        results = []
        errors = []
        for asked in inputs_of(body_of(request), _MOST):
            result = self._of(pair, str(asked["id"]), str(asked.get("after") or "0"))
            if result["to"]:
                results.append(result)
            else:
                errors.append(_none_found(start, end, str(asked["id"])))
        now = moments.text(self._portal.now())
        answer: dict[str, Any] = {"status": "COMPLETE", "results": results, "startedAt": now, "completedAt": now}
        if errors:
            answer |= {"numErrors": len(errors), "errors": errors}
        return json_response(shortened(request, answer), 207 if errors else 200)

    def labels(self, start: ObjectType, end: ObjectType) -> Response:
        """Answer the kinds of associations from one object to another."""
        types = self._portal.links.types((start.name, end.name))
        return json_response({"results": [each.as_json() for each in types]})

    def _of(self, pair: Pair, key: str, after: str) -> dict[str, Any]:
        portal = self._portal
        here, there = portal.tables[pair[0]], portal.tables[pair[1]].live
        key = here.survivor(key)
        links = portal.links.of(pair, key) if key in here.live else {}
        ids = sorted((each for each in links if each in there and int(each) >= int(after)), key=int)
        result: dict[str, Any] = {
            "from": {"id": key},
            "to": [
                {
                    "toObjectId": int(each),
                    "associationTypes": [
                        kind.as_json() for kind in portal.links.types(pair) if kind.label in links[each]
                    ],
                }
                for each in ids[: self._page]
            ],
        }
        if len(ids) > self._page:
            result["paging"] = {"next": {"after": ids[self._page], "link": f"?after={ids[self._page]}"}}
        return result


def _none_found(start: ObjectType, end: ObjectType, key: str) -> dict[str, Any]:
    return {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": f"No {end.singular.lower()} is associated with {start.singular.lower()} {key}.",
        "context": {
            "fromObjectId": [key],
            "fromObjectType": [start.singular.lower()],
            "toObjectType": [end.singular.lower()],
        },
    }
