"""What can go wrong with datasets on disk.

StoreError
  DatasetNotFoundError    no dataset of that name
  VersionNotFoundError    the dataset has no such version (any more)
  DatasetNameError        a name that can't be a dataset's
  DatasetLockedError      another process writes the dataset
  CorruptDatasetError     a file of the dataset is missing or damaged
  StoreWriteError         the disk refused a write
  FieldError
    FieldNotFoundError    no such field
    FieldRoleError        values that don't fit the role of their field
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from engine.errors import SwellError


class StoreError(SwellError):
    """Any error of the dataset store."""


class DatasetNotFoundError(StoreError):
    """There is no dataset of that name."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        self.name = name
        super().__init__(f'There is no dataset "{name}".', hint=_did_you_mean(name, names, "datasets"))


class VersionNotFoundError(StoreError):
    """The dataset has no such version, or has it no more."""

    def __init__(self, name: str, version: int, versions: Sequence[int]) -> None:
        self.name = name
        self.version = version
        kept = ", ".join(str(each) for each in versions) or "none"
        super().__init__(
            f'Dataset "{name}" has no version {version}.',
            hint=f"Versions that are kept: {kept}. Older ones are removed after some writes.",
        )


class DatasetNameError(StoreError):
    """A text that can't name a dataset."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(
            f"A dataset can't be named {name[:60]!r}: {reason}.", hint="Use 1 to 255 printable characters."
        )


class DatasetLockedError(StoreError):
    """Another writer holds the dataset."""

    def __init__(self, name: str, holder: str, file: Path) -> None:
        self.name = name
        self.holder = holder
        super().__init__(
            f'Dataset "{name}" is being written by {holder}.',
            hint="Wait until it has finished, or stop it, then try again. Queries may go on.",
            file=file,
        )


class CorruptDatasetError(StoreError):
    """A file of a dataset is missing, damaged, or of a newer format."""

    def __init__(self, file: Path, reason: str, hint: str | None = None) -> None:
        super().__init__(
            f"A file of the store can't be read: {reason}.",
            hint=hint or "Open an older version of the dataset, or import it again.",
            file=file,
        )


class StoreWriteError(StoreError):
    """The disk refused a write; the dataset is as it was before."""

    def __init__(self, name: str, cause: OSError, folder: Path) -> None:
        self.name = name
        super().__init__(
            f'Dataset "{name}" could not be written: {cause.strerror or cause}.',
            hint="Its last version is unchanged. Check the disk's free space and the folder's permissions.",
            file=Path(str(cause.filename)) if cause.filename else folder,
        )


class FieldError(StoreError):
    """Something is wrong with a field."""


class FieldNotFoundError(FieldError):
    """The dataset, or the table to be written, has no such field."""

    def __init__(self, dataset: str, name: str, names: Sequence[str]) -> None:
        self.name = name
        super().__init__(f'Dataset "{dataset}" has no field "{name}".', hint=_did_you_mean(name, names, "fields"))


class FieldRoleError(FieldError):
    """Values that don't fit the role of their field."""

    def __init__(self, name: str, reason: str, hint: str) -> None:
        self.name = name
        super().__init__(f'Field "{name}" {reason}.', hint=hint)


def _did_you_mean(name: str, names: Sequence[str], things: str) -> str:
    folded = {each.casefold(): each for each in names}
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    if name.casefold() in folded:
        close = [name.casefold()]
    if close:
        return "Did you mean " + " or ".join(f'"{folded[each]}"' for each in close) + "?"
    if not names:
        return f"There are no {things} yet."
    listed = ", ".join(f'"{each}"' for each in list(names)[:8])
    return f"There are these {things}: {listed}{', ..' if len(names) > 8 else ''}."
