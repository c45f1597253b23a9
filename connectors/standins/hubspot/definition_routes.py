"""What the records are, over HTTP: properties, schemas of custom objects, owners, pipelines."""

from __future__ import annotations

from typing import Any

from connectors.standins.hubspot.errors import Refusal
from connectors.standins.hubspot.object_routes import truth
from connectors.standins.hubspot.object_types import ObjectType
from connectors.standins.hubspot.portal import Portal
from connectors.standins.messages import Request, Response, json_response

_MOST_OWNERS = 500
_DEFINED_AT = "2020-01-01T00:00:00.000Z"


class DefinitionRoutes:
    """Answers requests for the definitions of one account. The caller holds its lock."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def properties(self, kind: ObjectType, request: Request) -> Response:
        """Answer the properties of an object; none of them are archived."""
        if truth(request.parameter("archived")):
            return json_response({"results": []})
        return json_response({"results": self._properties(kind)})

    def property(self, kind: ObjectType, request: Request) -> Response:
        """Answer one property."""
        for each in self._properties(kind):
            if each["name"] == request.named["name"]:
                return json_response(each)
        raise Refusal(404, f"Property {request.named['name']} does not exist", "OBJECT_NOT_FOUND")

    def schemas(self, _: Request) -> Response:
        """Answer the custom objects."""
        return json_response({"results": [self._schema(kind) for kind in self._portal.kinds.values() if kind.custom]})

    def schema(self, kind: ObjectType, _: Request) -> Response:
        """Answer what one object is."""
        return json_response(self._schema(kind))

    def owners(self, request: Request) -> Response:
        """Answer a page of the owners, or of those who left."""
        archived, limit = truth(request.parameter("archived")), request.parameter("limit", "100")
        after = request.parameter("after", "0")
        if not limit.isdigit() or not 1 <= int(limit) <= _MOST_OWNERS or not after.isdigit():
            raise Refusal(400, f"Invalid page: limit is 1 to {_MOST_OWNERS}, after a number.")
        found = sorted(
            (each for each in self._portal.owners.values() if each.archived is archived and int(each.id) >= int(after)),
            key=lambda each: int(each.id),
        )
        answer: dict[str, Any] = {"results": [each.as_json() for each in found[: int(limit)]]}
        if len(found) > int(limit):
            answer["paging"] = {"next": {"after": found[int(limit)].id}}
        return json_response(answer)

    def pipelines(self, kind: ObjectType, _: Request) -> Response:
        """Answer the pipelines of an object with their stages."""
        pipelines = self._portal.pipelines.get(kind.name, [])
        return json_response({"results": [each.as_json(place) for place, each in enumerate(pipelines)]})

    def _properties(self, kind: ObjectType) -> list[dict[str, Any]]:
        group = f"{kind.singular.lower().replace(' ', '')}information"
        return [each.as_json(group) for each in self._portal.properties[kind.name].values()]

    def _schema(self, kind: ObjectType) -> dict[str, Any]:
        return {
            "id": kind.id.partition("-")[2],
            "objectTypeId": kind.id,
            "name": kind.name,
            "fullyQualifiedName": self._portal.full_name(kind),
            "labels": {"singular": kind.singular, "plural": kind.plural},
            "primaryDisplayProperty": kind.main,
            "secondaryDisplayProperties": [],
            "requiredProperties": [kind.main],
            "searchableProperties": [kind.main],
            "properties": self._properties(kind),
            "associations": [
                {
                    "id": str(link.id),
                    "name": f"{start}_to_{end}",
                    "fromObjectTypeId": self._portal.kinds[start].id,
                    "toObjectTypeId": self._portal.kinds[end].id,
                }
                for start, end in self._portal.links.defined_pairs()
                if start == kind.name
                for link in self._portal.links.types((start, end))
            ],
            "archived": False,
            "createdAt": _DEFINED_AT,
            "updatedAt": _DEFINED_AT,
        }
