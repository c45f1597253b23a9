"""Lenses: the saved questions of the workspace, of which `NAME.json` has a picture and `NAME.saql` only the query."""

from __future__ import annotations

import json
import re
from itertools import count

from starlette.responses import Response

from dashboards.lens.queries import SavedEntry
from dashboards.library import parse
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text, decoded
from dashboards.saving import Saved
from dashboards.server.wave.call import Call, route, routes
from dashboards.server.wave.common import asset
from dashboards.server.wave.dashboards import dataset_reference
from dashboards.server.wave.errors import WaveError, invalid, no_such
from dashboards.server.wave.folders import folder_of, wanted_folder
from dashboards.server.wave.histories import History, shown
from dashboards.server.wave.ids import LENS, make_id, named
from dashboards.server.wave.paging import page
from engine.errors import SwellError

_TABLES = ("table", "valuestable", "comparisontable", "pivottable")


def listed(call: Call) -> Json:
    """Answer with the lenses, without their states."""
    return page(call, "lenses", [*known(call).values()])


def known(call: Call) -> dict[str, JsonObject]:
    """Return all lenses by the names of their files, without their states."""
    found = {}
    for entry in call.services.queries.entries():
        try:
            lens = _describe(call, entry, call.services.queries.open(entry.file))
        except SwellError:  # it went away meanwhile, or is no lens
            continue
        found[entry.file] = {key: each for key, each in lens.items() if key != "state"}
    return found


def show(call: Call) -> Json:
    """Answer with one, with its state."""
    return _shown(call, _entry(call))


def make(call: Call) -> Json:
    """Make one from its state."""
    label, taken = as_text(call.body.get("label")).strip(), {each.file for each in call.services.queries.entries()}
    wanted_folder(call)
    if not label or not isinstance(call.body.get("state"), dict):
        raise invalid("A lens is made from its label and its state.", 'Send {"label": "…", "state": {"query": {…}}}.')
    stem = re.sub(r"[\W_]+", "_", label.casefold()).strip("_")[:60] or "lens"
    file = next(name for n in count(1) if (name := f"{stem}{f'_{n}' if n > 1 else ''}.json") not in taken)
    text = _text({"label": label, **_parts(call.body)})
    call.services.queries.save(file, text, None, call.services.saving)
    return _shown(call, _named(call, file))


def change(call: Call) -> Json:
    """Change the label or the state of one."""
    entry, body = _entry(call), call.body
    if wanted_folder(call):
        raise WaveError(400, "INVALID_INPUT", "All lenses are in one app.", "Only dashboards can be moved.")
    history = as_text(body.get("currentHistoryId")) or as_text(body.get("historyId"))
    if history:
        return revert(call)
    if entry.file.endswith(".saql"):
        raise invalid(f"{entry.file} has nothing but a query.", "Save it as a lens in the page, and it has a label.")
    saved = call.services.queries.open(entry.file)
    lens = parse(saved.text)
    changed = {**lens, **({"label": body["label"]} if as_text(body.get("label")) else {})}
    if "state" in body:
        changed |= _parts(body)
    if changed != lens:
        _write(call, entry.file, saved, _text(changed))
    return _shown(call, _named(call, entry.file))


def remove(call: Call) -> Response:
    """Remove one and its history."""
    entry = _entry(call)
    (call.services.queries.folder / entry.file).unlink(missing_ok=True)
    History.of(call, "lenses", entry.file).forget()
    return Response(status_code=204)


def histories(call: Call) -> Json:
    """Answer with what one was before."""
    entry = _entry(call)
    text = call.services.queries.open(entry.file).text
    entries = History.of(call, "lenses", entry.file).entries(text, entry.changed)
    return shown(call, entries, call.url("lenses", make_id(LENS, "lens", entry.file)))


def bundle(call: Call) -> Json:
    """Answer with one as it is, or as it was (`historyId`)."""
    entry, wanted = _entry(call), call.option("historyId")
    saved = call.services.queries.open(entry.file)
    if wanted:
        found = History.of(call, "lenses", entry.file).find(wanted, saved.text, entry.changed)
        saved = Saved(found.text, saved.version)
    return _describe(call, entry, saved)


def revert(call: Call) -> Json:
    """Put back what one was."""
    entry, history = _entry(call), as_text(call.body.get("historyId")) or as_text(call.body.get("currentHistoryId"))
    saved = call.services.queries.open(entry.file)
    found = History.of(call, "lenses", entry.file).find(history, saved.text, entry.changed)
    _write(call, entry.file, saved, found.text)
    return _shown(call, _named(call, entry.file))


