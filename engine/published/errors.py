"""What can go wrong with published datasets."""

from __future__ import annotations

from engine.errors import SwellError


class TargetError(SwellError):
    """A place can't be reached, read or written."""

    def __init__(self, url: str, problem: str) -> None:
        """Take the place and what is wrong with it."""
        super().__init__(
            f"{url} {problem}.",
            hint="Give a folder, or an address such as s3://bucket/folder; secrets of object stores are read from the "
            "environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).",
        )


class NotPublishedError(SwellError):
    """There is no published dataset in a place, or what says what it is can't be read."""

    def __init__(self, place: str, problem: str) -> None:
        """Take the file and what is wrong with it."""
        super().__init__(f"{place} {problem}.", hint="Publish the dataset there: swell publish DATASET URL --full")
