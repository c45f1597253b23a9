"""One publication of several datasets: readers see all of its versions or none.

Each pointer first says which version waits for which commit. Then the commit's file is made: from that moment all of
them count. At last the pointers are written plain, and the file goes. A writer that dies before the file is there has
published nothing, one that dies after it everything; the next writer of each dataset settles its pointer.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping
from pathlib import Path

from engine.store.disk import flush_folder, make_folder, write_flushed
from engine.store.errors import CorruptDatasetError
from engine.store.layout import Layout
from engine.store.pointer import COMMITS, Pending, Pointer, is_committed, read_pending, read_pointer, write_pointer


def publish(folder: Path, versions: Mapping[Layout, Pointer]) -> None:
    """Make versions the newest of their datasets, all at one stroke.

    Args:
        folder: that of all datasets.
        versions: what each of the datasets is to have published. The caller holds their locks, and everything that the
            versions need is on the disk.

    Raises:
        OSError: the disk refused a write; nothing was published.
    """
    if len(versions) < 2:
        for layout, pointer in versions.items():
            write_pointer(layout.current, pointer)
        return
    commit = secrets.token_hex(8)
    for layout, pointer in versions.items():
        before = read_pointer(layout.current) or Pointer(pointer.name, 0, pointer.first)
        write_pointer(layout.current, before, Pending(pointer, commit))
    make_folder(folder / COMMITS)
    write_flushed(folder / COMMITS / commit, lambda opened: opened.write(b""))
    with contextlib.suppress(OSError):  # it counts already; the next writers finish what is left
        flush_folder(folder / COMMITS)
        for layout, pointer in versions.items():
            write_pointer(layout.current, pointer)
        (folder / COMMITS / commit).unlink()


def settle(layout: Layout) -> None:
    """Finish what a writer that died has left in a pointer. The caller holds the dataset's lock."""
    with contextlib.suppress(CorruptDatasetError):
        found = read_pending(layout.current)
        if found is None:
            return
        pointer, pending = found
        if pending is not None:
            counts = is_committed(layout.root.parent, pending.commit)
            write_pointer(layout.current, pending.pointer if counts else pointer)


def sweep(folder: Path) -> None:
    """Remove the files of commits that no pointer waits for."""
    commits = list((folder / COMMITS).iterdir()) if (folder / COMMITS).is_dir() else []
    if not commits:
        return
    # Read after the list: a commit's file is made when all its pointers are written, so none of them is missed.
    waiting = set()
    for each in folder.iterdir():
        try:
            found = read_pending(each / "CURRENT")
        except CorruptDatasetError:
            return
        if found is not None and found[1] is not None:
            waiting.add(found[1].commit)
    for commit in commits:
        if commit.name not in waiting:
            commit.unlink(missing_ok=True)
