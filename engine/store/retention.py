"""Which versions and files of a dataset go. Only the writer calls this, while it holds the lock."""

from __future__ import annotations

from collections.abc import Sequence

from engine.store.errors import CorruptDatasetError
from engine.store.layout import Layout
from engine.store.lock import remove_unless_held
from engine.store.manifest import read_manifest
from engine.store.pointer import Pointer


def collect(layout: Layout, pointer: Pointer, keep: int) -> None:
    """Remove old versions, and every file that no version needs.

    Args:
        layout: the dataset's paths.
        pointer: what is published. Versions above it were left behind by a writer that died, those below were deleted.
        keep: how many of the published versions stay, the newest first. One that a reader holds stays as well.
    """
    on_disk = layout.versions_on_disk()
    kept = [each for each in on_disk if pointer.covers(each)][-keep:]
    for version in on_disk:
        if version not in kept:
            remove_unless_held(layout.manifest(version))
    _remove_orphans(layout, layout.versions_on_disk())


def _remove_orphans(layout: Layout, versions: Sequence[int]) -> None:
    try:
        needed = frozenset[str]().union(*(read_manifest(layout.manifest(each)).files for each in versions))
    except CorruptDatasetError:
        return  # what a damaged manifest needs is not known, so nothing goes until its version is dropped
    for file in layout.parts.iterdir() if layout.parts.is_dir() else ():
        if file.relative_to(layout.root).as_posix() not in needed:
            file.unlink()
