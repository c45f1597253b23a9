"""Which apps a workspace has: their files with what they held when they were written, kept in a file beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from saql.record import record
from swell.apps.errors import AppError

FILE = "apps/installed.json"


@record(kw_only=True)
class Installed:
    """What was installed.

    Args:
        apps: the names of the apps.
        sources: the names of the sources that were asked for; empty where they are found by themselves.
        files: by path, the digest of what was written.
    """

    apps: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def digest(content: bytes) -> str:
    """Return what tells the content of a file from any other."""
    return hashlib.sha256(content).hexdigest()


def read_installed(folder: Path) -> Installed:
    """Return which apps a workspace has.

    Raises:
        AppError: the file that says so can't be read.
    """
    file = folder / FILE
    if not file.is_file():
        return Installed()
    try:
        said = json.loads(file.read_text("utf-8"))
        return Installed(apps=tuple(said["apps"]), sources=tuple(said["sources"]), files=dict(said["files"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "Take it from a backup, or remove it: files of apps that are there are then left alone."
        raise AppError(f"{FILE} does not say which apps there are: {error}.", hint=hint) from error


def installed_text(installed: Installed) -> bytes:
    """Return the file that says which apps a workspace has."""
    said = {
        "apps": list(installed.apps),
        "sources": list(installed.sources),
        "files": dict(sorted(installed.files.items())),
    }
    return (json.dumps(said, indent=1) + "\n").encode()
