"""PNG: the SVG of a page in pixels."""

from __future__ import annotations

from dashboards.export.pictures import Picture
from dashboards.export.typesetting import POINTS, compiled

_SOURCE = '#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n#image("page.svg", width: 100%)'


def png_bytes(picture: Picture, scale: float = 2) -> bytes:
    """Return a page as PNG.

    Args:
        picture: the page.
        scale: pixels of the file a pixel of the page: 2 is sharp on today's screens.

    Raises:
        ExportError: the extra is not installed.
    """
    source = _SOURCE.format(width=picture.width * POINTS, height=picture.height * POINTS)
    return compiled(source, {"page.svg": picture.svg.encode("utf-8")}, "png", ppi=96 * scale)
