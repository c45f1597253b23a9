"""The formatter: one canonical text for a query, whatever its spacing was.

A query becomes statements of tokens (tokens.py), each statement a document that says where lines may end
(statements.py, expressions.py), and the document text (document.py).
"""

from __future__ import annotations

import itertools

from saql.diagnostics import SaqlError
from saql.format.document import render
from saql.format.statements import predicate, statement
from saql.format.tokens import Statement, statements
from saql.messages import diagnostic
from saql.mistake import words
from saql.parser import DEEPEST, parse
from saql.span import Span
from saql.syntax.statements import Query

__all__ = ["WIDTH", "format_query"]

WIDTH = 100
"""Characters of a line, as far as names, texts and comments let it."""


def format_query(text: str, name: str = "query") -> str:
    """Return the canonical text of a query; formatting it again changes nothing.

    A statement is on one line if it fits there, else its parts have a line each. The tokens stay as they are, but for
    `and` and `or`, which become `&&` and `||`, and semicolons that are missing or too many. Comments stay where they
    are, or go behind a comma or semicolon. Empty lines between statements are kept, one of several.

    Args:
        text: The query, or a single expression such as a security predicate.
        name: What diagnostics call it, such as the name of its file.

    Raises:
        SaqlError: The text is no query, or its brackets are nested too deeply.
    """
    query = parse(text, name)
    text = _with_semicolons(query)
    terminated = bool(query.statements)
    written: list[str] = []
    for each in statements(text, terminated):
        _check_depth(each, text, name)
        _write(each, written)
    return "".join(written)


def _with_semicolons(query: Query) -> str:
    """Return the text of a query with a semicolon after each statement that another one follows without."""
    before = {after.span.start: first.span for first, after in itertools.pairwise(query.statements)}
    text = query.text
    for warning in reversed(query.warnings):
        if warning.code == "SAQL107":
            start = warning.span.start
            end = max(word.span.end for word in words(text, Span(before[start].start, start)))
            text = f"{text[:end]};{text[end:]}"
    return text


def _write(each: Statement, written: list[str]) -> None:
    """Append a statement with the comments above it."""
    for comment in each.above:
        written += ["\n" if comment.gap and written else "", comment.text, "\n" if comment.own_line else " "]
    if each.tokens:
        document = statement(each.tokens, each.semicolon) if each.semicolon else predicate(each.tokens)
        written += ["\n" if each.gap and written else "", render(document, WIDTH), "\n"]


def _check_depth(each: Statement, text: str, name: str) -> None:
    depth = 0
    for token in each.tokens:
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth > DEEPEST:
            span = Span(token.start, token.start + 1)
            raise SaqlError((diagnostic("SAQL121", span, limit=DEEPEST),), text, name)
