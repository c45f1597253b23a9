"""`text`: words, with values of steps where `[Name]` stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboards.formats import compact_text, number_text
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_flag, as_list, as_object, as_text
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.rich_text import rich_lines, size

_STYLE = ("fontSize", "textColor", "textAlignment", "textOverflow")
_TOKEN = re.compile(r"\[([^\[\]]+)\]")
_RICH = {"size": "fontSize", "color": "textColor", "align": "textAlignment"}


class TextWidget:
    """A text."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the text with its values filled in."""
        content = context.object("content")
        values = as_object(content.get("values"))
        template = as_text(content.get("displayTemplate")) or _rich_text(content) or _plain(context.parameters)

        def filled(match: re.Match[str]) -> str:
            name = match.group(1)
            return _value(as_object(values[name]), context) if name in values else match.group()

        style = {each: context.parameters[each] for each in _STYLE if each in context.parameters}

        def fill(text: str) -> str:
            return _TOKEN.sub(filled, text)

        return {
            "text": fill(template),
            "lines": [] if content.get("displayTemplate") else rich_lines(content.get("richTextContent"), fill),
            "style": {**_rich_style(content), **style},
        }


def _plain(parameters: JsonObject) -> str:
    text = parameters.get("text")
    return text if isinstance(text, str) else "" if text is None else str(text)


def _rich_text(content: JsonObject) -> str:
    pieces = [as_text(as_object(each).get("insert")) for each in as_list(content.get("richTextContent"))]
    return "".join(pieces).rstrip("\n")


def _rich_style(content: JsonObject) -> JsonObject:
    """Return the style of rich text as one: of each attribute the first that is said. Pieces have their own besides."""
    style: JsonObject = {}
    for each in as_list(content.get("richTextContent")):
        attributes = as_object(as_object(each).get("attributes"))
        for theirs, ours in _RICH.items():
            if theirs in attributes:
                style.setdefault(ours, size(attributes[theirs]))
    return style


def _value(source: JsonObject, context: WidgetContext) -> str:
    """Return a value of a step as text, from its first row."""
    step, field = as_text(source.get("step")), as_text(source.get("field"))
    kind = "selection" if as_text(source.get("sourceType")).lower() == "selection" else "result"
    rows = context.resolver.rows(step, "selection" if kind == "selection" else "result")
    value = rows.rows[0].get(field) if rows.rows else None
    if value is None:
        return as_text(source.get("noResultsLabel"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    column = context.resolver.result(step).column(field) if kind == "result" else None
    pattern = None if column is None else column.format
    write = compact_text if as_flag(source.get("compact"), False) else number_text
    return write(value, pattern, context.resolver.locale)
