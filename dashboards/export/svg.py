"""SVG: the whole of a page, its texts as text."""

from __future__ import annotations

from dashboards.export.pictures import Picture


def svg_bytes(picture: Picture) -> bytes:
    """Return a page as an SVG document."""
    return picture.svg.encode("utf-8")
