"""One publication of several datasets: readers see all of its versions or none.

Each pointer first says which version waits for which commit. Then the commit's file is made: from that moment all of
them count. At last the pointers are written plain, and the file goes. A writer that dies before the file is there has
published nothing, one that dies after it everything; the next writer of each dataset settles its pointer.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from pathlib import Path

from engine.disk import flush_folder, make_folder, write_flushed
from engine.store.errors import CorruptDatasetError
from engine.store.layout import Layout
from engine.store.pointer import COMMITS, Pending, Pointer, is_committed, read_pending, write_pointer
from saql.record import record


@record
class Publication:
    """What is published of a dataset, and what is to be."""

    layout: Layout
    before: Pointer
    after: Pointer


def publish(folder: Path, several: Sequence[Publication]) -> None:
    """Make versions the newest of their datasets, all at one stroke.

    Args:
        folder: that of all datasets.
        several: one for each dataset. The caller holds their locks, and all that the versions need is on the disk.

    Raises:
        OSError: the disk refused a write; nothing was published.
    """
    if len(several) == 1:
        write_pointer(several[0].layout.current, several[0].after)
        return
    commit = secrets.token_hex(8)
    for each in several:
        write_pointer(each.layout.current, each.before, Pending(each.after, commit))
    make_folder(folder / COMMITS)
    write_flushed(folder / COMMITS / commit, lambda opened: opened.write(b""))
    with contextlib.suppress(OSError):  # it counts already; the next writers finish what is left
        flush_folder(folder / COMMITS)
        for each in several:
            write_pointer(each.layout.current, each.after)
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
    for pointer in folder.glob("*/CURRENT"):
        try:
            found = read_pending(pointer)
        except CorruptDatasetError:
            return
        if found is not None and found[1] is not None:
            waiting.add(found[1].commit)
    for commit in commits:
        if commit.name not in waiting:
            commit.unlink(missing_ok=True)
