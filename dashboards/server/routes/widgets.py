"""Widgets of other packages: which there are, and the files with which the page draws them."""

from __future__ import annotations

import functools

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.errors import WidgetError
from dashboards.model.json import Json, JsonObject
from dashboards.schema import Choice, Plain, variants
from dashboards.server.static import Files, StaticPage
from dashboards.widgets.packaged import PackagedWidget, packaged_widget, packaged_widgets


def listed(_: Request) -> Response:
    """Answer with all of them: the element that draws each, its module, and its parameters."""
    return JSONResponse({"widgets": [_entry(name, each) for name, each in packaged_widgets().items()]})


def file(request: Request) -> Response:
    """Answer with a file of one; its address holds the version of them all."""
    name, version = request.path_params["name"], request.path_params["version"]
    try:
        page, files = _page(name)
    except WidgetError:
        raise HTTPException(404) from None
    if version != page.version:
        raise HTTPException(404)
    return files.response(request.path_params["file"], request.scope)


def _entry(name: str, widget: PackagedWidget) -> JsonObject:
    own = {each.name for each in widget.parameters}
    known = variants("parameters")[name].members.values()
    return {
        "type": name,
        "label": widget.label,
        "element": widget.element,
        "module": f"/widgets/{name}/{_page(name)[0].version}/{widget.module}",
        "parameters": [
            {"name": each.name, "about": each.about, **_field(each.shape)} for each in known if each.name in own
        ],
    }


def _field(shape: object) -> JsonObject:
    """Return how the editor asks for a parameter; null where only its JSON can be written."""
    if isinstance(shape, Choice):
        words: Json = [*shape.words]
        return {"kind": "choice", "choices": words}
    return {"kind": shape.kind if isinstance(shape, Plain) and shape.kind != "anything" else None, "choices": []}


@functools.cache
def _page(name: str) -> tuple[StaticPage, Files]:
    page = StaticPage.of(packaged_widget(name).files)
    return page, Files(page)


ROUTES = [
    Route("/api/widgets", listed),
    Route("/widgets/{name}/{version}/{file:path}", file),
]
