"""What stands before a place in a text: earlier statements, words of the one that is being written, an open quote."""

from __future__ import annotations

import re

from saql.mistake import Word, words
from saql.pieces import cut
from saql.record import record
from saql.service.reading import Broken, read, statement_at
from saql.span import Span
from saql.syntax.statements import Statement
from saql.transform_expressions import Refused

_WORD_SO_FAR = re.compile(r"\w*\Z")


@record
class Cursor:
    """A place in a text.

    `text` is what is before what is being written at it, with what is unclosed in it blanked out; `start` is its
    length. `quote` is the quote that is open at the place, or empty. `earlier` are the statements before the one that
    is being written, which stands at `piece` so far and has these `words`.
    """

    text: str
    start: int
    quote: str
    earlier: tuple[Statement | Broken, ...]
    piece: Span
    words: tuple[Word, ...]


def at(text: str, offset: int) -> Cursor | None:
    """Return what stands before an offset; None where it is in a comment or in a number."""
    before = text[: max(offset, 0)]
    pieces = cut(before)
    line_comments = (each for each in pieces.comments if not each.text.startswith("/*"))
    if any(each.span.end == len(before) for each in line_comments) or any(
        before.startswith("/*", each.span.start) for each in pieces.diagnostics
    ):
        return None
    open_quotes = [each.span for each in pieces.diagnostics if each.span.end == len(before)]
    start = open_quotes[-1].start if open_quotes else len(before) - len(_written(before))
    quote = before[start] if open_quotes else ""
    if before[start : start + 1].isdigit():
        return None
    spans = list(pieces.statements)
    if pieces.diagnostics:
        before = _blanked(before[:start])
        spans = list(cut(before).statements)
    piece = spans.pop() if spans and spans[-1].end >= start else Span(start, start)
    earlier, piece = _split(before, read(before, spans), Span(min(piece.start, start), start))
    return Cursor(before[:start], start, quote, tuple(earlier), piece, tuple(words(before, piece)))


def _written(before: str) -> str:
    found = _WORD_SO_FAR.search(before)
    return found[0] if found else ""


def _blanked(text: str) -> str:
    """Return the text with spaces for what is unclosed in it: a quote on a line above."""
    for each in cut(text).diagnostics:
        text = text[: each.span.start] + " " * (each.span.end - each.span.start) + text[each.span.end :]
    return text


def _split(text: str, earlier: list[Statement | Broken], piece: Span) -> tuple[list[Statement | Broken], Span]:
    """Part a statement without a semicolon from the one that follows it."""
    while piece.start < piece.end:
        parsed = statement_at(text, piece)
        end = parsed.resume if isinstance(parsed, Refused) else None
        if end is None or end <= piece.start:
            break
        earlier = [*earlier, *read(text, [Span(piece.start, end)])]
        piece = Span(end, piece.end)
    return earlier, piece
