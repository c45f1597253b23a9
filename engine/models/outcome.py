"""What becomes of models in a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from engine.errors import SwellError
from saql.diagnostics import SaqlError
from saql.record import record

State: TypeAlias = Literal["trained", "scored", "fresh", "unused", "failed"]
"""Trained and its datasets made; its datasets made of what it learnt before; nothing to do; trained, and not to be used
as it does not beat its baseline; it could not."""


@record(eq=False)
class Outcome:
    """What became of a model.

    Args:
        model: its name.
        state: what became of it.
        why: the reason in a few words.
        version: the version of what it learnt; None where it was never trained.
        datasets: the datasets that it made, with their rows.
        seconds: how long it took.
        error: what is wrong, where it failed.
    """

    model: str
    state: State
    why: str
    version: int | None = None
    datasets: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0
    error: SwellError | SaqlError | None = None


Told: TypeAlias = Callable[[str | Outcome], None]
"""Is told how a run goes: sentences, and what became of each model. What it raises stops the run."""
