"""A dashboard as data, and how its JSON becomes that."""

from dashboards.model.dashboard import (
    Dashboard,
    DataSourceLink,
    FacetSource,
    GlobalFilter,
    Layout,
    LinkedField,
    Page,
    Placement,
    Step,
    Widget,
)
from dashboards.model.json import Json, JsonObject
from dashboards.model.load import load

__all__ = [
    "Dashboard",
    "DataSourceLink",
    "FacetSource",
    "GlobalFilter",
    "Json",
    "JsonObject",
    "Layout",
    "LinkedField",
    "Page",
    "Placement",
    "Step",
    "Widget",
    "load",
]
