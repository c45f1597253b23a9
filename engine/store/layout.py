"""Where the files of a dataset lie, and how a name of any characters becomes a folder's name.

<data>/<folder>/CURRENT                    which version is the newest
<data>/<folder>/LOCK                       held by the one writer
<data>/<folder>/versions/<version>.json    manifests
<data>/<folder>/parts/<version>.columns    the rows that a version brought (-1, -2, .. where there are several)
<data>/.commits/<commit>                   versions of several datasets begin to count together
"""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

from engine.store.errors import DatasetNameError
from saql.record import record

_LONGEST_NAME = 255


def check_name(name: str) -> None:
    """Raise `DatasetNameError` unless the text can name a dataset: 1 to 255 printable characters."""
    if not name.strip():
        raise DatasetNameError(name, "it is empty")
    if len(name) > _LONGEST_NAME:
        raise DatasetNameError(name, f"it has {len(name)} characters")
    if not name.isprintable():
        raise DatasetNameError(name, "it holds characters that can't be printed")


def folder_name(name: str) -> str:
    """Return a name for a dataset's folder that every file system takes: some readable letters and a hash.

    The hash keeps apart what lower case, cut length and replaced characters would bring together.
    """
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"{readable}-{digest}" if readable else digest


@record
class Layout:
    """The paths of one dataset. Manifests name parts relative to `root`."""

    root: Path

    @staticmethod
    def of(data: Path, name: str) -> Layout:
        """Return the paths of the dataset of that name in the folder `data`."""
        return Layout(data / folder_name(name))

    @staticmethod
    @functools.lru_cache(1024)
    def pointer(data: Path, name: str) -> Path:
        """Return `current` of the dataset of that name: each query reads it."""
        return Layout.of(data, name).current

    @property
    def current(self) -> Path:
        """The pointer to the newest version."""
        return self.root / "CURRENT"

    @property
    def lock(self) -> Path:
        """The file that the writer holds."""
        return self.root / "LOCK"

    @property
    def manifests(self) -> Path:
        """The folder of the manifests."""
        return self.root / "versions"

    @property
    def parts(self) -> Path:
        """The folder of the parts."""
        return self.root / "parts"

    def manifest(self, version: int) -> Path:
        """Return the path of a version's manifest."""
        return self.manifests / f"{version}.json"

    def part(self, version: int, number: int = 0) -> str:
        """Return the name, in manifests, of a part that a version brings."""
        return f"parts/{version}-{number}.columns" if number else f"parts/{version}.columns"

    @staticmethod
    def part_version(file: str) -> int:
        """Return the version that brought the part of that name."""
        return int(re.split("[-.]", file.removeprefix("parts/"))[0])

    def scratch(self, version: int) -> str:
        """Return the name of a file that lives while a version is compacted."""
        return f"parts/{version}.order"

    def versions_on_disk(self) -> list[int]:
        """Return the versions that have a manifest, published or not, ascending."""
        if not self.manifests.is_dir():
            return []
        return sorted(int(each.stem) for each in self.manifests.iterdir() if re.fullmatch(r"\d+\.json", each.name))
