"""What can go wrong with a query that is well formed.

SwellError
  QueryCancelledError   somebody stopped the query
  QueryLimitError       the query goes beyond a limit that is set
  InternalError         a mistake of Swell's own
EvaluationError         a value that a function refuses; the session makes a diagnostic of it
"""

from __future__ import annotations

from engine.errors import SwellError
from saql.span import Span


class QueryCancelledError(SwellError):
    """Somebody stopped the query."""

    def __init__(self) -> None:
        super().__init__("The query was cancelled.")


class QueryLimitError(SwellError):
    """The query goes beyond a limit that is set."""


class InternalError(SwellError):
    """A mistake of Swell's own, with what is needed to find it."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Internal error: {message}", hint="This is a mistake in Swell. Please report it.")


class EvaluationError(Exception):
    """A function has no result for a value, and that ends the query."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
