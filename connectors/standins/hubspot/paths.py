"""The paths of the API: the numbered versions, and the date-based one that follows them.

Source: developers.hubspot.com/docs/api-reference/legacy/migration-guide.
"""

from __future__ import annotations

# Operation, path before the dates, path with `{version}`.
TABLE: tuple[tuple[str, str, str], ...] = (
    ("objects", "/crm/v3/objects/{type}", "/crm/objects/{version}/{type}"),
    ("batch_read", "/crm/v3/objects/{type}/batch/read", "/crm/objects/{version}/{type}/batch/read"),
    ("batch_update", "/crm/v3/objects/{type}/batch/update", "/crm/objects/{version}/{type}/batch/update"),
    ("batch_create", "/crm/v3/objects/{type}/batch/create", "/crm/objects/{version}/{type}/batch/create"),
    ("search", "/crm/v3/objects/{type}/search", "/crm/objects/{version}/{type}/search"),
    ("object", "/crm/v3/objects/{type}/{id}", "/crm/objects/{version}/{type}/{id}"),
    ("properties", "/crm/v3/properties/{type}", "/crm/properties/{version}/{type}"),
    ("property", "/crm/v3/properties/{type}/{name}", "/crm/properties/{version}/{type}/{name}"),
    ("schemas", "/crm/v3/schemas", "/crm-object-schemas/{version}/schemas"),
    ("schemas", "/crm-object-schemas/v3/schemas", "/crm-object-schemas/{version}/schemas"),
    ("schema", "/crm/v3/schemas/{type}", "/crm-object-schemas/{version}/schemas/{type}"),
    ("schema", "/crm-object-schemas/v3/schemas/{type}", "/crm-object-schemas/{version}/schemas/{type}"),
    ("owners", "/crm/v3/owners", "/crm/owners/{version}"),
    ("owners", "/crm/v3/owners/", "/crm/owners/{version}/"),
    ("pipelines", "/crm/v3/pipelines/{type}", "/crm/pipelines/{version}/{type}"),
    (
        "associations",
        "/crm/v4/associations/{from}/{to}/batch/read",
        "/crm/associations/{version}/{from}/{to}/batch/read",
    ),
    ("labels", "/crm/v4/associations/{from}/{to}/labels", "/crm/associations/{version}/{from}/{to}/labels"),
    ("account", "/account-info/v3/details", "/account-info/{version}/details"),
    (
        "usage",
        "/account-info/v3/api-usage/daily/private-apps",
        "/account-info/{version}/api-usage/daily/private-apps",
    ),
    ("token", "/oauth/v1/token", "/oauth/{version}/token"),
    ("token_info", "/oauth/v1/access-tokens/{token}", "/oauth/v1/access-tokens/{token}"),
    (
        "private_token_info",
        "/oauth/v2/private-apps/get/access-token-info",
        "/oauth/v2/private-apps/get/access-token-info",
    ),
)
VERSIONS = ("2026-03", "2026-09")


def paths_of(operation: str) -> list[str]:
    """Return all paths of an operation, of all versions."""
    found = []
    for name, numbered, dated in TABLE:
        if name == operation:
            found += [numbered, *(dated.replace("{version}", version) for version in VERSIONS)]
    return list(dict.fromkeys(found))
