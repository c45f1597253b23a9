"""What a watch has imported, in a small file: a restart goes on from there.

A file that is missing or damaged means that nothing was imported: to import a file again does no harm.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.disk import make_folder, replace_flushed

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was imported: size in bytes, time of its change in ns, SHA-256 of its content."""

    size: int
    changed: int
    digest: str


def read_state(file: Path, append: bool) -> dict[str, Seen]:
    """Return what was imported, by the files' names.

    Args:
        file: where it is kept.
        append: whether files are added; what a watch of the other sort left does not count.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        content = json.loads(file.read_text("utf-8"))
        if content["format"] == _FORMAT and content["append"] is append:
            return {name: Seen(**each) for name, each in content["files"].items()}
    return {}


def write_state(file: Path, append: bool, files: Mapping[str, Seen]) -> None:
    """Keep what was imported; a process that dies on the way leaves what was kept before.

    Raises:
        OSError: the disk refused.
    """
    make_folder(file.parent)
    listed = {name: {"size": each.size, "changed": each.changed, "digest": each.digest} for name, each in files.items()}
    content = {"format": _FORMAT, "append": append, "files": listed}
    replace_flushed(file, json.dumps(content, indent=1).encode())
