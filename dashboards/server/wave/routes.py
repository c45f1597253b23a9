"""The addresses of the Wave API, one module a resource."""

from __future__ import annotations

from dashboards.server.wave import (
    dashboards,
    datasets,
    dependencies,
    folders,
    lenses,
    limits,
    oauth,
    query,
    resources,
    soap,
    sobjects,
    soql,
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
    *oauth.ROUTES,
    *soap.ROUTES,
    *sobjects.ROUTES,
    *soql.ROUTES,
]
