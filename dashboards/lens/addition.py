"""A lens added to a dashboard: a step, a widget, and its place below what is on the page. All else stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.errors import DashboardError
from dashboards.lens.look import parts
from dashboards.library import parse
from dashboards.model import Layout, load
from dashboards.model.insertion import insert
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text

_HEIGHT = {"normal": 6, "fine": 30}
"""In rows of a grid: about 300 pixels."""

_ENCODED = "Its JSON is kept as a text inside JSON, as some exports have it."


@dataclass(frozen=True, slots=True)
class Addition:
    """The text of a dashboard with a lens, and the names of the new widget and of the page that it is on."""

    text: str
    widget: str
    page: str


def add_lens(text: str, lens: JsonObject, page: str | None) -> Addition:
    """Add a lens to the JSON of a dashboard.

    Args:
        text: the dashboard's JSON.
        lens: the lens; its label becomes the title where its widget has none.
        page: the name of the page, None for the first.

    Raises:
        DashboardError: the dashboard or the lens is none, or has a form that can't be added to.
    """
    step, widget = parts(lens)
    source = parse(text)
    dashboard = load(source)
    root: list[str | int] = ["state"] if "state" in source else []
    inner = as_object(source.get("state")) if root else source
    if root and not inner:
        raise DashboardError("A lens can't be added to this dashboard.", hint=_ENCODED)
    name = _stem(as_text(lens.get("label")))
    step_name = _free(name, dashboard.steps)
    widget_name = _free(name, dashboard.widgets)
    for part, key, value in (
        ("steps", step_name, _step(step, as_text(lens.get("label")))),
        ("widgets", widget_name, _widget(widget, step_name, as_text(lens.get("label")))),
    ):
        text = _member_added(text, root, inner, part, key, value)
    return _placed(text, root, inner, dashboard.layouts, page, widget_name)


def _step(step: JsonObject, label: str) -> JsonObject:
    return {**step, "label": label} if label and not step.get("label") else step


def _widget(widget: JsonObject, step: str, label: str) -> JsonObject:
    titles: dict[str, Json] = {"chart": {"label": label}, "number": label}
    kind = as_text(widget.get("type"))
    title: JsonObject = {"title": titles[kind]} if label and kind in titles else {}
    return {**widget, "parameters": {**title, **as_object(widget.get("parameters")), "step": step}}


def _member_added(text: str, root: Sequence[str | int], inner: JsonObject, part: str, key: str, value: Json) -> str:
    """Return the text with a step or a widget more."""
    if part not in inner:
        return insert(text, root, {key: value}, part)
    if not isinstance(inner[part], dict):
        raise DashboardError("A lens can't be added to this dashboard.", hint=_ENCODED)
    return insert(text, [*root, part], value, key)


def _placed(
    text: str, root: list[str | int], inner: JsonObject, layouts: Sequence[Layout], page: str | None, widget: str
) -> Addition:
    """Return the text with the widget on the page, in every layout that has the page."""
    wanted = page or next((each.name for layout in layouts for each in layout.pages), None)
    if wanted is None:
        first: Json = {"name": "main", "label": "Main", "widgets": [_place(widget, 0, 12, "normal")]}
        grids: Json = {"name": "Default", "numColumns": 12, "pages": [first]}
        if "gridLayouts" in inner:
            return Addition(insert(text, [*root, "gridLayouts"], grids), widget, "main")
        return Addition(insert(text, root, [grids], "gridLayouts"), widget, "main")
    found = False
    for place, layout in enumerate(layouts):
        for number, each in enumerate(layout.pages):
            if each.name == wanted:
                below = max((one.row + one.rowspan for one in each.placements), default=0)
                path = [*root, "gridLayouts", place, "pages", number]
                text = _page_filled(text, path, inner, _place(widget, below, layout.columns, layout.row_height))
                found = True
    if not found:
        raise DashboardError(f"There is no page '{wanted}' in this dashboard.", hint="Choose another page.")
    return Addition(text, widget, wanted)


def _page_filled(text: str, path: list[str | int], inner: JsonObject, place: JsonObject) -> str:
    known: Json = inner
    for part in path[path.index("gridLayouts") :]:
        known = as_object(known).get(part) if isinstance(part, str) else as_list(known)[part]
    if "widgets" in as_object(known):
        return insert(text, [*path, "widgets"], place)
    return insert(text, path, [place], "widgets")


def _place(widget: str, row: int, columns: int, height: str) -> JsonObject:
    width = columns if columns < 4 else columns // 2  # a phone's layout has few columns
    return {"name": widget, "row": row, "column": 0, "rowspan": _HEIGHT[height], "colspan": width}


def _stem(label: str) -> str:
    return re.sub(r"\W+", "_", label, flags=re.ASCII).strip("_")[:40] or "lens"


def _free(stem: str, taken: Mapping[str, object] | Iterable[str]) -> str:
    """Return a name that is not taken: `Amount_1`, `Amount_2`, .."""
    names = set(taken)
    return next(name for number in range(1, len(names) + 2) if (name := f"{stem}_{number}") not in names)
