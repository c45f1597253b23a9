"""Uploads on the disk: a header, the metadata and the parts, each there for good when it was acknowledged.

<data>/.uploads/<id>/header.json    what the client said, and how far it is
<data>/.uploads/<id>/metadata.json  the upload schema
<data>/.uploads/<id>/parts/<n>      the parts as they came
<data>/.uploads/<id>/refused.csv    the rows that were refused, and why
<data>/.uploads/LOCK                held by who processes them
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from dashboards.model.json import JsonObject
from dashboards.server.wave.ids import EXTERNAL_DATA, is_same
from engine.disk import make_folder, replace_flushed
from engine.errors import SwellError

NEW, QUEUED, RUNNING = "New", "Queued", "InProgress"
COMPLETED, WARNED, FAILED = "Completed", "CompletedWithWarnings", "Failed"

KEPT = dt.timedelta(days=7)
"""For how long the header of an upload that is over is kept, and one that was never processed."""

MOST_PARTS = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Upload:
    """An upload as it is known.

    `fields` are those of the record that the client made. `status` and `message` say how far it is, `submitted` when it
    was given to be processed, `by` is the id of who made it.
    """

    id: str
    fields: Mapping[str, str]
    created: dt.datetime
    by: str
    status: str = NEW
    message: str = ""
    submitted: dt.datetime | None = None

    def to_json(self) -> JsonObject:
        """Return it as its file has it."""
        return {
            "id": self.id,
            "fields": dict(self.fields),
            "created": self.created.isoformat(),
            "by": self.by,
            "status": self.status,
            "message": self.message,
            "submitted": None if self.submitted is None else self.submitted.isoformat(),
        }


@dataclasses.dataclass(frozen=True, slots=True)
class UploadFolder:
    """The uploads of a workspace, in a folder. It holds no state but what is on the disk."""

    folder: Path

    def all(self) -> list[Upload]:
        """Return all uploads, the oldest first."""
        if not self.folder.is_dir():
            return []
        found = [_read(each / "header.json") for each in self.folder.iterdir() if each.name.startswith(EXTERNAL_DATA)]
        return sorted((each for each in found if each is not None), key=lambda each: (each.created, each.id))

    def find(self, given: str) -> Upload | None:
        """Return the upload with an id of 15 or 18 characters."""
        return next((each for each in self.all() if is_same(each.id, given)), None)

    def write(self, upload: Upload) -> None:
        """Write the header of an upload, new or changed."""
        self._put(upload, "header.json", json.dumps(upload.to_json()).encode())

    def write_metadata(self, upload: Upload, metadata: bytes) -> None:
        """Write the metadata of an upload."""
        self._put(upload, "metadata.json", metadata)

    def write_part(self, upload: Upload, number: int, content: bytes) -> None:
        """Write a part of an upload."""
        self._put(upload, f"parts/{number}", content)

    def metadata(self, upload: Upload) -> Path | None:
        """Return the file with the metadata of an upload, if it has any."""
        file = self.folder / upload.id / "metadata.json"
        return file if file.is_file() else None

    def parts(self, upload: Upload) -> dict[int, Path]:
        """Return the parts of an upload by number, in order."""
        folder = self.folder / upload.id / "parts"
        files = folder.iterdir() if folder.is_dir() else ()
        return dict(sorted((int(each.name), each) for each in files if each.name.isdecimal()))

    def work_file(self, upload: Upload) -> Path:
        """Return a file for what the parts are together."""
        return self.folder / upload.id / "data.csv"

    def refused(self, upload: Upload) -> Path:
        """Return the file that reports the rows which were refused; there is none where none was."""
        return self.folder / upload.id / "refused.csv"

    def drop_parts(self, upload: Upload) -> None:
        """Remove the data of an upload that is over."""
        shutil.rmtree(self.folder / upload.id / "parts", ignore_errors=True)
        for each in (self.work_file(upload), self.work_file(upload).with_suffix(".gz")):
            each.unlink(missing_ok=True)

    def drop_old(self, now: dt.datetime) -> None:
        """Remove uploads that nobody will ask for any more."""
        for each in self.all():
            if each.status not in (QUEUED, RUNNING) and (each.submitted or each.created) < now - KEPT:
                shutil.rmtree(self.folder / each.id, ignore_errors=True)

    @contextlib.contextmanager
    def processing(self) -> Iterator[None]:
        """Be the only one who processes uploads while the block runs; wait until nobody else does."""
        make_folder(self.folder)
        opened = os.open(self.folder / "LOCK", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            yield
        finally:
            os.close(opened)

    def _put(self, upload: Upload, name: str, content: bytes) -> None:
        file = self.folder / upload.id / name
        try:
            make_folder(file.parent)
            replace_flushed(file, content)
        except OSError as error:
            raise SwellError(f"The upload can't be kept: {error.strerror or error}.") from None


def _read(file: Path) -> Upload | None:
    """Return the upload of a header; None where it was never acknowledged."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    instants = {
        each: None if content[each] is None else dt.datetime.fromisoformat(content[each])
        for each in ("created", "submitted")
    }
    return Upload(**{**content, **instants})
