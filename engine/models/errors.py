"""What can go wrong with models.

ModelError
  ModelNotFoundError   no model of that name
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from engine.errors import SwellError


class ModelError(SwellError):
    """A model's file is wrong, or its data can't be learnt from."""


class ModelNotFoundError(ModelError):
    """There is no model of that name."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        known = sorted(names)
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known[:12]) or 'none yet'}."
        super().__init__(f"There is no model '{name[:80]}'.", hint=hint)
