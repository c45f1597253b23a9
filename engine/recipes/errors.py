"""What can go wrong with recipes; mistakes in their queries are `saql.SaqlError`s.

RecipeError
  RecipeCycleError      recipes that load each other's datasets
  RecipeNotFoundError   no recipe of that name
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from engine.errors import SwellError


class RecipeError(SwellError):
    """A recipe can't be read or run."""


class RecipeCycleError(RecipeError):
    """Recipes load each other's datasets, so that none can be the first."""

    def __init__(self, chain: Sequence[str]) -> None:
        self.chain = tuple(chain)
        way = ", which loads ".join(f"'{each}'" for each in (*chain[1:], chain[0]))
        super().__init__(
            f"Recipe '{chain[0]}' loads {way}.",
            hint="Let one of them load another dataset, or put what they share into a recipe of its own.",
        )


class RecipeNotFoundError(RecipeError):
    """There is no recipe of that name."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        known = sorted(names)
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known[:12]) or 'none yet'}."
        super().__init__(f"There is no recipe '{name}'.", hint=hint)
