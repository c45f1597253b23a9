"""Where HubSpot's interfaces are: one table for the numbered versions, one for those named by a date.

HubSpot ends the numbered ones in 2027 (developers.hubspot.com, "Legacy APIs", 2026). Names in braces are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias
from urllib.parse import quote

Place: TypeAlias = Literal[
    "list", "batch_read", "batch_update", "batch_create",
    "search", "properties", "schemas", "owners", "pipelines", "associations", "labels",
    "account", "usage", "token",
]  # fmt: skip

_V3: Mapping[Place, str] = {
    "list": "/crm/v3/objects/{type}",
    "batch_read": "/crm/v3/objects/{type}/batch/read",
    "batch_update": "/crm/v3/objects/{type}/batch/update",
    "batch_create": "/crm/v3/objects/{type}/batch/create",
    "search": "/crm/v3/objects/{type}/search",
    "properties": "/crm/v3/properties/{type}",
    "schemas": "/crm-object-schemas/v3/schemas",
    "owners": "/crm/v3/owners",
    "pipelines": "/crm/v3/pipelines/{type}",
    "associations": "/crm/v4/associations/{type}/{to}/batch/read",
    "labels": "/crm/v4/associations/{type}/{to}/labels",
    "account": "/account-info/v3/details",
    "usage": "/account-info/v3/api-usage/daily/private-apps",
    "token": "/oauth/v1/token",
}

_2026_09: Mapping[Place, str] = {
    "list": "/crm/objects/2026-09/{type}",
    "batch_read": "/crm/objects/2026-09/{type}/batch/read",
    "batch_update": "/crm/objects/2026-09/{type}/batch/update",
    "batch_create": "/crm/objects/2026-09/{type}/batch/create",
    "search": "/crm/objects/2026-09/{type}/search",
    "properties": "/crm/properties/2026-09/{type}",
    "schemas": "/crm-object-schemas/2026-09/schemas",
    "owners": "/crm/owners/2026-09",
    "pipelines": "/crm/pipelines/2026-09/{type}",
    "associations": "/crm/associations/2026-09/{type}/{to}/batch/read",
    "labels": "/crm/associations/2026-09/{type}/{to}/labels",
    "account": "/account-info/2026-09/details",
    "usage": "/account-info/2026-09/api-usage/daily/private-apps",
    "token": "/oauth/2026-09/token",
}

PATHS: Mapping[str, Mapping[Place, str]] = MappingProxyType({"v3": _V3, "2026-09": _2026_09})
"""Version → what is asked → its path."""


def path(version: str, place: Place, **names: str) -> str:
    """Return the path of something in a version, the names in it quoted."""
    return PATHS[version][place].format(**{name: quote(value, safe="") for name, value in names.items()})
