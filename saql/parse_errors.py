"""Lark's errors as diagnostics."""

from __future__ import annotations

from lark import UnexpectedInput, UnexpectedToken

from saql.diagnostics import Diagnostic
from saql.messages import diagnostic
from saql.span import Span


def explain(error: UnexpectedInput, text: str, piece: Span) -> Diagnostic:
    """Return what is wrong with the statement at `piece`."""
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        token = error.token
        span = Span(token.start_pos or 0, token.end_pos or 0)
        return diagnostic("SAQL100", span, expected=", ".join(sorted(error.accepts or ())), found=f"`{token}`")
    if isinstance(error, UnexpectedToken):
        return diagnostic("SAQL106", piece, expected=", ".join(sorted(error.accepts or ())))
    return diagnostic("SAQL101", Span(error.pos_in_stream or 0, (error.pos_in_stream or 0) + 1), found="?")
