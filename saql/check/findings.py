"""Collects what is wrong, so that one run of the checker tells all of it."""

from __future__ import annotations

from collections.abc import Iterable

from saql.diagnostics import Diagnostic
from saql.messages import diagnostic
from saql.span import Span
from saql.typed.expressions import Literal
from saql.types import Type


class Findings:
    """The diagnostics found so far, in the order of finding.

    `aliases` are the names that foreach statements give, each with its first place in the text.
    """

    def __init__(self) -> None:
        self.aliases: dict[str, int] = {}
        self._found: dict[Diagnostic, None] = {}

    def add(self, code: str, span: Span, *, hints: Iterable[str] = (), **parameters: object) -> None:
        """Add the diagnostic of a code; the same one twice counts once."""
        self._found[diagnostic(code, span, hints=hints, **parameters)] = None

    def error(self, code: str, span: Span, *, hints: Iterable[str] = (), **parameters: object) -> Literal:
        """Add a diagnostic and return the expression that stands for what could not be typed."""
        self.add(code, span, hints=hints, **parameters)
        return untyped(span)

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return all, by their place in the text."""
        return tuple(sorted(self._found, key=lambda each: (each.span.start, each.span.end)))

    def __bool__(self) -> bool:
        """Whether there is an error; with warnings alone a query can run."""
        return any(each.severity == "error" for each in self._found)


def untyped(span: Span) -> Literal:
    """Return the expression that stands for what could not be typed; nothing more is said of it."""
    return Literal(None, Type.ERROR, span)
