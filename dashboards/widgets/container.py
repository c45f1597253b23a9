"""`container` and its forerunner `box`: a background. What stands on it is placed over it by the layout."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.model import Json
from dashboards.widgets.base import WidgetContext


class ContainerWidget:
    """A background."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:  # noqa: ARG002
        """Return nothing: its style stands in the layout."""
        return {}
