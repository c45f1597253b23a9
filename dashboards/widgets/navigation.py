"""`navigation`: tabs that lead to the pages of the dashboard."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.model import Json
from dashboards.model.json import as_count
from dashboards.widgets.base import WidgetContext

_STYLE = ("fontSize", "textColor", "selectedTab")
MOST = 20


class NavigationWidget:
    """Tabs of pages. Which pages there are is a matter of the layout, which the page chooses by its width."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return how many tabs are seen at once (the others by scrolling), and their style."""
        parameters = context.parameters
        return {
            "tabs": min(MOST, max(1, as_count(parameters.get("tabCount"), MOST))),
            "style": {each: parameters[each] for each in _STYLE if each in parameters},
        }
