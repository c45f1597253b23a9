"""Extended metadata of the dashboard that say nothing, since they are not valid."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.check.finding import Document, Finding
from dashboards.metadata import MetadataError, read_xmd
from dashboards.model.json import decoded


def check_metadata(document: Document) -> Iterator[Finding]:
    """Yield a warning where the `xmd` of a dashboard is not valid."""
    node = document.root.get("xmd")
    if node is None or document.dashboard.xmd is None:
        return
    try:
        read_xmd(decoded(document.dashboard.xmd))
    except MetadataError as error:
        reason = error.message[:1].lower() + error.message[1:]
        yield document.warning(node.start, f"The dashboard's own labels and formats say nothing: {reason}", error.hint)
