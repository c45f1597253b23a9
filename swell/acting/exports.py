"""Where lists and drafts go: a folder for each run, in `exports` of the workspace, which no repository gets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from engine.disk import make_folder

FOLDER = "exports"


def run_folder(workspace: Path, action: str, run: int, now: dt.datetime) -> Path:
    """Return the folder of a run, made if it is not there; only its owner can look into it."""
    exports = workspace / FOLDER
    if not exports.is_dir():
        make_folder(exports)
        exports.chmod(0o700)
        (exports / ".gitignore").write_text("*\n", "utf-8")
    folder = exports / action / f"{now:%Y-%m-%d}_{run}"
    make_folder(folder)
    return folder
