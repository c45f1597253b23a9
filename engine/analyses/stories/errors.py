"""What can go wrong with a story."""

from __future__ import annotations

from engine.errors import SwellError


class StoryError(SwellError):
    """A question can't be told: its measure or its periods can't be read, or there are too few rows."""
