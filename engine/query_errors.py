"""What can go wrong with a query that is well formed.

SwellError
  QueryCancelledError   somebody stopped the query
  QueryLimitError       the query goes beyond a limit that is set
  DatasetsChangingError datasets are published faster than they are opened
  MissingExtraError     a library that a part of Swell needs is not installed
  InternalError         a mistake of Swell's own
EvaluationError         a value that a function refuses; the session makes a diagnostic of it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from engine.errors import SwellError
from saql.span import Span


class QueryCancelledError(SwellError):
    """Somebody stopped the query."""

    def __init__(self) -> None:
        super().__init__("The query was cancelled.")


class QueryLimitError(SwellError):
    """The query goes beyond a limit that is set."""


class MissingExtraError(SwellError):
    """A library that a part of Swell needs is not installed."""

    def __init__(self, part: str, library: str, extra: str) -> None:
        """Take what needs the library, the library, and the extra that brings it."""
        super().__init__(f"{part} needs {library}, which is not installed.", hint=f"Run: pip install 'swell[{extra}]'")


class DatasetsChangingError(SwellError):
    """The datasets of a query were published so often that it never found all of them as of one moment."""

    def __init__(self, names: Sequence[str]) -> None:
        listed = ", ".join(f'"{each}"' for each in names)
        super().__init__(f"Datasets change all the time: {listed}.", hint="Ask again, or let them change less often.")


class InternalError(SwellError):
    """A mistake of Swell's own, with what is needed to find it."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Internal error: {message}", hint="This is a mistake in Swell. Please report it.")


class EvaluationError(Exception):
    """A function or a statement has no result for a value, and that ends the query."""

    def __init__(self, message: str, span: Span, *hints: str) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.hints = hints


Failure: TypeAlias = EvaluationError | SwellError
"""What ends a query and leaves others alone."""
