"""What answers about assets have in common: who, when, where, and what may be done."""

from __future__ import annotations

import datetime as dt

from dashboards.model.json import JsonObject
from dashboards.people.person import Person
from dashboards.server.wave.call import Call
from dashboards.server.wave.ids import USER, make_id, with_checksum


def instant(when: dt.datetime) -> str:
    """Return an instant as the API writes it: UTC, with milliseconds."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def person(known: Person) -> JsonObject:
    """Return somebody as the one who did something, or who may."""
    identity = with_checksum(known.id) if known.id.startswith(USER) else make_id(USER, known.id)
    return {"id": identity, "name": known.name, "profilePhotoUrl": ""}


SERVER: JsonObject = {"id": make_id(USER, "server"), "name": "Swell", "profilePhotoUrl": ""}
"""Who changed files and datasets: who asked for it, the audit log knows."""


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
