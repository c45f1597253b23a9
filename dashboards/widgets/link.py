"""`link`: a text that leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboards.model import Json
from dashboards.model.json import as_flag, as_object, as_text
from dashboards.steps.base import StepQuery
from dashboards.widgets.base import WidgetContext
from engine.errors import SwellError
from saql import SaqlError

_STYLE = ("fontSize", "textColor", "textAlignment")
_KINDS = ("page", "dashboard", "url", "lens", "explore")
_SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|#)", re.IGNORECASE)


class LinkWidget:
    """A link to a page, a dashboard, a lens, a step's query, or an address."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the link; an address that a browser would run as a script leads nowhere."""
        parameters = context.parameters
        parts = as_object(parameters.get("destinationLink"))
        kind = as_text(parameters.get("destinationType")).lower()
        destination = parameters.get("destinationLink")
        if isinstance(destination, str):
            target = destination
        else:
            target = as_text(parts.get("url")) or as_text(parts.get("name"))
        if kind not in _KINDS:
            kind = "url"
        if kind == "url" and not _SAFE.match(target.strip()):
            target = ""
        return {
            "text": as_text(parameters.get("text")),
            "kind": kind,
            "target": target.strip() or None,
            "page": as_text(parts.get("pageName")) or None,
            "carries": as_flag(parameters.get("includeState"), False),
            "query": _query(target, context) if kind == "explore" else None,
            "style": {each: parameters[each] for each in _STYLE if each in parameters},
        }


def _query(step: str, context: WidgetContext) -> str | None:
    """Return the query that a step has now, to be explored; None for a step that has none or can't be made."""
    try:
        prepared = context.resolver.prepared(step)
    except (SwellError, SaqlError):
        return None
    return prepared.text if isinstance(prepared, StepQuery) else None
