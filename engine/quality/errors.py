"""What can go wrong with rules of quality."""

from __future__ import annotations

from engine.errors import SwellError


class RulesError(SwellError):
    """A file of rules is not as it should be."""


class PublishBlockedError(SwellError):
    """Rows break a rule that blocks; nothing of the transaction was published."""
