"""What answers about assets have in common: who, when, where, and what may be done."""

from __future__ import annotations

import datetime as dt

from dashboards.model.json import JsonObject
from dashboards.server.wave.call import Call
from dashboards.server.wave.ids import USER, make_id


def instant(when: dt.datetime) -> str:
    """Return an instant as the API writes it: UTC, with milliseconds."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def user(name: str, identity: str | None = None) -> JsonObject:
    """Return a person, or the server itself, as the one who did something."""
    return {"id": make_id(USER, identity or name), "name": name, "profilePhotoUrl": ""}


SERVER = user("Swell")
"""Who changed files and datasets: the server does not know who asked for it, git and the audit log do."""


def asset(
    call: Call, kind: str, identity: str, name: str, label: str, made: dt.datetime, changed: dt.datetime
) -> JsonObject:
    """Return the members that every asset has.

    Args:
        call: the request.
        kind: `dataset`, `dashboard`, `lens` or `folder`.
        identity: its id.
        name: its developer name.
        label: what people call it.
        made: when it was made.
        changed: when it was changed.
    """
    return {
        "createdBy": SERVER,
        "createdDate": instant(made),
        "id": identity,
        "label": label,
        "lastModifiedBy": SERVER,
        "lastModifiedDate": instant(changed),
        "name": name,
        "permissions": {"manage": True, "modify": True, "view": True},
        "type": kind,
        "url": call.url(PLURALS[kind], identity),
    }


PLURALS = {"dataset": "datasets", "dashboard": "dashboards", "lens": "lenses", "folder": "folders"}


def reference(found: JsonObject) -> JsonObject:
    """Return an asset as others refer to it."""
    return {each: found[each] for each in ("id", "label", "name", "url") if each in found}
