"""Uploads made into datasets, one after the other, in a thread; what was begun when the server ended is done again."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import gzip
import logging
import shutil
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from dashboards.server.wave.uploads import COMPLETED, FAILED, QUEUED, RUNNING, WARNED, Upload, UploadFolder
from engine.errors import SwellError
from engine.store import DatasetLockedError

logger = logging.getLogger(__name__)

LARGEST = 40_000_000_000
"""In bytes, unpacked: what CRM Analytics takes at a time."""

_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20
_PAUSE, _ATTEMPTS = 0.5, 240
"""In seconds: between attempts to write a dataset that somebody else writes."""


@dataclasses.dataclass(frozen=True, slots=True)
class ReadyUpload:
    """An upload that is complete.

    Args:
        id: its id; a dataset notes it, so that no upload counts twice.
        dataset: the name of the dataset.
        label: what people call it, None where the upload does not say.
        operation: Overwrite, Append, Upsert or Delete.
        metadata: the file with the upload schema.
        rows: the CSV file.
        refused: where to report rows that are refused, a CSV file.
    """

    id: str
    dataset: str
    label: str | None
    operation: str
    metadata: Path | None
    rows: Path
    refused: Path


class Loader(Protocol):
    """What makes a dataset of an upload."""

    def __call__(self, upload: ReadyUpload, created: dt.datetime) -> int:
        """Publish the rows but those that are refused, and return how many are; where that was done before, do nothing.

        Raises:
            SwellError: something is wrong with them; nothing has changed.
        """


class Uploads:
    """The uploads of a workspace, and the thread that processes them."""

    def __init__(self, folder: UploadFolder, load: Loader, now: Callable[[], dt.datetime]) -> None:
        """Take where they are, what makes datasets of them, and what tells the time."""
        self.folder = folder
        self._load = load
        self._now = now

    def resume(self) -> None:
        """Go on with what was given to be processed before the server ended."""
        if self._waiting() is not None:
            self.process()

    def process(self) -> None:
        """Process what waits, in a thread of its own."""
        threading.Thread(target=self._work, name="uploads", daemon=True).start()

    def _work(self) -> None:
        with self.folder.processing():
            while (upload := self._waiting()) is not None:
                self.folder.write(self._done(upload))
                self.folder.drop_parts(upload)

    def _waiting(self) -> Upload | None:
        found = [each for each in self.folder.all() if each.status in (QUEUED, RUNNING)]
        return min(found, key=lambda each: (each.submitted or each.created, each.id), default=None)

    def _done(self, upload: Upload) -> Upload:
        """Return the upload as it is after it was processed."""
        running = dataclasses.replace(upload, status=RUNNING)
        try:
            self.folder.write(running)
            refused = self._load_patiently(self._ready(running))
        except (SwellError, EOFError, zlib.error, OSError) as error:
            return dataclasses.replace(running, status=FAILED, message=_words(error))
        except Exception:
            logger.exception("the upload %s failed", upload.id)
            return dataclasses.replace(running, status=FAILED, message="This is a mistake in Swell itself.")
        if not refused:
            return dataclasses.replace(running, status=COMPLETED)
        message = f"{refused:,} {'row was' if refused == 1 else 'rows were'} refused."
        return dataclasses.replace(running, status=WARNED, message=message)

    def _ready(self, upload: Upload) -> ReadyUpload:
        rows = self.folder.work_file(upload)
        _join([*self.folder.parts(upload).values()], rows)
        fields = upload.fields
        return ReadyUpload(
            upload.id,
            fields["EdgemartAlias"],
            fields.get("EdgemartLabel"),
            fields.get("Operation", "Overwrite"),
            self.folder.metadata(upload),
            rows,
            self.folder.refused(upload),
        )

    def _load_patiently(self, upload: ReadyUpload) -> int:
        for _ in range(_ATTEMPTS):
            with contextlib.suppress(DatasetLockedError):  # a sync writes it; it ends
                return self._load(upload, self._now())
            time.sleep(_PAUSE)
        return self._load(upload, self._now())


def _join(parts: list[Path], rows: Path) -> None:
    """Write the parts one after the other, unpacked: they were cut after they were packed, or packed one by one."""
    with rows.open("wb") as file:
        for each in parts:
            with each.open("rb") as part:
                shutil.copyfileobj(part, file, _BLOCK)
    with rows.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    if packed:
        whole = rows.replace(rows.with_suffix(".gz"))
        with gzip.open(whole) as source, rows.open("wb") as file:
            shutil.copyfileobj(source, _Bounded(file), _BLOCK)
        whole.unlink()


class _Bounded:
    """A file that takes no more than an upload may have."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = LARGEST

    def write(self, content: bytes) -> int:
        """Write some bytes."""
        self._left -= len(content)
        if self._left < 0:
            raise SwellError(f"The upload has more than {LARGEST:,} bytes.")
        return self._file.write(content)


def _words(error: Exception) -> str:
    """Return what is wrong, with the line of the file, and without the folders of this machine."""
    if not isinstance(error, SwellError):
        reason = getattr(error, "strerror", None) or str(error)
        return f"The parts are no whole gzip file: {reason}." if not isinstance(error, OSError) else f"{reason}."
    place = "" if error.line is None else f"Line {error.line}: "
    return f"{place}{error.message}{'' if error.hint is None else f' {error.hint}'}"
