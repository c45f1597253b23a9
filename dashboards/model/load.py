"""JSON to a dashboard.

The same dashboard is written in three ways: in the designer's editor parts are objects that an export (`.wdash`, REST)
holds as strings of JSON, and a template wraps the whole in the asset. All are accepted, in any mixture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from dashboards.errors import DashboardError
from dashboards.model.dashboard import Dashboard, DataSourceLink, GlobalFilter, Layout, LinkedField, Widget
from dashboards.model.json import Json, JsonObject, as_flag, as_list, as_object, as_text, decoded, field
from dashboards.model.load_layout import load_layout
from dashboards.model.load_step import dataset_name, load_step
from dashboards.model.make_layout import made_layout
from dashboards.model.template import without_variables

_PARTS = ("steps", "widgets", "gridLayouts", "layouts")


def load(state: Mapping[str, object]) -> Dashboard:
    """Read a dashboard.

    What can't be read of a step or a widget becomes that part's `problem`; unknown things are left alone.

    Args:
        state: the asset (`{"label", "name", "state": {..}}`) or its state alone.

    Raises:
        DashboardError: the JSON is not a dashboard at all.
    """
    asset = cast(JsonObject, without_variables(cast(Json, dict(state))))
    inner, pointer = _state(asset)
    steps = _objects(inner, "steps", pointer)
    raw = _objects(inner, "widgets", pointer)
    widgets = {each: _widget(each, value) for each, value in raw.items()}
    label = as_text(field(asset, "label")) or as_text(field(asset, "masterLabel"))
    name = as_text(field(asset, "name"))
    return Dashboard(
        name=name or label,
        label=label or name,
        description=as_text(field(asset, "description")) or None,
        steps={each: load_step(each, as_object(value)) for each, value in steps.items()},
        widgets=widgets,
        layouts=_layouts(inner, widgets, raw),
        filters=tuple(_filters(inner)),
        links=tuple(_links(inner)),
        style=as_object(field(inner, "widgetStyle")),
        xmd=field(asset, "xmd"),
    )


def _state(asset: JsonObject) -> tuple[JsonObject, str]:
    """Return the state and the JSON pointer to it."""
    inner = decoded(field(asset, "state"))
    if isinstance(inner, dict):
        return inner, "/state"
    if inner is not None:
        raise DashboardError("The dashboard's state is not an object.", pointer="/state", hint=_EXPECTED)
    if not any(field(asset, part) is not None for part in _PARTS):
        raise DashboardError("This JSON is not a dashboard: it has no steps, widgets or layouts.", hint=_EXPECTED)
    return asset, ""


_EXPECTED = 'A dashboard is an object with "steps", "widgets" and "gridLayouts", or one with such an object as "state".'


def _objects(state: JsonObject, name: str, pointer: str) -> JsonObject:
    value = decoded(field(state, name))
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DashboardError(f'"{name}" is not an object.', pointer=f"{pointer}/{name}", hint=_EXPECTED)
    return value


def _layouts(state: JsonObject, widgets: Mapping[str, Widget], raw: JsonObject) -> tuple[Layout, ...]:
    found = tuple(load_layout(as_object(each)) for each in as_list(field(state, "gridLayouts")))
    if any(page.placements for each in found for page in each.pages):
        return found
    made = made_layout(widgets, raw)
    return found if made is None else (made,)


def _widget(name: str, value: Json) -> Widget:
    if not isinstance(value, dict):
        return Widget(id=name, type="unknown", problem="the widget is not a JSON object")
    parameters = decoded(field(value, "parameters"))
    kind = as_text(field(value, "type")).lower()
    if parameters is not None and not isinstance(parameters, dict):
        return Widget(id=name, type=kind or "unknown", problem="the widget's parameters are not a JSON object")
    known = as_object(parameters)
    return Widget(
        id=name,
        type=kind or "unknown",
        step=as_text(field(known, "step")) or None,
        parameters=known,
        problem=None if kind else "the widget has no type",
    )


def _filters(state: JsonObject) -> list[GlobalFilter]:
    filters = []
    for each in map(as_object, as_list(decoded(field(state, "filters")))):
        fields = as_list(decoded(field(each, "fields")))
        names = [as_text(part) for part in (fields[0] if fields and isinstance(fields[0], list) else fields)]
        dataset = dataset_name(as_object(field(each, "dataset")))
        if len(names) == 1 and names[0] and dataset:
            filters.append(
                GlobalFilter(
                    label=as_text(field(each, "label"), names[0]),
                    field=names[0],
                    operator=as_text(field(each, "operator"), "in").lower(),
                    values=decoded(field(each, "value")),
                    dataset=dataset,
                    locked=as_flag(field(each, "locked"), False),
                    hidden=as_flag(field(each, "hidden"), False),
                    dependent=as_flag(field(each, "dependent"), False),
                )
            )
    return filters


def _links(state: JsonObject) -> list[DataSourceLink]:
    listed = as_list(field(state, "dataSourceLinks")) or as_list(
        field(as_object(field(state, "dataSourceLinksInfo")), "links")
    )
    return [
        DataSourceLink(as_text(field(link, "name")), tuple(_linked(part) for part in as_list(field(link, "fields"))))
        for link in map(as_object, listed)
    ]


def _linked(value: Json) -> LinkedField:
    part = as_object(value)
    name, space = as_text(field(part, "dataSourceName")), as_text(field(part, "dataSourceNamespace"))
    return LinkedField(
        source=f"{space}__{name}" if space else name,
        source_type=as_text(field(part, "dataSourceType"), "dataset").lower(),
        field=as_text(field(part, "fieldName")),
    )
