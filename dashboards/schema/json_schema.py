"""The JSON Schema of dashboards (draft 7, which editors know best)."""

from __future__ import annotations

import json

from dashboards.model.json import Json, JsonObject, as_list
from dashboards.schema.blocks import Block, blocks, variants
from dashboards.schema.shapes import Choice, Either, Encoded, ListOf, MapOf, ObjectOf, Plain, Shape

_NUMERIC: JsonObject = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
_PLAIN: dict[str, list[Json]] = {
    "text": [{"type": "string"}],
    "color": [{"type": "string"}],
    "number": [{"type": "number"}, _NUMERIC],
    "flag": [{"type": "boolean"}, {"enum": ["true", "false"]}],
}
_BOUND: JsonObject = {"type": "string", "pattern": r"\{\{|\$\{|^$"}
"""A binding, a variable of a template, or nothing yet."""

_UNSET: JsonObject = {"type": "null"}

_EVERYWHERE: JsonObject = {"$ref": "#/definitions/unset"}


def json_schema() -> JsonObject:
    """Return the schema of a dashboard's file.

    It is made of members.txt. A binding may stand for any value, and null for any member that is not set. Types of
    steps and widgets that it does not know, such as those of other packages, may hold anything.
    """
    definitions: JsonObject = {
        name: _object(block)
        for name, block in blocks().items()
        if not name.startswith(("step.", "widget.")) and not name.endswith((".any", ".selector"))
    }
    definitions |= {kind: _by_type(kind) for kind in ("step", "widget")}
    definitions |= {kind: {"anyOf": options} for kind, options in _PLAIN.items()}
    definitions["unset"] = {"description": "A binding, or nothing.", "anyOf": [_BOUND, _UNSET]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A dashboard of Swell, as CRM Analytics exports them",
        "$ref": "#/definitions/dashboard",
        "definitions": definitions,
    }


def schema_text() -> str:
    """Return the schema as text."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _object(block: Block) -> JsonObject:
    properties: JsonObject = {
        each.name: {"description": each.about, **_optional(each.shape)} for each in block.members.values()
    }
    return {"description": block.about, "type": "object", "properties": properties, "additionalProperties": False}


def _by_type(kind: str) -> JsonObject:
    """Return the schema of a step or a widget: its `type` says which members it may have."""
    found = variants(kind)
    known: Json = [*found]
    one: Json = [
        {"if": {"properties": {"type": {"const": name}}}, "then": _object(block)} for name, block in found.items()
    ]
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"anyOf": [{"enum": known}, {"type": "string"}]}},
        "allOf": one,
    }


def _optional(shape: Shape) -> JsonObject:
    if shape == Plain("anything"):
        return {}
    return {"anyOf": [*_options(shape), _EVERYWHERE]}


def _options(shape: Shape) -> list[Json]:
    schema = _schema(shape)
    return as_list(schema["anyOf"]) if "anyOf" in schema else [schema]


def _schema(shape: Shape) -> JsonObject:
    match shape:
        case Plain(kind):
            return {"$ref": f"#/definitions/{kind}"} if kind in _PLAIN else {}
        case Choice(words):
            cased: Json = list(dict.fromkeys(form for each in words for form in (each, each.lower())))
            return {"enum": cased}
        case ListOf(items):
            return {"type": "array", "items": _optional(items)}
        case MapOf(values):
            return {"type": "object", "additionalProperties": _optional(values)}
        case ObjectOf(name):
            return {"$ref": f"#/definitions/{name}"}
        case Encoded(inner):
            return {"anyOf": [*_options(inner), {"type": "string"}]}
        case Either(options):
            return {"anyOf": [each for option in options for each in _options(option)]}
