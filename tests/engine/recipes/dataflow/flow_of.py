"""Small dataflows and the catalogs that they are converted with."""

import json
from collections.abc import Sequence
from typing import Any

from engine.recipes.dataflow import Conversion, convert
from saql.date_parts import date_part_fields
from saql.schema import Field, Schema
from saql.types import Type

Json = dict[str, Any]


class Datasets:
    """A catalog of datasets whose fields are given by name and type."""

    def __init__(self, **fields: dict[str, Type]) -> None:
        self._fields = {name.replace("__", "."): each for name, each in fields.items()}

    def names(self) -> Sequence[str]:
        return sorted(self._fields)

    def schema(self, name: str) -> Schema | None:
        if name not in self._fields:
            return None
        fields = [Field(each, kind) for each, kind in self._fields[name].items()]
        parts = [part for each in fields if each.type.is_temporal for part in date_part_fields(each.name)]
        return Schema((*fields, *parts))


DEALS = Datasets(
    crm__Deal={
        "Id": Type.TEXT,
        "AccountId": Type.TEXT,
        "Amount": Type.NUMBER,
        "CloseDate": Type.DAY,
        "CreatedDate": Type.DATE,
        "Stage": Type.TEXT,
        "Tags": Type.MULTIVALUE,
    },
    crm__Account={"Id": Type.TEXT, "Name": Type.TEXT, "Size": Type.NUMBER, "Since": Type.DAY},
)


def digest(name: str, *fields: str, **more: Any) -> Json:
    listed = [{"name": each} for each in fields]
    return {"action": "sfdcDigest", "parameters": {"object": name, "fields": listed, **more}}


def node(action: str, **parameters: Any) -> Json:
    return {"action": action, "parameters": parameters}


def register(source: str, alias: str = "made", **more: Any) -> Json:
    return node("sfdcRegister", alias=alias, name=alias.title(), source=source, **more)


def converted(flow: Json, catalog: Datasets = DEALS, **options: Any) -> Conversion:
    return convert(json.dumps(flow), "flow", catalog, **options)


def text_of(flow: Json, catalog: Datasets = DEALS) -> str:
    """Return the recipe of a dataflow that makes one dataset, on one line."""
    found = converted(flow, catalog)
    assert found.wrong == ()
    (recipe,) = found.recipes
    return " ".join(recipe.text.split())
