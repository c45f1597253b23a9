"""`listselector` and `pillbox`: the rows of a step as a list to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.errors import WidgetError
from dashboards.model import Json
from dashboards.model.json import as_flag, as_object, as_text
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.selectable import rows_part, selection_part


class ListSelectorWidget:
    """A list to choose from."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the rows, the column that names them, and the measure beside them."""
        parameters, result = context.parameters, context.result
        if not result.names:
            raise WidgetError("The step has no columns to choose from.")
        column = (result.dimensions or result.names)[0]
        found = result.column(column)
        wanted = as_text(parameters.get("measureField"))
        title = parameters.get("title")
        return {
            "title": as_text(title) or as_text(as_object(title).get("label")),
            "column": column,
            "label": column if found is None else found.label,
            "measure": wanted if wanted in result.measures else None,
            **rows_part(result),
            **selection_part(context),
            "expanded": as_flag(parameters.get("expanded"), False),
        }
