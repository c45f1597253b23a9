"""What several processes of a server counted, added up: each leaves its numbers in a file of its own.

The file of a process that has ended stays: what was counted never becomes less. Its memory counts no more.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from dashboards.server.watch.numbers import Counts, Labels, Sample


class SharedNumbers:
    """A folder in which processes leave their numbers."""

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self._folder = folder
        self._own = folder / f"{os.getpid()}.json"

    def leave(self, counts: Counts, samples: Iterable[Sample]) -> None:
        """Leave the numbers of this process, in the place of those before."""
        content = {
            "counts": [[name, labels, value] for (name, labels), value in counts.items()],
            "samples": [[each.name, each.labels, each.value] for each in samples],
        }
        fresh = self._own.with_suffix(".new")
        with contextlib.suppress(OSError):  # the folder goes when the server stops
            fresh.write_text(json.dumps(content), "utf-8")
            fresh.replace(self._own)

    def others(self) -> tuple[Counts, list[Sample]]:
        """Return what all other processes counted together, and the samples of those that run."""
        counts: Counts = {}
        samples: list[Sample] = []
        for file in sorted(self._folder.glob("*.json")):
            if file == self._own:
                continue
            with contextlib.suppress(OSError, ValueError):
                content = json.loads(file.read_text("utf-8"))
                for name, labels, value in content["counts"]:
                    key = name, _labels(labels)
                    counts[key] = counts.get(key, 0) + value
                if _runs(int(file.stem)):
                    samples += [Sample(name, value, _labels(labels)) for name, labels, value in content["samples"]]
        return counts, samples


def _labels(given: Iterable[Iterable[str]]) -> Labels:
    return tuple((key, text) for key, text in given)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
