"""The Wave API: what clients of CRM Analytics call, answered from a workspace. One resource a file."""

from __future__ import annotations

from dashboards.server.wave import datasets, folders, query, versions

ROUTES = [
    *query.ROUTES,
    *datasets.ROUTES,
    *versions.ROUTES,
    *folders.ROUTES,
]

__all__ = ["ROUTES"]