def _write(call: Call, file: str, before: Saved, text: str) -> None:
    history = History.of(call, "lenses", file)
    history.keep(before.text, call.services.now())
    call.services.queries.save(file, text, before.version, call.services.saving)
    history.keep(text, call.services.now())


def _shown(call: Call, entry: SavedEntry) -> JsonObject:
    return _describe(call, entry, call.services.queries.open(entry.file))


def _describe(call: Call, entry: SavedEntry, saved: Saved) -> JsonObject:
    identity, name = make_id(LENS, "lens", entry.file), entry.file.rpartition(".")[0]
    lens: JsonObject = {"step": {"type": "saql", "query": saved.text}}
    if entry.file.endswith(".json"):
        lens = parse(saved.text)
    step, widget = as_object(lens.get("step")), as_object(lens.get("widget"))
    parameters = as_object(widget.get("parameters"))
    label = as_text(lens.get("label")) or name
    found = asset(call, "lens", identity, name, label, entry.changed, entry.changed)
    return {
        **found,
        "bundleUrl": f"{found['url']}/bundle",
        "datasets": [dataset_reference(call, each) for each in _datasets(step)],
        "description": None,
        "folder": folder_of(call),
        "historiesUrl": f"{found['url']}/histories",
        "state": {"options": parameters, "query": {"query": step.get("query"), "version": -1.0}, **_kept(lens)},
        "visibility": "All",
        "visualizationType": as_text(parameters.get("visualizationType")) or as_text(widget.get("type"), "table"),
    }


def _kept(lens: JsonObject) -> JsonObject:
    """Return the parts of a lens as the workspace has them, so that who sends the state back changes nothing."""
    return {each: lens[each] for each in ("step", "widget") if each in lens}


def _parts(body: JsonObject) -> JsonObject:
    """Return the step and the widget of a lens that is sent, in its own form or in that of CRM Analytics."""
    state = as_object(body.get("state"))
    if "step" in state and "widget" in state:
        return _kept(state)
    query = decoded(as_object(decoded(state.get("query"))).get("query"))
    if not isinstance(query, dict | str) or not query:
        raise invalid("The state of a lens has a query.", 'Send {"state": {"query": {"query": "q = load …"}}}.')
    step: JsonObject = {"type": "saql", "query": query}
    if isinstance(query, dict):
        datasets: list[Json] = [
            {"name": as_text(as_object(each).get("name"))} for each in as_list(body.get("datasets"))
        ]
        step = {"type": "aggregateflex", "query": query, "datasets": datasets}
    kind = as_text(body.get("visualizationType"), "table")
    options = as_object(state.get("options"))
    drawn: JsonObject = {"visualizationType": kind, **options}
    widget: JsonObject = {"type": "table" if kind in _TABLES else "chart", "parameters": drawn}
    return {"step": step, "widget": widget}


def _datasets(step: JsonObject) -> list[str]:
    names = [as_text(as_object(each).get("name")) for each in as_list(step.get("datasets"))]
    query = as_text(step.get("query"))
    return [*dict.fromkeys([*filter(None, names), *re.findall(r'\bload\s+"([^"\\]+)"', query)])]


def _text(lens: JsonObject) -> str:
    return json.dumps(lens, indent=2, ensure_ascii=False) + "\n"


def _entry(call: Call) -> SavedEntry:
    """Return the lens that the path names: by its id, its file's name, or that without the suffix."""
    given = call.part("lens")
    files = [each.file for each in call.services.queries.entries()]
    found = named(given, LENS, files, "lens") or next(
        (each for each in files if each.rpartition(".")[0] == given), None
    )
    if found is None:
        raise no_such("lens", given)
    return _named(call, found)


def _named(call: Call, file: str) -> SavedEntry:
    return next(each for each in call.services.queries.entries() if each.file == file)


_ONE = "/wave/lenses/{lens}"
ROUTES = [
    route("/wave/lenses", listed),
    route("/wave/lenses/", listed),
    route("/wave/lenses", make, "POST", status=201),
    *routes(_ONE, [("GET", show), ("PATCH", change), ("PUT", change), ("DELETE", remove)]),
    *routes(f"{_ONE}/bundle", [("GET", bundle), ("PUT", revert)]),
    route(f"{_ONE}/histories", histories),
]
