"""The saved questions of a folder: SAQL as `NAME.saql`, lenses as `NAME.json`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboards.lens.look import parts
from dashboards.library import parse
from dashboards.model.json import as_text
from dashboards.saving import Saved, Saving, read
from engine.errors import SwellError

SUFFIXES = (".saql", ".json")
LONGEST = 200_000
"""In characters; what people write is far shorter."""

_NAME = re.compile(r"[^\W_][\w .()-]{0,79}(?<![ .])\.(saql|json)")


class SavedNotFoundError(SwellError):
    """There is no saved question of that name."""


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """A saved question: the name of its file, what people call it, and when it was changed."""

    file: str
    label: str
    changed: dt.datetime


@dataclass(frozen=True, slots=True)
class SavedQueries:
    """The saved questions in a folder, read anew each time; a folder that is not there has none."""

    folder: Path

    def entries(self) -> Sequence[SavedEntry]:
        """Return all of them, the latest first."""
        return sorted(map(self._entry, self._files()), key=lambda each: (each.changed, each.file), reverse=True)

    def open(self, file: str) -> Saved:
        """Return what is in one.

        Raises:
            SavedNotFoundError: there is no such file.
            SwellError: it can't be read.
        """
        # A name is looked up in the list of files and never made into a path: it comes from the address of a request.
        found = next((each for each in self._files() if each.name == file), None)
        if found is None:
            raise SavedNotFoundError(f"There is no saved query '{file[:100]}'.", hint="It may have been renamed.")
        return read(found)

    def save(self, file: str, text: str, over: str | None, saving: Saving) -> str:
        """Write one.

        Args:
            file: its file's name.
            text: SAQL, or the JSON of a lens.
            over: the version that it takes the place of, None for a new one.
            saving: writes files.

        Returns:
            The version that it has now.

        Raises:
            SwellError: the name or the text can't be; nothing was written.
            ChangedMeanwhileError: the file is not what it was.
        """
        if not _NAME.fullmatch(file):
            raise SwellError(
                f"A query can't be saved as '{file[:100]}'.",
                hint="Use letters, digits, spaces and - _ . ( ), a letter or digit first.",
            )
        if len(text) > LONGEST:
            raise SwellError(f"A saved query has at most {LONGEST:,} characters.")
        if file.endswith(".json"):
            parts(parse(text))
        elif not text.strip():
            raise SwellError("There is no query to save.")
        return saving.write(self.folder / file, text, over)

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(each for each in self.folder.iterdir() if each.suffix in SUFFIXES and each.is_file())

    def _entry(self, file: Path) -> SavedEntry:
        changed = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
        return SavedEntry(file.name, _label(file) or file.stem, changed)


def _label(file: Path) -> str:
    """Return what a lens calls itself; nothing for SAQL, or what can't be read: to open it says why."""
    if file.suffix != ".json":
        return ""
    try:
        return as_text(parse(read(file).text).get("label"))
    except SwellError:
        return ""
