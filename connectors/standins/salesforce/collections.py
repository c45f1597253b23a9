"""The route of `composite/sobjects`: records changed and made, up to 200 a request, each with an answer of its own."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Any

from connectors.standins.messages import Handler, Request, Response, json_response
from connectors.standins.salesforce.describes import Describe
from connectors.standins.salesforce.refusals import Refusal
from connectors.standins.salesforce.world import USER_ID, Table, World

_MOST = 200
_NUMBERS = ("int", "long", "double", "currency", "percent")


class Collections:
    """Answers `composite/sobjects`, from a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return its part of the table of routes."""
        root = "/services/data/v{version}/composite/sobjects"
        return [
            (method, path, handler)
            for method, handler in (("PATCH", self.update), ("POST", self.create))
            for path in (root, f"{root}/")
        ]

    def update(self, request: Request) -> Response:
        """Change records."""
        return json_response([self._saved(each, updates=True) for each in _records(request)])

    def create(self, request: Request) -> Response:
        """Make records."""
        return json_response([self._saved(each, updates=False) for each in _records(request)], 200)

    def _saved(self, record: Mapping[str, Any], *, updates: bool) -> dict[str, Any]:
        with self._world.lock:
            try:
                id_ = self._save(record, updates)
            except Refusal as refusal:
                error = {"statusCode": refusal.code, "message": refusal.message, "fields": []}
                return {"success": False, "errors": [error], **({"id": record["id"]} if record.get("id") else {})}
        return {"id": id_, "success": True, "errors": []}

    def _save(self, record: Mapping[str, Any], updates: bool) -> str:
        world, name = self._world, str((record.get("attributes") or {}).get("type"))
        table = world.visible(name)
        values = {each: value for each, value in record.items() if each not in ("attributes", "id")}
        for each, value in values.items():
            _check_value(table, each, value, "updateable" if updates else "createable")
        id_ = str(record.get("id") or "")
        if updates:
            _check_live(table, id_)
        world.saves.check(name, id_, values)
        if updates:
            world.update(name, id_, **values)
            return id_
        for each in ("WhoId", "WhatId", "OwnerId"):
            if values.get(each) and not _exists(world, str(values[each])):
                raise Refusal("INVALID_CROSS_REFERENCE_KEY", f"invalid cross reference id: {values[each]}")
        return world.insert(name, **values)


def _records(request: Request) -> list[Mapping[str, Any]]:
    try:
        records = request.json()["records"]
    except (ValueError, KeyError, TypeError):
        raise Refusal("JSON_PARSER_ERROR", "The body has no records") from None
    if not 1 <= len(records) <= _MOST:
        raise Refusal("INVALID_BATCH_SIZE", f"A request has 1 to {_MOST} records")
    return list(records)


def _exists(world: World, id_: str) -> bool:
    """Return whether there is a live record of that id in any object, or it is the login's own user."""
    for table in world.tables.values():
        with contextlib.suppress(Refusal):
            _check_live(table, id_)
            return True
    return id_ == USER_ID


def _check_live(table: Table, id_: str) -> None:
    try:
        row = table.row(id_)
    except KeyError:
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id") from None
    if row.get("IsDeleted"):
        raise Refusal("ENTITY_IS_DELETED", "entity is deleted")


def _check_value(table: Table, name: str, value: Any, may: str) -> None:
    field: Describe | None = table.fields().get(name)
    if field is None:
        raise Refusal("INVALID_FIELD", f"No such column '{name}' on sobject of type {table.describe['name']}")
    if not field[may] or field["calculated"]:
        message = f"Unable to create/update fields: {name}. Please check the security settings of this field"
        raise Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", message)
    if value is None:
        return
    if field["type"] in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Refusal("JSON_PARSER_ERROR", f"Cannot deserialize instance of {field['type']} from value {value}")
    if field["type"] == "date" and not _is_date(value):
        raise Refusal("JSON_PARSER_ERROR", f"Cannot deserialize instance of date from value {value}")
    if isinstance(value, str) and len(value) > (field["length"] or len(value)):
        raise Refusal("STRING_TOO_LONG", f"{field['label']}: data value too large (max length={field['length']})")
    known = [each["value"] for each in field["picklistValues"]]
    if field["restrictedPicklist"] and field["type"] == "picklist" and value not in known:
        message = f"{field['label']}: bad value for restricted picklist field: {value}"
        raise Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message)


def _is_date(value: object) -> bool:
    try:
        dt.date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
