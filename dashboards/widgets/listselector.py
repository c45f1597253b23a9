"""`listselector` and `pillbox`: the rows of a step as a list to choose from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboards.errors import WidgetError
from dashboards.formats import NO_NUMBER, compact_text, number_text
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_flag, as_text
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.selectable import rows_part, selection_part
from dashboards.widgets.selector import FILTER_STYLE

_STYLE = ("fontSize", "textColor")
_TAB_STYLE = ("backgroundColor", "textColor", "borderColor", "borderWidth")
_TOKEN = re.compile(r"\[([^\[\]]+)\]")


class ListSelectorWidget:
    """A list to choose from."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the rows, the column that names them, and the measure beside them."""
        parameters = context.parameters
        title = as_text(parameters.get("title")) or as_text(context.object("title").get("label"))
        result = context.result
        if not result.names:
            raise WidgetError("The step has no columns to choose from.")
        column = (result.dimensions or result.names)[0]
        found = result.column(column)
        wanted = as_text(parameters.get("measureField"))
        expanded = as_flag(parameters.get("expanded"), False)
        return {
            "title": title,
            "column": column,
            "label": column if found is None else found.label,
            "measure": wanted if wanted in result.measures else None,
            "texts": _texts(as_text(parameters.get("displayTemplate")), context),
            **rows_part(result),
            **selection_part(context),
            "expanded": expanded,
            "instant": expanded or as_flag(parameters.get("instant"), True),
            "compact": as_flag(parameters.get("compact"), False),
            "style": _style(context),
        }


def _style(context: WidgetContext) -> JsonObject:
    filters, tab = context.object("filterStyle"), context.object("selectedTab")
    return {
        **{each: filters[each] for each in FILTER_STYLE if each in filters},
        **{each: context.parameters[each] for each in _STYLE if each in context.parameters},
        "selectedTab": {each: tab[each] for each in _TAB_STYLE if each in tab},
    }


def _texts(template: str, context: WidgetContext) -> Json:
    """Return what stands for each row by a template such as `[Type] - [Region]`; None where there is no template."""
    result, locale = context.result, context.resolver.locale
    names = [each for each in _TOKEN.findall(template) if each in result.names]
    if not names:
        return None
    write = compact_text if as_flag(context.parameters.get("compact"), False) else number_text
    places = {each: result.place(each) for each in names}

    def filled(row: list[Json]) -> str:
        def cell(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in places:
                return match.group()
            value, column = row[places[name]], result.column(name)
            if value is None:
                return NO_NUMBER
            if isinstance(value, bool) or not isinstance(value, int | float):
                return str(value) if column is None else column.labels.get(str(value), str(value))
            return write(value, None if column is None else column.format, locale)

        return _TOKEN.sub(cell, template)

    return [filled([*row]) for row in result.rows]
