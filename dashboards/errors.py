"""What can go wrong with a dashboard.

SwellError
  DashboardError           JSON that is not a dashboard
    DashboardNotFoundError no dashboard of that name
  DashboardPartError       a part of a dashboard that can't be shown; it becomes the problem of its widgets
    CompactError           a compact query that can't be made into SAQL
    BindingError           a binding that can't be read or evaluated
    StepError              a step that can't be computed
    WidgetError            a widget that can't be drawn from its step's result
      NothingToShow        a widget that is as it should be, and has nothing to show yet
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from engine.errors import SwellError


class DashboardError(SwellError):
    """JSON that is not a dashboard.

    Args:
        message: what is wrong.
        pointer: the JSON pointer (RFC 6901) of the place, empty for the whole document.
        hint: what to do next.
        file: the dashboard's file.
        line: the line in it, from 1.
        column: the character in the line, from 1.
    """

    def __init__(
        self,
        message: str,
        *,
        pointer: str = "",
        hint: str | None = None,
        file: Path | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, hint=hint, file=file, line=line, column=column)
        self.pointer = pointer


class DashboardNotFoundError(DashboardError):
    """There is no dashboard of that name."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        close = difflib.get_close_matches(name.casefold(), [each.casefold() for each in names], n=1)
        meant = [each for each in names if each.casefold() in close]
        listed = ", ".join(f"'{each}'" for each in names[:8]) or "none yet"
        hint = f"Did you mean '{meant[0]}'?" if meant else f"Dashboards of this workspace: {listed}."
        super().__init__(f"There is no dashboard '{name}'.", hint=hint)


class DashboardPartError(SwellError):
    """A part of a dashboard can't be shown; the message becomes the problem of the widgets that need it."""


class CompactError(DashboardPartError):
    """A compact query that can't be made into SAQL."""


class BindingError(DashboardPartError):
    """A binding that can't be read or evaluated; `position` is the offset of the fault in its text, if it is known."""

    def __init__(self, message: str, *, position: int | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.position = position


class StepError(DashboardPartError):
    """A step that can't be computed."""


class WidgetError(DashboardPartError):
    """A widget that can't be drawn from its step's result."""


class NothingToShow(WidgetError):
    """A widget that is as it should be, and has nothing to show yet."""
