"""What can go wrong when records are matched."""

from __future__ import annotations

from engine.errors import SwellError


class MatchingError(SwellError):
    """A match is not as it should be, or can't be done."""


class MissingLibraryError(MatchingError):
    """The library that compares names is not installed."""

    def __init__(self) -> None:
        hint = "Install it: python3 -m pip install 'swell[matching]'"
        super().__init__("To compare names takes rapidfuzz, which is not installed.", hint=hint)
