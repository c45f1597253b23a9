"""Apps, which the API calls folders: the workspace is one, and all assets are in it."""

from __future__ import annotations

import datetime as dt

from dashboards.model.json import Json, JsonObject, as_text
from dashboards.server.wave.call import Call, route, routes
from dashboards.server.wave.common import asset, reference, user
from dashboards.server.wave.errors import WaveError, no_such
from dashboards.server.wave.ids import FOLDER, is_same, make_id
from dashboards.server.wave.paging import page

NAME = "SharedApp"

_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def listed(call: Call) -> Json:
    """Answer with the apps."""
    return page(call, "folders", [folder(call)])


def show(call: Call) -> Json:
    """Answer with an app and who it is shared with."""
    return _wanted(call)


def change(call: Call) -> Json:
    """Refuse to change an app: its name is the workspace's, and people's roles say what they may do."""
    found = _wanted(call)
    if call.body.get("shares") == found["shares"] or not call.body:
        return found
    hint = "Roles of people say who may see and change assets; the name is that of the workspace."
    raise WaveError(400, "INSUFFICIENT_ACCESS", "The app can't be changed here.", hint)


def make(_: Call) -> Json:
    """Refuse to make an app."""
    raise WaveError(400, "INSUFFICIENT_ACCESS", "A workspace is one app.", "Make another workspace: swell init NAME")


def folder(call: Call) -> JsonObject:
    """Return the app of the workspace."""
    found = asset(call, "folder", make_id(FOLDER, NAME), NAME, call.services.name, _MADE, _MADE)
    everyone = user(call.services.name, "everyone")
    share: JsonObject = {
        "accessType": "view",
        "imageUrl": everyone["profilePhotoUrl"],
        "shareType": "organization",
        "sharedWithId": everyone["id"],
        "sharedWithLabel": everyone["name"],
    }
    return {**found, "applicationStatus": "completedstatus", "shares": [share]}


def folder_of(call: Call) -> JsonObject:
    """Return the app as assets refer to it."""
    return reference(folder(call))


def check_folder(given: Json) -> None:
    """Refuse an app that an asset is put into, unless it is one.

    Args:
        given: `{"id": ".."}`, an id or a name; None for none.

    Raises:
        WaveError: there is no such app.
    """
    wanted = as_text(given.get("id") or given.get("name")) if isinstance(given, dict) else as_text(given)
    if wanted and wanted != NAME and not is_same(wanted, make_id(FOLDER, NAME)):
        raise no_such("app", wanted)


def _wanted(call: Call) -> JsonObject:
    check_folder(call.part("folder"))
    return folder(call)


ROUTES = [
    route("/wave/folders", listed),
    route("/wave/folders/", listed),
    route("/wave/folders", make, "POST"),
    *routes("/wave/folders/{folder}", [("GET", show), ("PATCH", change), ("PUT", change)]),
]
