"""From the files that are there to those that are to be: what is written, removed, and left to those who changed it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path

from engine.disk import make_folder, replace_flushed
from saql.record import record
from swell.apps.errors import AppError
from swell.apps.installed import digest


@record(kw_only=True)
class Change:
    """What is to be done to files.

    Args:
        written: files to write, by path.
        removed: files to remove.
        kept: files that people changed, which stay as they are.
        digests: by path, the digest of what was written of each file that there is after it.
    """

    written: Mapping[str, bytes] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)


def change_to(folder: Path, wanted: Mapping[str, bytes], before: Mapping[str, str]) -> Change:
    """Return what makes the files of a folder those that are wanted.

    Args:
        folder: the workspace.
        wanted: the files that are to be there, by path.
        before: by path, the digest of what was written the last time.

    Raises:
        AppError: a file is there that nobody but people can have written.
    """
    there = {path: _content(folder / path) for path in {*wanted, *before}}
    foreign = [path for path in sorted(wanted) if path not in before and there[path] not in (None, wanted[path])]
    if foreign:
        hint = "Rename what is there, or remove it."
        raise AppError(f"There are already files of these names: {', '.join(foreign)}.", hint=hint)
    changed = {path for path, known in before.items() if (now := there[path]) is not None and digest(now) != known}
    kept = sorted(path for path in changed if wanted.get(path) != there[path])
    return Change(
        written={path: text for path, text in wanted.items() if path not in kept and there[path] != text},
        removed=tuple(path for path in before if path not in wanted and path not in kept and there[path] is not None),
        kept=tuple(kept),
        digests={path: before[path] if path in kept else digest(text) for path, text in wanted.items()},
    )


def apply(folder: Path, written: Mapping[str, bytes], removed: tuple[str, ...]) -> Callable[[], None]:
    """Write and remove files, all or none.

    Returns:
        What puts all of them back as they were.

    Raises:
        AppError: the disk refused; all files are as they were.
    """
    done: list[tuple[Path, bytes | None]] = []

    def undo() -> None:
        for file, content in reversed(done):
            if content is None:
                file.unlink(missing_ok=True)
            else:
                replace_flushed(file, content)

    try:
        for path, text in written.items():
            file, content = folder / path, _content(folder / path)
            make_folder(file.parent)
            replace_flushed(file, text)
            done.append((file, content))
        for path in removed:
            file, content = folder / path, _content(folder / path)
            file.unlink()
            done.append((file, content))
    except OSError as error:
        with contextlib.suppress(OSError):
            undo()
        raise AppError(f"{error.filename} can't be written: {error.strerror}.", hint="Nothing was changed.") from error
    return undo


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
