"""What can go wrong with models."""

from __future__ import annotations

from engine.errors import SwellError


class ModelError(SwellError):
    """A model's file is wrong, or its data can't be learnt from."""
