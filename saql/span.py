"""A stretch of query text."""

from __future__ import annotations

from saql.record import record


@record(order=True)
class Span:
    """Half-open character offsets `[start, end)` into a query's text."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """Return the span from the start of this one to the end of `other`."""
        return Span(self.start, other.end)


NOWHERE = Span(0, 0)
"""The span of what no text stands behind: an expression that a rule or a facet made."""
