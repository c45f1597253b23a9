"""What the JSON of dashboards may hold: read from members.txt, which says it once for the schema and for the checks."""

from __future__ import annotations

from dashboards.schema.blocks import Block, Member, blocks, variants
from dashboards.schema.json_schema import json_schema, schema_text
from dashboards.schema.shapes import Choice, Either, Encoded, ListOf, MapOf, ObjectOf, Plain, Shape

__all__ = [
    "Block",
    "Choice",
    "Either",
    "Encoded",
    "ListOf",
    "MapOf",
    "Member",
    "ObjectOf",
    "Plain",
    "Shape",
    "blocks",
    "json_schema",
    "schema_text",
    "variants",
]
