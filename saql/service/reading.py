"""A text as far as it can be read: broken statements do not hide the others, nor the streams that they make."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import lru_cache

from saql.check.query import check_statement
from saql.check.session import Session
from saql.check.streams import UNKNOWN
from saql.diagnostics import Diagnostic
from saql.mistake import words
from saql.parser import MOST_DIAGNOSTICS, parse_statement
from saql.pieces import cut
from saql.record import record
from saql.schema import Catalog
from saql.span import Span
from saql.syntax import statements as syntax
from saql.syntax.statements import Statement
from saql.transform_expressions import Refused, unescape

_CHANGES_NO_FIELD = (syntax.Filter, syntax.Order, syntax.Limit, syntax.Offset)
_SAME_FIELDS = frozenset("filter order limit offset join".split())
"""Statements whose stream has the fields of the one that they read."""


@record
class Broken:
    """A stretch that is no statement, or has been taken for one with a warning, and why."""

    diagnostic: Diagnostic
    span: Span


def read(text: str, pieces: Iterable[Span]) -> list[Statement | Broken]:
    """Return the statements that stand at the pieces of a text, in order."""
    found: list[Statement | Broken] = []
    waiting = list(pieces)[::-1]
    mistakes = 0
    while waiting and mistakes < MOST_DIAGNOSTICS:
        span = waiting.pop()
        parsed = statement_at(text, span)
        if not isinstance(parsed, Refused):
            found.append(parsed)
            continue
        mistakes += 1
        end = parsed.resume
        if end is None or end <= span.start:
            found.append(Broken(parsed.diagnostic, span))
            continue
        # A semicolon is missing: what is before it may be whole.
        found += read(text, [Span(span.start, end)])
        found.append(Broken(parsed.diagnostic, Span(end, end)))
        waiting.append(Span(end, span.end))
    return found


def statement_at(text: str, span: Span) -> Statement | Refused:
    """Return the statement that a part of a text is, or why it is none."""
    return _parsed(text[span.start : span.end], span.start)


@lru_cache(maxsize=2000)
def _parsed(piece: str, start: int) -> Statement | Refused:
    """Parse a piece that starts at an offset. While a query is written, most of it stays as it was a moment ago."""
    try:
        return parse_statement(" " * start + piece, Span(start, start + len(piece)))
    except Refused as refused:
        return refused.with_traceback(None)


def read_all(text: str) -> list[Statement | Broken]:
    """Return the statements of a text, and what is broken in it, in order."""
    pieces = cut(text)
    noted = [Broken(each, each.span) for each in (*pieces.diagnostics, *pieces.warnings)]
    return sorted([*read(text, pieces.statements), *noted], key=lambda each: each.span)


def survey(text: str, parts: Iterable[Statement | Broken], catalog: Catalog, *, thorough: bool = False) -> Session:
    """Check what can be checked, and return what is known then: streams by name.

    Args:
        text: The query.
        parts: What was read of it, in order.
        catalog: The datasets that it can load.
        thorough: Whether statements that change no fields are checked too, for the mistakes in them.
    """
    session = Session(text, catalog)
    for part in parts:
        if isinstance(part, Broken):
            _pass_over(part, session)
        elif isinstance(part, _CHANGES_NO_FIELD) and not thorough:
            if part.target is not None:
                session.streams[part.target.name] = session.streams.get(part.stream.name, UNKNOWN)
        else:
            check_statement(part, session)
    return session


def leading_to(stream: str, parts: Sequence[Statement | Broken]) -> Sequence[Statement | Broken]:
    """Return the parts that a stream depends on; all where none of them makes it."""
    wanted = {stream}
    kept: list[Statement | Broken] = []
    for part in reversed(parts):
        if isinstance(part, Broken):
            kept.append(part)
        elif part.target is not None and part.target.name in wanted:
            wanted.remove(part.target.name)
            wanted.update(_streams_of(part))
            kept.append(part)
    return kept[::-1] if stream not in wanted else parts


def _streams_of(statement: Statement) -> list[str]:
    """Return the streams that a statement reads."""
    match statement:
        case syntax.Load():
            return []
        case syntax.Group(sides=sides):
            return [side.stream.name for side in sides]
        case syntax.Join(left=left, right=right) | syntax.Augment(left=left, right=right):
            return [left.name, right.name]
        case syntax.Union(streams=streams):
            return [each.name for each in streams]
        case _:
            return [statement.stream.name]


def _pass_over(part: Broken, session: Session) -> None:
    """Give the stream of a broken statement the fields that it will have when it is mended, as far as can be told."""
    first = [word.text for word in itertools.islice(words(session.text, part.span), 4)]
    if len(first) < 2 or first[1] != "=":
        return
    source = session.streams.get(unquoted(first[3])) if len(first) == 4 and first[2] in _SAME_FIELDS else None
    session.streams[unquoted(first[0])] = source or UNKNOWN


def unquoted(word: str) -> str:
    """Return the name that a word of the text is."""
    return unescape(word[1:-1]) if word.startswith("'") and word.endswith("'") and len(word) > 1 else word
