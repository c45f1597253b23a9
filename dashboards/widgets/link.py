"""`link`: a text that leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboards.model import Json
from dashboards.model.json import as_object, as_text
from dashboards.widgets.base import WidgetContext

_STYLE = ("fontSize", "textColor", "textAlignment")
_KINDS = ("page", "dashboard", "url", "lens", "explore")
_SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|#)", re.IGNORECASE)


class LinkWidget:
    """A link to a page, a dashboard, a lens, a step's query, or an address."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the link; an address that a browser would run as a script leads nowhere."""
        parameters = context.parameters
        kind = as_text(parameters.get("destinationType")).lower()
        destination = parameters.get("destinationLink")
        if isinstance(destination, str):
            target = destination
        else:
            parts = as_object(destination)
            target = as_text(parts.get("url")) or as_text(parts.get("name"))
        if kind not in _KINDS:
            kind = "url"
        if kind == "url" and not _SAFE.match(target.strip()):
            target = ""
        return {
            "text": as_text(parameters.get("text")),
            "kind": kind,
            "target": target.strip() or None,
            "style": {each: parameters[each] for each in _STYLE if each in parameters},
        }
