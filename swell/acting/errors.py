"""What can go wrong with actions."""

from __future__ import annotations

from engine.errors import SwellError


class ActingError(SwellError):
    """An action can't be read, planned or run."""
