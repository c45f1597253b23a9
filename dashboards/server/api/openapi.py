"""The description of the API in OpenAPI 3.1, made from the routes, the table of permissions and the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from starlette.routing import BaseRoute, Route

from dashboards.model.json import Json, JsonObject
from dashboards.server.api.shapes import Address, Member, Shapes, object_schema, shapes
from dashboards.server.permission import ROWS, Row

PREFIX = "/api/"
_PARAMETER = re.compile(r"\{(?P<name>\w+)(?::path)?\}")
_ERROR: JsonObject = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "hint": {"type": ["string", "null"]},
            },
            "required": ["code", "message", "hint"],
        },
        "diagnostics": {"type": "array", "items": {"$ref": "#/components/schemas/Diagnostic"}},
    },
    "required": ["error"],
}


def openapi(routes: Iterable[BaseRoute], version: str) -> JsonObject:
    """Return the description.

    Args:
        routes: those of the application; of them the ones of our own API are described.
        version: of Swell.
    """
    known = shapes()
    paths: dict[str, Json] = {}
    for route, method in described(routes):
        path = plain(route.path)
        operations = paths.setdefault(path, {})
        assert isinstance(operations, dict)
        operations[method.lower()] = _operation(route, method, known.addresses[method, path])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Swell", "version": version, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {"schemas": _schemas(known), "securitySchemes": _SCHEMES},
        "security": [{"token": []}, {"browser": []}],
    }


_SCHEMES: JsonObject = {
    "token": {"type": "http", "scheme": "bearer"},
    "browser": {"type": "apiKey", "in": "cookie", "name": "swell"},
}


def described(routes: Iterable[BaseRoute]) -> Iterator[tuple[Route, str]]:
    """Give the routes of our own API with each of their methods."""
    for route in routes:
        if isinstance(route, Route) and route.path.startswith(PREFIX):
            yield from ((route, method) for method in sorted(route.methods or ()) if method != "HEAD")


def plain(path: str) -> str:
    """Return a path as OpenAPI writes it."""
    return _PARAMETER.sub(r"{\g<name>}", path)


def summary(route: Route) -> str:
    """Return what an address does, in a line."""
    return (route.endpoint.__doc__ or "").strip().partition("\n")[0]


def _operation(route: Route, method: str, address: Address) -> JsonObject:
    row = ROWS[method, route.path]
    parameters: list[Json] = [
        {"name": each["name"], "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for each in _PARAMETER.finditer(route.path)
    ]
    parameters += [_parameter(each, "query") for each in address.query]
    parameters += [_parameter(each, "header") for each in address.headers]
    found: JsonObject = {
        "summary": summary(route),
        "description": f"Least role: {asked_role(row)}.",
        "operationId": f"{method.lower()}{re.sub(r'[^a-z]+', '_', plain(route.path).lower()).rstrip('_')}",
        "parameters": parameters,
        "responses": {
            str(address.status): _answer(address),
            "default": {"description": "What is wrong.", "content": _json({"$ref": "#/components/schemas/Error"})},
        },
    }
    if address.body:
        found["requestBody"] = {"required": True, "content": _json(object_schema(address.body))}
    elif method == "POST":
        found["requestBody"] = {"required": True, "content": _json({"type": "object"})}
    return found


def asked_role(row: Row) -> str:
    """Return the role that an address asks for, in words."""
    return "anybody" if row.least is None else f"{row.least}{' in the folder' if row.in_folder else ''}"


def _answer(address: Address) -> JsonObject:
    if address.file:
        return {"description": "A file.", "content": {"*/*": {"schema": {}}}}
    schema = object_schema(address.answer)
    if address.like:
        schema = {"allOf": [{"$ref": f"#/components/schemas/{address.like}"}, schema]}
    return {"description": "Done.", "content": _json(schema)}


def _parameter(member: Member, place: str) -> JsonObject:
    return {
        "name": member.name,
        "in": place,
        "required": member.required,
        "schema": member.schema,
        **({"description": member.about} if member.about else {}),
    }


def _json(schema: JsonObject) -> JsonObject:
    return {"application/json": {"schema": schema}}


def _schemas(known: Shapes) -> JsonObject:
    named: JsonObject = {name: object_schema(members) for name, members in known.named.items()}
    return {**named, "Error": _ERROR}
