"""What can go wrong with analyses of a dataset."""

from __future__ import annotations

from engine.errors import SwellError


class AnalysisError(SwellError):
    """What is asked can't be analysed: fields are missing, or there are too few rows."""
