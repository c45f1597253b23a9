"""What can go wrong with segments."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from engine.errors import SwellError


class SegmentError(SwellError):
    """A segment's file is wrong, or does not fit the dataset."""


class SegmentNotFoundError(SegmentError):
    """There is no segment of that name."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(names[:12]) or 'none yet'}."
        super().__init__(f"There is no segment '{name[:100]}'.", hint=hint)
