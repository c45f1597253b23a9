"""Typst, which sets PDF pages and turns drawings into pixels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from dashboards.export import fonts
from dashboards.export.errors import ExportError, needed

POINTS = 0.75
"""Typographic points a px of CSS."""


def compiled(
    source: str,
    files: Mapping[str, bytes],
    form: Literal["pdf", "png"],
    ppi: float | None = None,
    computed: dt.datetime | None = None,
) -> bytes:
    """Return a document of Typst as a file.

    Args:
        source: the document.
        files: what it reads, by name.
        form: the kind of file.
        ppi: pixels an inch, for PNG.
        computed: the date that a PDF has.

    Raises:
        ExportError: the extra is not installed, or a drawing can't be read.
    """
    with needed("typst"):
        import typst
    document: Any = {"main.typ": source.encode("utf-8"), **files}  # files by name, which its types do not mention
    known = typst.Fonts(font_paths=[str(fonts.FOLDER)])
    timestamp = None if computed is None else int(computed.timestamp())
    # A text in a script for which this machine has no font is no reason to have no file, only to promise less of it.
    standards: tuple[Literal["ua-1"] | None, ...] = ("ua-1", None) if form == "pdf" else (None,)
    for standard in standards:
        try:
            found = typst.compile(
                document, format=form, ppi=ppi, font_paths=known, pdf_standards=standard, timestamp=timestamp
            )
        except typst.TypstError as error:
            if standard is None:
                raise ExportError(f"The {form.upper()} file could not be made: {error}") from error
            continue
        if isinstance(found, bytes):
            return found
    raise ExportError(f"The {form.upper()} file has several pages where one was meant.")
