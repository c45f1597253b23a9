"""`image`: a picture. Exports name pictures of the org they come from, which Swell does not have."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.model import Json
from dashboards.model.json import as_text
from dashboards.widgets.base import WidgetContext


class ImageWidget:
    """A picture, or the words that stand for it."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the words."""
        image = context.object("image")
        return {"source": None, "alt": as_text(context.parameters.get("altText")) or as_text(image.get("name"))}
