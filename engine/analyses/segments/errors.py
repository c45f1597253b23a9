"""What can go wrong with segments."""

from __future__ import annotations

from engine.errors import SwellError


class SegmentError(SwellError):
    """A segment's file is wrong, or does not fit the dataset."""


class SegmentNotFoundError(SegmentError):
    """There is no segment of that name."""
