"""Dashboards: their list, the state of one, and changes, which go into the files of the workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from starlette.responses import Response

from dashboards import saving
from dashboards.errors import DashboardError
from dashboards.library import parse
from dashboards.model import load
from dashboards.model.json import Json, JsonObject, as_object, as_text
from dashboards.server.wave.call import Call, route, routes
from dashboards.server.wave.common import asset
from dashboards.server.wave.errors import invalid, no_such
from dashboards.server.wave.folders import folder_of, wanted_folder
from dashboards.server.wave.histories import History, shown
from dashboards.server.wave.ids import DASHBOARD, DATASET, make_id, named
from dashboards.server.wave.paging import page
from dashboards.writing import create, opened, relabelled, save, source
from engine.errors import SwellError

LARGEST_DASHBOARD = 20_000_000
"""In bytes of JSON; the largest that people export have a few millions."""

CHANGED = ("label", "description", "xmd", "mobileDisabled", "dateVersion")
"""What a change may hold beside state and folder; all else of an asset follows from it."""


def listed(call: Call) -> Json:
    """Answer with the dashboards, without their states."""
    return page(call, "dashboards", [*known(call).values()])


def known(call: Call) -> dict[str, JsonObject]:
    """Return all dashboards that who asks may see, by name, without their states."""
    found = {}
    for name in call.services.library.names():
        try:
            found[name] = describe(call, name)
        except SwellError:  # it went away meanwhile
            continue
    return found


def show(call: Call) -> Json:
    """Answer with one, with its state."""
    name = _name(call)
    return _with_state(call, name, source(call.services.library, name).value)


def make(call: Call) -> Json:
    """Make one from its state."""
    label, folder = as_text(call.body.get("label")).strip(), wanted_folder(call)
    if not label or not isinstance(call.body.get("state"), dict):
        raise invalid("A dashboard is made from its label and its state.", 'Send {"label": "…", "state": {…}}.')
    kept = {each: call.body[each] for each in (*CHANGED, "state") if each in call.body}
    name = create(call.services.library, as_text(call.body.get("name")) or label, kept, folder or "")
    _note(call, name, saving.read(call.services.library.file(name)).text, as_text(call.body.get("historyLabel")))
    return show_named(call, name)


def change(call: Call) -> Json:
    """Change label, description, state or app of one, or put back what it was."""
    name, library, body = _name(call), call.services.library, call.body
    history = as_text(body.get("currentHistoryId")) or as_text(body.get("historyId"))
    if history:
        return revert(call)
    folder = wanted_folder(call)
    if "state" in body and not isinstance(body["state"], dict):
        raise invalid("The state of a dashboard is an object.")
    before = source(library, name)
    value = (
        before.value
        if "state" in before.value
        else relabelled(before.value, as_text(before.value.get("label")) or name)
    )
    changed = {**value, **{each: body[each] for each in (*CHANGED, "state") if each in body}}
    if changed != value:
        _note(call, name, saving.read(library.file(name)).text)
        save(library, name, changed, before.version, call.services.saving)
        _note(call, name, saving.read(library.file(name)).text, as_text(body.get("historyLabel")))
    if folder is not None and folder != library.folder_of(name):
        _move(library.file(name), library.folder / folder)
    return show_named(call, name)


def remove(call: Call) -> Response:
    """Remove one and its history."""
    name = _name(call)
    call.services.library.file(name).unlink()
    History.of(call, "dashboards", name).forget()
    return Response(status_code=204)


def histories(call: Call) -> Json:
    """Answer with what one was before."""
    name = _name(call)
    file = call.services.library.file(name)
    entries = History.of(call, "dashboards", name).entries(saving.read(file).text, _changed(file))
    return shown(call, entries, call.url("dashboards", make_id(DASHBOARD, "dashboard", name)))


def tag(call: Call) -> Json:
    """Give an entry of the history a name."""
    name = _name(call)
    file, history = call.services.library.file(name), History.of(call, "dashboards", name)
    found = history.find(call.part("history"), saving.read(file).text, _changed(file))
    history.keep(found.text, found.noted, as_text(call.body.get("label")))
    return histories(call)


def bundle(call: Call) -> Json:
    """Answer with one as it is, or as it was (`historyId`)."""
    name, wanted = _name(call), call.option("historyId")
    file = call.services.library.file(name)
    text = saving.read(file).text
    if wanted:
        text = History.of(call, "dashboards", name).find(wanted, text, _changed(file)).text
    return _with_state(call, name, opened(parse(text.removeprefix("\ufeff"))))


def revert(call: Call) -> Json:
    """Put back what one was."""
    name = _name(call)
    file, history = call.services.library.file(name), History.of(call, "dashboards", name)
    wanted = as_text(call.body.get("historyId")) or as_text(call.body.get("currentHistoryId"))
    now = saving.read(file)
    found = history.find(wanted, now.text, _changed(file))
    history.keep(now.text, _changed(file))
    call.services.saving.write(file, found.text, now.version)
    history.keep(found.text, call.services.now(), as_text(call.body.get("historyLabel")))
    return show_named(call, name)


def show_named(call: Call, name: str) -> JsonObject:
    """Return a dashboard with its state."""
    return _with_state(call, name, source(call.services.library, name).value)


def describe(call: Call, name: str, value: JsonObject | None = None) -> JsonObject:
    """Return a dashboard as lists show it; `value` is its JSON where it was read already."""
    library = call.services.library
    file = library.file(name)
    try:
        dashboard = load(value if value is not None else library.open(name))
        label, about = dashboard.label or name, dashboard.description
        datasets = sorted({each for step in dashboard.steps.values() for each in step.datasets})
    except DashboardError:  # a file that is no dashboard; it can still be replaced or removed
        label, about, datasets = name, None, []
    when = _changed(file)
    found = asset(call, "dashboard", make_id(DASHBOARD, "dashboard", name), name, label, when, when)
    return {
        **found,
        "bundleUrl": f"{found['url']}/bundle",
        "datasets": [dataset_reference(call, each) for each in datasets],
        "description": about,
        "folder": folder_of(call, library.folder_of(name)),
        "historiesUrl": f"{found['url']}/histories",
        "mobileDisabled": False,
        "refreshDate": found["lastModifiedDate"],
        "visibility": "All",
    }


def dataset_reference(call: Call, name: str) -> JsonObject:
    """Return a dataset as what reads it refers to it."""
    identity = make_id(DATASET, name)
    return {"id": identity, "label": name, "name": name, "url": call.url("datasets", identity)}


def _with_state(call: Call, name: str, value: JsonObject) -> JsonObject:
    state = value["state"] if "state" in value else relabelled(value, name)["state"]
    rest: JsonObject = {each: value[each] for each in ("xmd", "mobileDisabled", "dateVersion") if each in value}
    return {**describe(call, name, value), **rest, "state": as_object(state)}


def _name(call: Call) -> str:
    """Return the name of the dashboard that the path names, by its id or its name."""
    library = call.services.library
    name = named(call.part("dashboard"), DASHBOARD, library.names(), "dashboard")
    if name is None:
        raise no_such("dashboard", call.part("dashboard"))
    return name


def _note(call: Call, name: str, text: str, label: str = "") -> None:
    History.of(call, "dashboards", name).keep(text, call.services.now(), label)


def _move(file: Path, folder: Path) -> None:
    try:
        file.rename(folder / file.name)
    except OSError as error:
        raise DashboardError(f"{file.name} can't be moved: {error.strerror or error}.") from None


def _changed(file: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)


_ONE = "/wave/dashboards/{dashboard}"
ROUTES = [
    route("/wave/dashboards", listed),
    route("/wave/dashboards/", listed),
    route("/wave/dashboards", make, "POST", largest=LARGEST_DASHBOARD, status=201),
    *routes(_ONE, [("GET", show), ("PATCH", change), ("PUT", change), ("DELETE", remove)], largest=LARGEST_DASHBOARD),
    *routes(f"{_ONE}/bundle", [("GET", bundle), ("PUT", revert)]),
    route(f"{_ONE}/histories", histories),
    route(f"{_ONE}/histories/{{history}}", tag, "PATCH"),
]
