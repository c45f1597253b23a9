"""Where lists and drafts go: a folder for each run, in `exports` of the workspace, which no repository gets."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from engine.disk import make_folder
from swell.acting.errors import ActingError

FOLDER = "exports"


def run_folder(workspace: Path, action: str, run: int, now: dt.datetime) -> Path:
    """Return the folder of a run, made if it is not there; only its owner can look into it."""
    exports = workspace / FOLDER
    if not exports.is_dir():
        make_folder(exports)
        exports.chmod(0o700)
    if not (exports / ".gitignore").exists():
        (exports / ".gitignore").write_text("*\n", "utf-8")
    folder = exports / action / f"{now:%Y-%m-%d}_{run}"
    make_folder(folder)
    folder.chmod(0o700)  # `exports` may have been there, open to others
    return folder


def shown(file: Path) -> str:
    """Return the path of a file of a run as people see it, from the workspace on."""
    return "/".join(file.parts[-4:])


def run_files(workspace: Path, action: str, run: int) -> bytes:
    """Return the files of a run as a ZIP archive.

    Args:
        workspace: its folder.
        action: the name of an action that there is.
        run: the number of a run of it.

    Raises:
        ActingError: it wrote none, or they were removed.
    """
    folders = [*(workspace / FOLDER / action).glob(f"*_{run}")]
    if not folders:
        raise ActingError(f"Run {run} of '{action}' has no files.", hint="It wrote none, or somebody removed them.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folders[0].iterdir()):
            archive.write(file, f"{folders[0].name}/{file.name}")
    return packed.getvalue()
