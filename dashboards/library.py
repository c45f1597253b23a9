"""The dashboards of a folder and its subfolders: one JSON file each, named by the file wherever it lies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from dashboards.errors import DashboardError, DashboardNotFoundError
from dashboards.model import Dashboard, load
from dashboards.model.json import Json, JsonObject
from dashboards.model.positions import line_and_column

SUFFIX = ".json"
VIEWS = "views"
"""The subfolder that has no dashboards but saved views of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dashboard of a library: `name` opens it, `folder` is where ("" at the top). `error`: why it can't be opened."""

    name: str
    label: str
    description: str | None = None
    folder: str = ""
    error: DashboardError | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """The dashboards in a folder, read anew each time; a folder that is not there has none.

    A subfolder is a folder of assets, in which people may have other roles. Names are those of files, and each is there
    once: where two folders have the same, the first one counts. Those in a subfolder that is `hidden` are not there.
    """

    folder: Path
    hidden: frozenset[str] = frozenset()

    def names(self) -> list[str]:
        """Return the names of all dashboards, sorted."""
        return sorted(name for name, file in self._files().items() if self._inside(file) not in self.hidden)

    def folders(self) -> list[str]:
        """Return the names of the subfolders, sorted."""
        return [each.name for each in self._subfolders() if each.name not in self.hidden]

    def folder_of(self, name: str) -> str:
        """Return the subfolder that has a dashboard; "" for those at the top, and for what is not there."""
        file = self._files().get(name)
        return "" if file is None else self._inside(file)

    def without(self, hidden: frozenset[str]) -> Library:
        """Return the library as somebody sees it who may not see some subfolders."""
        return Library(self.folder, hidden)

    def entries(self) -> list[Entry]:
        """Return what a list of the dashboards shows, sorted by label."""
        return sorted(map(self._entry, self.names()), key=lambda each: each.label.casefold())

    def open(self, name: str) -> JsonObject:
        """Return the JSON of a dashboard.

        Args:
            name: its file's name without the suffix.

        Raises:
            DashboardNotFoundError: there is no such dashboard.
            DashboardError: its file can't be read; the error names file, line and column.
        """
        return parse(*self._text(name))

    def load(self, name: str) -> Dashboard:
        """Return a dashboard.

        Raises:
            DashboardNotFoundError: there is no such dashboard.
            DashboardError: its file is not a dashboard; the error names file, line and column.
        """
        text, file = self._text(name)
        try:
            return load(parse(text, file))
        except DashboardError as error:
            raise placed(error, text, file) from None

    def file(self, name: str) -> Path:
        """Return the file of a dashboard.

        Raises:
            DashboardNotFoundError: there is no such dashboard.
        """
        # A name is looked up in the list of files and never made into a path: it comes from the address of a request.
        names = self.names()
        if name not in names:
            raise DashboardNotFoundError(name, names)
        return self._files()[name]

    def is_taken(self, name: str) -> bool:
        """Whether there is a dashboard of this name, hidden ones too."""
        return name in self._files()

    def _files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in (self.folder, *self._subfolders()):
            for file in sorted(filter(_is_dashboard, folder.iterdir())) if folder.is_dir() else ():
                found.setdefault(file.stem, file)
        return found

    def _subfolders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(each for each in self.folder.iterdir() if each.is_dir() and _is_folder_name(each.name))

    def _inside(self, file: Path) -> str:
        return "" if file.parent == self.folder else file.parent.name

    def _text(self, name: str) -> tuple[str, Path]:
        file = self.file(name)
        return read(file), file

    def _entry(self, name: str) -> Entry:
        try:
            found = self.load(name)
        except DashboardError as error:
            return Entry(name, name, folder=self.folder_of(name), error=error)
        return Entry(name, found.label or name, found.description, self.folder_of(name))


def _is_folder_name(name: str) -> bool:
    return name != VIEWS and not name.startswith(".")


def _is_dashboard(file: Path) -> bool:
    """Whether a file is a dashboard; `NAME.test.json` has the tests of one."""
    return file.suffix == SUFFIX and not file.stem.endswith(".test") and file.is_file()


def read(file: Path) -> str:
    """Return the text of a dashboard's file.

    Raises:
        DashboardError: the file can't be read, or is not UTF-8.
    """
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DashboardError(f"The file is not UTF-8 at byte {error.start}.", file=file) from None
    except OSError as error:
        raise DashboardError(f"The file can't be read: {error.strerror or error}.", file=file) from None


def parse(text: str, file: Path | None = None) -> JsonObject:
    """Return the JSON of a dashboard's text.

    Args:
        text: the text.
        file: where it stands, for errors.

    Raises:
        DashboardError: it is not a JSON object; the error names the line and the column.
    """
    try:
        value: Json = json.loads(text)
    except json.JSONDecodeError as error:
        raise DashboardError(
            f"This is not JSON: {_reason(error)}.", file=file, line=error.lineno, column=error.colno
        ) from None
    except RecursionError:
        raise DashboardError("This JSON nests too deeply.", file=file) from None
    if not isinstance(value, dict):
        raise DashboardError("This JSON is not a dashboard: it is not an object.", file=file, line=1, column=1)
    return value


def _reason(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def placed(error: DashboardError, text: str, file: Path) -> DashboardError:
    """Return an error with the line and the column that its JSON pointer means."""
    if error.line is not None:
        return error
    path: list[str | int] = [each.replace("~1", "/").replace("~0", "~") for each in error.pointer.split("/")[1:]]
    try:
        line, column = line_and_column(text, path)
    except (ValueError, IndexError):
        return error
    return DashboardError(error.message, pointer=error.pointer, hint=error.hint, file=file, line=line, column=column)
