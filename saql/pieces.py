"""Cuts a query into its statements, so that each is parsed, and its mistakes are found, apart from the others."""

from __future__ import annotations

import re

from saql.diagnostics import Diagnostic
from saql.messages import diagnostic
from saql.record import record
from saql.span import Span
from saql.syntax.statements import Comment

_MARK = re.compile(
    r"""
    (?P<closed>"[^"\\\n]*(?:(?:\\.|"")[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')
    | (?P<comment>--[^\n]*|//[^\n]*|/\*[\s\S]*?\*/)
    | (?P<unclosed>["'][^\n]*|/\*[\s\S]*)
    | (?P<end>;)
    """,
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\.")
_NOTHING = re.compile(r"(?:[\s\ufeff]+|--[^\n]*|//[^\n]*|/\*[\s\S]*?\*/)*")


@record
class Pieces:
    """The statements of a query, without their semicolons, and what stands around them.

    A statement with something unclosed is not among `statements`: it has its diagnostic. `warnings` are about texts
    that look like two.
    """

    statements: tuple[Span, ...]
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    semicolons: int


def cut(text: str) -> Pieces:
    """Cut a query at the semicolons outside texts, names and comments."""
    spans: list[Span] = []
    comments: list[Comment] = []
    unclosed: list[Diagnostic] = []
    warnings: list[Diagnostic] = []
    begin = semicolons = 0
    broken = False
    for match in _MARK.finditer(text):
        span = Span(*match.span())
        if match.lastgroup == "comment":
            comments.append(Comment(match[0], span))
        elif match.lastgroup == "unclosed":
            unclosed.append(_unclosed(match[0], span))
            broken = True
        elif match.lastgroup == "closed" and '""' in match[0] and _has_lone_quote(match[0]):
            warnings.append(diagnostic("SAQL130", span, hints=["if two texts are meant, write a comma between them"]))
        if match.lastgroup == "end" or (match.lastgroup == "unclosed" and ";" in match[0]):
            if not broken:
                spans.append(Span(begin, span.start))
            begin, broken = span.end, False
            semicolons += 1
    if not broken:
        spans.append(Span(begin, len(text)))
    statements = tuple(each for span in spans if (each := trim(text, span)).start < each.end)
    return Pieces(statements, tuple(comments), tuple(unclosed), tuple(warnings), semicolons)


def trim(text: str, span: Span) -> Span:
    """Return the span from its first character that is neither white nor in a comment; empty where there is none."""
    nothing = _NOTHING.match(text, span.start, span.end)
    return Span(nothing.end() if nothing else span.start, span.end)


def _has_lone_quote(literal: str) -> bool:
    """Say whether a text has an odd number of doubled quotes: those around attributes of HTML come in pairs."""
    return literal[0] == '"' and _ESCAPED.sub("", literal[1:-1]).count('""') % 2 == 1


def _unclosed(found: str, span: Span) -> Diagnostic:
    if found.startswith("/*"):
        return diagnostic("SAQL105", Span(span.start, span.start + 2), hints=["end the comment with `*/`"])
    quote = found[0]
    hints = [f"end it with {quote} on the same line; inside it, a {quote} is written \\{quote}"]
    return diagnostic("SAQL102", span, hints=hints, kind="text" if quote == '"' else "name", quote=quote)
