"""A dashboard without its data, as the page gets it: layouts, widgets with their parameters, steps."""

from __future__ import annotations

from dashboards.compact import origins
from dashboards.compact.columns import measured_field
from dashboards.errors import DashboardPartError
from dashboards.filter_choices import as_choice
from dashboards.model import Dashboard, GlobalFilter, Json, JsonObject, Layout, Page, Placement, Step
from dashboards.steps.registry import step_type

_PLACEMENT_STYLE = ("backgroundColor", "borderColor", "borderEdges", "borderRadius", "borderWidth")


def describe(dashboard: Dashboard, name: str) -> JsonObject:
    """Return a dashboard's structure.

    Args:
        dashboard: the dashboard.
        name: the name by which it is opened.
    """
    widgets: Json = {
        each.id: {"type": each.type, "step": each.step, "parameters": each.parameters}
        for each in dashboard.widgets.values()
    }
    return {
        "name": name,
        "label": dashboard.label or name,
        "description": dashboard.description,
        "layouts": [_layout(each, dashboard.style) for each in dashboard.layouts],
        "widgets": widgets,
        "steps": {each.id: _step(each) for each in dashboard.steps.values()},
        "filters": [_filter(each) for each in dashboard.filters],
    }


def _filter(known: GlobalFilter) -> JsonObject:
    return {
        "id": known.id,
        "label": known.label,
        "hidden": known.hidden,
        "locked": known.locked,
        "set": as_choice(known),
    }


def _layout(layout: Layout, style: JsonObject) -> JsonObject:
    return {
        "name": layout.name,
        "columns": layout.columns,
        "rowHeight": layout.row_height,
        "maxWidth": layout.max_width,
        "selectors": list(layout.selectors),
        "style": layout.style,
        "pages": [_page(each, style) for each in layout.pages],
    }


def _page(page: Page, style: JsonObject) -> JsonObject:
    return {
        "name": page.name,
        "label": page.label,
        "hidden": page.hidden,
        "placements": [_placement(each, style) for each in page.placements],
    }


def _placement(placement: Placement, style: JsonObject) -> JsonObject:
    """Return where a widget stands; what its own style leaves open, the dashboard's says."""
    both = {**style, **placement.style}
    return {
        "widget": placement.widget,
        "row": placement.row,
        "column": placement.column,
        "rowspan": placement.rowspan,
        "colspan": placement.colspan,
        "style": {each: both[each] for each in _PLACEMENT_STYLE if each in both},
    }


def _step(step: Step) -> JsonObject:
    return {
        "type": step.type,
        "label": step.label,
        "selectMode": step.select_mode,
        "groups": [*_groups(step)],
        "measure": _measure(step),
        "faceted": step.broadcasts,
        "datasets": [*step.datasets],
    }


def _groups(step: Step) -> tuple[str, ...]:
    try:
        return step_type(step.type).groups(step)
    except DashboardPartError:  # its widgets say so
        return ()


def _measure(step: Step) -> str | None:
    """Return the field of the first measure, which a range selector selects from; None where there is none."""
    try:
        return measured_field(origins(step.query)) if isinstance(step.query, dict) else None
    except DashboardPartError:
        return None
