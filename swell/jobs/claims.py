"""Who does what now, across processes: `flock`s on files. The system drops them when their process ends, however."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from engine.disk import make_folder
from saql.record import record

FOLDER = ".jobs"


@record
class Claims:
    """Things of which one is done at a time, by one thread of one process. `data` is the folder of the datasets."""

    data: Path

    @contextlib.contextmanager
    def claim(self, name: str) -> Iterator[bool]:
        """Give True while this is the only one with the name; False where another is at it."""
        opened = self.take(name)
        try:
            yield opened is not None
        finally:
            if opened is not None:
                os.close(opened)

    def take(self, name: str) -> int | None:
        """Return an open file that holds a name until it is closed; None where another has it."""
        folder = self.data / FOLDER
        make_folder(folder)
        file = folder / f"{hashlib.sha256(name.encode()).hexdigest()[:20]}.lock"
        opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return None
        return opened
