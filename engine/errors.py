"""The base of every error that a user may see.

SwellError
  engine.store.errors.StoreError          datasets on disk
  connectors.files.errors.FileImportError files that can't be imported
"""

from __future__ import annotations

from pathlib import Path


class SwellError(Exception):
    """What happened, where, and what to do next.

    Args:
        message: one sentence that names the thing.
        hint: what to do next, one sentence.
        file: the file in which the cause stands.
        line: its line, from 1.
        column: its character in the line, from 1.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        file: Path | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column

    @property
    def place(self) -> str | None:
        """The place as `file:line:column`, as far as it is known."""
        if self.file is None:
            return None
        return ":".join(str(each) for each in (self.file, self.line, self.column) if each is not None)

    def __str__(self) -> str:
        text = self.message if self.place is None else f"{self.place}: {self.message}"
        return text if self.hint is None else f"{text}\n{self.hint}"
