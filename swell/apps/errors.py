"""What can go wrong with apps."""

from __future__ import annotations

from engine.errors import SwellError


class AppError(SwellError):
    """An app can't be added or removed; nothing was changed."""
