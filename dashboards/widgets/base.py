"""What a type of widget has to do, and what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from dashboards.bindings.insert import in_json
from dashboards.errors import NothingToShow
from dashboards.model import Json, JsonObject, Step, Widget
from dashboards.model.json import as_object
from dashboards.resolve import Resolver
from dashboards.selection import Selection
from dashboards.steps.result import StepResult

_UNBOUND = ("interactions", "columnMap", "cellProperties")
"""Parameters without bindings, and those whose bindings are replaced later: on a click, or for each card."""


@dataclass(frozen=True, slots=True)
class WidgetContext:
    """A widget at one look: its parameters with their bindings replaced, and the steps."""

    widget: Widget
    parameters: JsonObject
    resolver: Resolver

    @staticmethod
    def of(widget: Widget, resolver: Resolver) -> WidgetContext:
        """Replace the bindings in a widget's parameters."""
        parameters = {
            name: value if name in _UNBOUND else in_json(value, resolver) for name, value in widget.parameters.items()
        }
        return WidgetContext(widget, parameters, resolver)

    @property
    def step(self) -> Step:
        """The widget's step."""
        if self.widget.step is None:
            raise NothingToShow("No query is chosen for this widget yet.")
        return self.resolver.step(self.widget.step)

    @property
    def result(self) -> StepResult:
        """The result of the widget's step."""
        return self.resolver.result(self.step.id)

    @property
    def selected(self) -> Selection:
        """What is selected in the widget's step."""
        return self.resolver.selection(self.step.id)

    def object(self, name: str) -> JsonObject:
        """Return a parameter that is an object, or an empty one."""
        return as_object(self.parameters.get(name))


class WidgetType(Protocol):
    """A type of widget."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return what the page draws.

        Raises:
            SwellError: it can't be drawn; the message stands in its place.
        """
