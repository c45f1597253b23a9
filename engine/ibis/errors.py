"""What a back end can't do: found while a plan is lowered, before anything runs."""

from __future__ import annotations

from engine.errors import SwellError


class NotLoweredError(Exception):
    """A node or a function has no form on the back end. `str(error)` names it and says why."""


class RefusedError(SwellError):
    """A query that can't be run on a back end: a step over all rows has no form there."""

    def __init__(self, back_end: str, step: str, reason: str) -> None:
        """Take the name of the back end, the step of the plan and why it has no form there."""
        super().__init__(
            f"The engine {back_end} can't run this query: {reason}. It is needed for all rows, by: {step}",
            hint="Group or limit the rows before it, or run the query with the engine arrow. See docs/back-ends.md.",
        )


class BackEndError(SwellError):
    """The back end failed while it ran a query."""

    def __init__(self, back_end: str, error: Exception) -> None:
        """Take the name of the back end and what it said."""
        said = " ".join(str(error).split())[:500]
        super().__init__(
            f"The engine {back_end} failed: {said}", hint="Look at the query with: swell explain --stage engines"
        )
