"""Colours as files of metadata write them."""

from __future__ import annotations

import re

from engine.json_value import JsonValue

_COLOR = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)


def read_color(value: JsonValue) -> str | None:
    """Return a colour, None where there is none.

    Raises:
        MetadataError: it is no colour.
    """
    text = value.text()
    if text is not None and not _COLOR.fullmatch(text):
        raise value.error(f'is "{text[:40]}", which is no colour', 'Write "#1f77b4".')
    return text
