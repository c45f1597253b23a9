"""Lineage as JSON."""

from __future__ import annotations

from dashboards.lineage.graph import Graph
from dashboards.lineage.way import Way
from dashboards.model.json import Json, JsonObject


def graph_json(found: Graph) -> JsonObject:
    """Return a graph as JSON."""
    nodes: list[Json] = [
        {"id": each.id, "kind": each.kind, "name": each.name, "label": each.label} for each in found.nodes
    ]
    return {"nodes": nodes, "links": [list(each) for each in found.links]}


def way_json(way: Way) -> JsonObject:
    """Return a way as JSON."""
    return {
        "dataset": way.dataset,
        "field": way.field,
        "label": way.label,
        "made": way.made,
        "formulas": [{"name": each.name, "text": each.text} for each in way.formulas],
        "direct": [way_json(each) for each in way.direct],
        "indirect": [
            {"how": each.how, "dataset": each.source.dataset, "field": each.source.field} for each in way.indirect
        ],
        "ends": way.ends,
    }
