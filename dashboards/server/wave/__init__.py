"""The Wave API: what clients of CRM Analytics call, answered from a workspace. One resource a file."""

from __future__ import annotations

from dashboards.server.wave import (
    dashboards,
    datasets,
    dependencies,
    folders,
    lenses,
    limits,
    query,
    resources,
    versions,
)

ROUTES = [
    *query.ROUTES,
    *datasets.ROUTES,
    *versions.ROUTES,
    *dashboards.ROUTES,
    *lenses.ROUTES,
    *folders.ROUTES,
    *dependencies.ROUTES,
    *limits.ROUTES,
    *resources.ROUTES,
]

__all__ = ["ROUTES"]
