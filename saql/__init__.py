"""SAQL, the query language: grammar, syntax tree, checker, functions and diagnostics.

The checker is `saql.check.check`: the name `saql.check` is its package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saql.diagnostics import Diagnostic, SaqlError
from saql.span import Span

if TYPE_CHECKING:
    from saql.syntax.statements import Query

__all__ = ["Diagnostic", "SaqlError", "Span", "parse"]


def parse(text: str, name: str = "query") -> Query:
    """Parse a query.

    Args:
        text: The query.
        name: What diagnostics call it, such as the name of its file.

    Returns:
        Its statements and comments; a text that is one expression is a query without statements.

    Raises:
        SaqlError: The text is no query; each broken statement has its diagnostic.
    """
    from saql import parser  # brings lark, which those who parse nothing need not wait for

    return parser.parse(text, name)
