"""Text to syntax tree."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any, Literal, cast

import lark

from saql import tables
from saql.diagnostics import SaqlError
from saql.messages import diagnostic
from saql.pieces import cut
from saql.shift_reduce import ShiftReduce
from saql.span import Span
from saql.syntax.expressions import Expression
from saql.syntax.statements import Query, Statement
from saql.syntax.walk import depth
from saql.transform_expressions import Refused

DEEPEST = 150
"""How deep a tree may be: the stages after this one go down it by recursion."""

MOST_DIAGNOSTICS = 50
"""After so many the rest of the text is not looked at: it is no query."""


def parse(text: str, name: str = "query") -> Query:
    """Parse a query.

    A text that is one expression, as the security predicates of datasets are, is a query without statements.

    Args:
        text: The query.
        name: What diagnostics call it, such as the name of its file.

    Raises:
        SaqlError: The text is no query; each broken statement has its diagnostic, and there may be warnings.
    """
    pieces = cut(text)
    statements: list[Statement] = []
    found, warnings = list(pieces.diagnostics), list(pieces.warnings)
    waiting = list(reversed(pieces.statements))
    while waiting and len(found) < MOST_DIAGNOSTICS:
        span = waiting.pop()
        try:
            statements.append(parse_statement(text, span))
        except Refused as refused:
            if refused.resume is None:
                found.append(refused.diagnostic)
                continue
            warnings.append(refused.diagnostic)
            waiting += Span(refused.resume, span.end), Span(span.start, refused.resume)
    if found and not pieces.semicolons and _is_expression(text):
        found = []
    if found:
        raise SaqlError(tuple(sorted([*found, *warnings], key=lambda each: each.span)), text, name)
    return Query(text, tuple(statements), pieces.comments, tuple(sorted(warnings, key=lambda each: each.span)))


def parse_statement(text: str, span: Span) -> Statement:
    """Return the statement that a part of a text is.

    Raises:
        Refused: It is none.
    """
    return cast(Statement, _tree(text, span, "statement"))


def accepted(text: str, span: Span) -> frozenset[str] | None:
    """Return the terminals that can follow the beginning of a statement, or None where no statement begins so."""
    try:
        begun = _parser().parse_interactive(text[span.start : span.end], start="statement")
        begun.exhaust_lexer()
    except (lark.UnexpectedInput, Refused):
        return None
    accepts: Callable[[], set[str]] = begun.accepts
    return frozenset(accepts())


def parse_expression(text: str, name: str = "expression") -> Expression:
    """Parse one expression, such as a security predicate.

    Args:
        text: The expression.
        name: What diagnostics call it.

    Raises:
        SaqlError: The text is no expression.
    """
    found = cut(text).diagnostics
    if found:
        raise SaqlError(found, text, name)
    try:
        return cast(Expression, _tree(text, Span(0, len(text)), "predicate"))
    except Refused as refused:
        raise SaqlError((refused.diagnostic,), text, name) from None


def _is_expression(text: str) -> bool:
    try:
        parse_expression(text)
    except SaqlError:
        return False
    return True


def _tree(text: str, span: Span, start: Literal["statement", "predicate"]) -> Any:
    """Return the tree of a part of the text; raises `Refused`."""
    tree = _quick().parse(text, span, start)
    if tree is None:
        raise _explained(text, span, start)
    if span.end - span.start > DEEPEST and depth(tree) > DEEPEST:
        raise Refused(diagnostic("SAQL121", tree.span, limit=DEEPEST))
    return tree


def _explained(text: str, span: Span, start: str) -> Refused:
    """Return what is wrong with a part of the text that does not parse."""
    try:
        _parser().parse(lark.TextSlice(text, span.start, span.end), start=start)
    except lark.UnexpectedInput as error:
        from saql.parse_errors import explain  # only broken queries need it

        return explain(error, text, span)
    raise AssertionError(f"a text parses, and does not: {text[span.start : span.end]}")


@functools.cache
def _quick() -> ShiftReduce:
    return ShiftReduce(_parser())


@functools.cache
def _parser() -> lark.Lark:
    return tables.load(tables.cache_folder(os.environ))
