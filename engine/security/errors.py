"""What can be wrong with a security predicate, and what follows for a dataset.

PredicateError          it is not valid
  UnfitPersonError      it is valid, but can't be applied to this person
StoreError
  DatasetClosedError    nobody, or not this person, sees rows of the dataset
"""

from __future__ import annotations

from engine.errors import SwellError
from engine.store.errors import StoreError


class PredicateError(SwellError):
    """A security predicate is not valid."""


class UnfitPersonError(PredicateError):
    """A predicate can't be applied to a person: a field of theirs is missing, or has not the value it needs."""


class DatasetClosedError(StoreError):
    """A dataset has a predicate that can't be applied, so that none of its rows are seen."""

    def __init__(self, name: str, reason: str, hint: str | None = None) -> None:
        """Take the dataset, why it is closed (a clause), and what to do."""
        self.name = name
        told = hint or "An administrator can mend its predicate: 'swell secure' says what is wrong with it."
        super().__init__(f'Dataset "{name}" is closed: {reason}.', hint=told)
