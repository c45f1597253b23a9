"""What becomes of recipes in a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from engine.errors import SwellError
from saql.diagnostics import SaqlError
from saql.record import record

State: TypeAlias = Literal["made", "fresh", "failed", "left"]
"""Made anew; not made, as it is what it would be; can't be made; not made, as one that it needs can't be."""


@record
class Began:
    """A recipe begins to run, and why."""

    recipe: str
    why: str


@record(eq=False)
class Outcome:
    """What became of a recipe.

    Args:
        recipe: its name.
        state: what became of it.
        why: the reason in a few words.
        rows: how many rows its dataset has now, where it was made.
        seconds: how long that took.
        error: what is wrong, where it can't be made.
        how: for which rows it ran, where it was made: those that changed, or all of them, and why.
    """

    recipe: str
    state: State
    why: str
    rows: int | None = None
    seconds: float = 0.0
    error: SwellError | SaqlError | None = None
    how: str = ""


Report: TypeAlias = Callable[[Began | Outcome], None]
"""Is told how a run goes; what it raises stops the run, which then publishes what is done."""
