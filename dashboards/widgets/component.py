"""`component`: a page of another dashboard, embedded in this one."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.errors import WidgetError
from dashboards.model import Json
from dashboards.model.json import as_flag, as_list, as_object, as_text
from dashboards.widgets.base import WidgetContext


class ComponentWidget:
    """An embedded dashboard. The page draws it as it draws any dashboard."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return which dashboard and page it is, and whether selections around it hold inside."""
        parameters = context.parameters
        listed = as_list(parameters.get("source")) or [parameters.get("source")]
        source = as_object(listed[0])
        name, space = as_text(source.get("name")), as_text(source.get("namespace"))
        if "lightning" in as_text(source.get("type")).lower():
            raise WidgetError(f"The Lightning component '{name}' runs in Salesforce itself, not in Swell.")
        names = context.resolver.others
        found = next((each for each in (f"{space}__{name}", name) if each in names), None)
        if found is None:
            raise WidgetError(
                f"There is no dashboard '{name}' in this workspace, which stands here.",
                hint="Put the component's JSON beside this dashboard, under that name.",
            )
        return {
            "dashboard": found,
            "page": as_text(parameters.get("pageName")) or None,
            "shares": as_flag(parameters.get("shareState"), False),
        }
