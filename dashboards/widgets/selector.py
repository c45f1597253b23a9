"""What selectors of dates and ranges have in common: the field behind their step, and what is selected."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.bindings.insert import has_binding
from dashboards.compact import origins
from dashboards.compact.columns import measured_field
from dashboards.compact.groups import SEPARATOR
from dashboards.facets import is_range
from dashboards.loads import loaded_datasets
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_flag, as_object, as_text
from dashboards.steps.base import StepQuery
from dashboards.steps.registry import step_type
from dashboards.widgets.base import WidgetContext

FILTER_STYLE = ("titleColor", "valueColor")


@dataclass(frozen=True, slots=True)
class SelectedField:
    """The field that a selector selects from, with its dataset; None where its step has none."""

    dataset: str | None
    name: str | None


def field_of_step(context: WidgetContext, *, measure: bool) -> SelectedField:
    """Return the field behind a selector's step: of its measure, or the date of its groups."""
    dataset, name = _measured(context) if measure else _grouped(context)
    schema = None if dataset is None else context.resolver.datasets.schema(dataset)
    known = None if schema is None or name is None else schema.get(name)
    return SelectedField(dataset, name if known is None or known.date_part is None else known.date_part.field)


def _grouped(context: WidgetContext) -> tuple[str | None, str | None]:
    step = context.step
    # What is written is enough where it says it: the query itself may need other steps, even this one's selection.
    written = step_type(step.type).groups(step)
    if written and step.datasets:
        return step.datasets[0], written[0].split(SEPARATOR)[0]
    prepared = context.resolver.prepared(step.id)
    if not isinstance(prepared, StepQuery):
        return None, None
    return _dataset(prepared), next((field for several in prepared.fields.values() for field in several), None)


def _measured(context: WidgetContext) -> tuple[str | None, str | None]:
    step = context.step
    query = as_object(step.query if isinstance(step.query, dict) else None)
    if step.datasets and query.get("measures") and not has_binding(query["measures"]):
        return step.datasets[0], measured_field(origins(query))
    prepared = context.resolver.prepared(step.id)
    return (_dataset(prepared), measured_field(prepared.origins)) if isinstance(prepared, StepQuery) else (None, None)


def _dataset(query: StepQuery) -> str | None:
    return next(iter(loaded_datasets(query.text)), None)


def field_label(context: WidgetContext, field: SelectedField) -> str:
    """Return what people call the field."""
    if field.name is None or field.dataset is None:
        return context.step.label
    known = context.resolver.datasets.field([field.dataset], field.name)
    return field.name if known is None else known.label


def selected_range(context: WidgetContext) -> tuple[Json, Json]:
    """Return the ends that are selected; None for an open one."""
    selection = context.selected
    return (selection[0].get("min"), selection[0].get("max")) if is_range(selection) else (None, None)


def selector_part(context: WidgetContext, label: str, *, instant: bool) -> JsonObject:
    """Return the members of a view that all selectors have.

    Args:
        context: the widget.
        label: what the selector is called where it has no title.
        instant: whether a choice holds at once where the widget does not say so; else when "Update" is pressed.
    """
    parameters = context.parameters
    title = parameters.get("title")
    known = as_text(title) or as_text(as_object(title).get("label"))
    return {
        "step": context.widget.step,
        "title": known,
        "label": known or label,
        "instant": as_flag(parameters.get("instant"), instant),
        "style": {each: value for each, value in context.object("filterStyle").items() if each in FILTER_STYLE},
    }
