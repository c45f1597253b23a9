"""Apps, which the API calls folders: the folders of dashboards, and one for all that is in none of them."""

from __future__ import annotations

import datetime as dt
import re

from starlette.responses import Response

from dashboards.errors import DashboardError
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text
from dashboards.people.person import NO_ACCESS, Person, Role, reaches
from dashboards.server.identity import person_of
from dashboards.server.wave.call import Call, route, routes
from dashboards.server.wave.common import asset, person, reference
from dashboards.server.wave.errors import WaveError, invalid, no_such
from dashboards.server.wave.ids import FOLDER, is_same, make_id, with_checksum
from dashboards.server.wave.paging import page

SHARED = "SharedApp"
"""The name of the app with the dashboards at the top, the datasets and the lenses."""

_ROLES: dict[Role, str] = {"viewer": "view", "editor": "edit", "admin": "manage"}
_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Folders do not tell when they were made."""


def listed(call: Call) -> Json:
    """Answer with the apps."""
    return page(call, "folders", [folder(call, each) for each in ("", *call.services.library.folders())])


def show(call: Call) -> Json:
    """Answer with an app and with whom it is shared."""
    name = folder_name(call, call.part("folder"))
    return {**folder(call, name), "shares": [*_shares(call, name)]}


def change(call: Call) -> Json:
    """Share an app: the shares that are sent take the place of those that there are."""
    name = folder_name(call, call.part("folder"))
    found = folder(call, name)
    if any(found.get(each) != value for each, value in call.body.items() if each != "shares"):
        raise invalid("Of an app only the shares can be changed.", 'Send {"shares": [{"sharedWithId": "…"}]}.')
    if "shares" in call.body:
        _share(call, name, [as_object(each) for each in as_list(call.body["shares"])])
    return {**found, "shares": [*_shares(call, name)]}


def make(call: Call) -> Json:
    """Make an app: a folder for dashboards."""
    label = as_text(call.body.get("name")) or as_text(call.body.get("label"))
    library = call.services.library
    name = re.sub(r"\W+", "_", label.strip())[:60].strip("_")
    if not name or name.casefold() in ("views", SHARED.casefold()):
        raise invalid(f"'{label[:60]}' can't name an app.", "Letters, digits and spaces make a name.")
    if name in library.folders():
        raise WaveError(400, "DUPLICATE_DEVELOPER_NAME", f"There is an app '{name}' already.")
    try:
        (library.folder / name).mkdir(parents=True)
    except OSError as error:
        raise DashboardError(f"The folder of the app can't be made: {error.strerror or error}.") from None
    return folder(call, name)


def remove(call: Call) -> Response:
    """Remove an app that has nothing in it."""
    name = folder_name(call, call.part("folder"))
    library = call.services.library
    if not name or any((library.folder / name).iterdir()):
        raise WaveError(400, "DELETE_FAILED", "The app has assets in it.", "Move or remove them first.")
    (library.folder / name).rmdir()
    return Response(status_code=204)


def folder(call: Call, name: str) -> JsonObject:
    """Return an app; the one with what is in no other has the name of the workspace for a label."""
    label = name or call.services.name
    found = asset(call, "folder", make_id(FOLDER, name), name or SHARED, label, _MADE, _MADE)
    return {**found, "applicationStatus": "completedstatus", "description": None, "featuredAssets": {}}


def folder_of(call: Call, name: str = "") -> JsonObject:
    """Return an app as assets refer to it."""
    return reference(folder(call, name))


def folder_name(call: Call, given: str) -> str:
    """Return the folder that an id or a name means.

    Raises:
        WaveError: there is none.
    """
    for each in ("", *call.services.library.folders()):
        if given == (each or SHARED) or is_same(given, make_id(FOLDER, each)):
            return each
    raise no_such("app", given)


def wanted_folder(call: Call) -> str | None:
    """Return the folder that the body puts an asset into, None where it says nothing of one.

    Raises:
        WaveError: there is none, or who asks may not change what is in it.
    """
    given = call.body.get("folder")
    known = as_object(given)
    text = as_text(given) or as_text(known.get("id")) or as_text(known.get("name"))
    if not text:
        return None
    name = folder_name(call, text)
    if not reaches(person_of(call.request).role_in(name), "editor"):
        raise WaveError(403, "INSUFFICIENT_ACCESS", f"You may not put assets into the app '{text[:50]}'.")
    return name


def _shares(call: Call, name: str) -> list[JsonObject]:
    people = [each.person for each in call.services.accounts.list() if not each.disabled]
    roles = [(each, each.role_in(name)) for each in people or [person_of(call.request)]]
    return [_share_of(each, role) for each, role in roles if role is not None]


def _share_of(known: Person, role: Role) -> JsonObject:
    shown = person(known)
    return {
        "accessType": _ROLES[role],
        "imageUrl": shown["profilePhotoUrl"],
        "shareType": "user",
        "sharedWithId": shown["id"],
        "sharedWithLabel": shown["name"],
    }


def _share(call: Call, name: str, shares: list[JsonObject]) -> None:
    """Give people the roles that shares say, and none to those that no share speaks of."""
    accounts, now, by = call.services.accounts, call.services.now(), person_of(call.request)
    people = [each.person for each in accounts.list()]
    wanted: dict[str, str] = {each.email: NO_ACCESS for each in people if each.role != "admin"}
    for share in shares:
        identity, access = as_text(share.get("sharedWithId")), as_text(share.get("accessType")).casefold()
        who = next((each for each in people if is_same(with_checksum(each.id), identity)), None)
        role = next((role for role, word in _ROLES.items() if word == access), None)
        if who is None or role is None:
            raise invalid(
                f"'{identity[:30]}' can't get '{access[:30]}'.", "Shares are with people: view, edit or manage."
            )
        if who.role != "admin":
            wanted[who.email] = role
    for who in people:
        if who.email in wanted and wanted[who.email] != (who.role_in(name) or NO_ACCESS):
            accounts.set_role(who.email, wanted[who.email], now, folder=name, by=by.email)


ROUTES = [
    route("/wave/folders", listed),
    route("/wave/folders/", listed),
    route("/wave/folders", make, "POST"),
    *routes("/wave/folders/{folder}", [("GET", show), ("PATCH", change), ("PUT", change), ("DELETE", remove)]),
]
