"""Diagnostics as text with carets for a terminal, and as data for the web page."""

from __future__ import annotations

import unicodedata

from saql.diagnostics import Diagnostic
from saql.source import Source

TAB = "    "
WIDEST = 100
"""Columns of the query's line that are shown; of a longer one, those around the place."""

_ELLIPSIS = "…"


def render(diagnostic: Diagnostic, text: str, name: str) -> str:
    """Return a diagnostic with its line and carets, as compilers show them.

    Args:
        diagnostic: What to show.
        text: The query that it points into.
        name: What to call the query.
    """
    source = Source(text)
    place = source.place(diagnostic.span.start)
    line = source.line(place.line)
    first = place.column - 1
    last = min(max(diagnostic.span.end - diagnostic.span.start, 1) + first, max(len(line), first + 1))
    shown, before, carets = _window(line, first, last)
    gutter = " " * len(str(place.line))
    rows = [
        f"{diagnostic.severity}[{diagnostic.code}]: {printable(diagnostic.message)}",
        f"{gutter}--> {name}:{place.line}:{place.column}",
        f"{gutter} |",
        f"{place.line} | {shown}",
        f"{gutter} | {' ' * before}{'^' * carets}",
        *(f"{gutter} = help: {printable(hint)}" for hint in diagnostic.hints),
    ]
    return "\n".join(row.rstrip() for row in rows)


def to_dict(diagnostic: Diagnostic, text: str) -> dict[str, object]:
    """Return a diagnostic as data for JSON: offsets in UTF-16 code units, line and column from 1."""
    source = Source(text)
    place = source.place(diagnostic.span.start)
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "hints": list(diagnostic.hints),
        "start": source.utf16(diagnostic.span.start),
        "end": source.utf16(diagnostic.span.end),
        "line": place.line,
        "column": place.column,
    }


def printable(text: str) -> str:
    """Return the text with tabs as spaces and other control characters replaced, so that a terminal obeys none."""
    return "".join(_printable(character) for character in text)


def width(text: str) -> int:
    """Return how many columns a terminal gives a printable text."""
    return sum(_width(character) for character in text)


def _printable(character: str) -> str:
    if character == "\t":
        return TAB
    return "\ufffd" if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") else character


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(line: str, first: int, last: int) -> tuple[str, int, int]:
    """Return what to show of a line, and the columns before and under its characters from `first` to `last`."""
    before = printable(line[max(first - WIDEST, 0) : first])
    marked = printable(line[first : min(last, first + WIDEST)])
    after = printable(line[last : last + WIDEST])
    if width(before + marked + after) > WIDEST:
        before = _head(before[::-1], WIDEST // 2)[::-1]
        marked, whole = _head(marked, WIDEST // 2), marked
        after = _head(after, WIDEST - width(before + marked)) if marked == whole else ""
    return before + marked + after, width(before), max(width(marked), 1)


def _head(text: str, columns: int) -> str:
    """Return the start of a text, with an ellipsis where it is wider."""
    if width(text) <= columns:
        return text
    kept, room = "", columns - 1
    for character in text:
        room -= _width(character)
        if room < 0:
            break
        kept += character
    return kept + _ELLIPSIS
