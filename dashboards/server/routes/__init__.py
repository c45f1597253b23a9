"""The addresses that the server answers, one module a resource."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from dashboards.server.permission import guarded
from dashboards.server.routes import (
    actions,
    additions,
    analyses,
    apps,
    connections,
    customers,
    dashboards,
    datasets,
    duplicates,
    editing,
    exports,
    filters,
    goals,
    health,
    jobs,
    language,
    lenses,
    lineage,
    me,
    metadata,
    models,
    next_contacts,
    openapi,
    page,
    people,
    quality,
    queries,
    query,
    schema,
    segments,
    settings,
    sign_in,
    views,
    why,
    widgets,
    workspace,
)
from dashboards.server.static import Files, StaticPage
from dashboards.server.wave.routes import ROUTES as WAVE_ROUTES


def all_routes(static: StaticPage) -> list[BaseRoute]:
    """Return the routes, guarded; those of the page come last, as they take every address that is left."""
    return guarded(_routes(static))


def _routes(static: StaticPage) -> list[BaseRoute]:
    return [
        *health.ROUTES,
        *workspace.ROUTES,
        *dashboards.ROUTES,
        *editing.ROUTES,
        *views.ROUTES,
        *exports.ROUTES,
        *filters.ROUTES,
        *additions.ROUTES,
        *why.ROUTES,
        *lenses.ROUTES,
        *lineage.ROUTES,
        *goals.ROUTES,
        *queries.ROUTES,
        *connections.ROUTES,
        *apps.ROUTES,
        *settings.ROUTES,
        *jobs.ROUTES,
        *actions.ROUTES,
        *quality.ROUTES,
        *datasets.ROUTES,
        *metadata.ROUTES,
        *duplicates.ROUTES,
        *models.ROUTES,
        *customers.ROUTES,
        *segments.ROUTES,
        *next_contacts.ROUTES,
        *analyses.ROUTES,
        *schema.ROUTES,
        *query.ROUTES,
        *language.ROUTES,
        *widgets.ROUTES,
        *me.ROUTES,
        *openapi.ROUTES,
        *people.ROUTES,
        *sign_in.ROUTES,
        *WAVE_ROUTES,
        Mount(f"/static/{static.version}", Files(static)),
        *page.ROUTES,
    ]
