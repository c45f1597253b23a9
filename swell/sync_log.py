"""How the syncs of a connection went: a line of JSON a run, beside what a sync keeps of itself; the last ones stay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.disk import make_folder, replace_flushed
from engine.errors import SwellError

if TYPE_CHECKING:
    from connectors.sync.runner import RunResult

FOLDER = ".sync"
KEPT = 50
"""Runs that stay in the log."""


@contextmanager
def logged(data: Path, connection: str, run: str) -> Iterator[Callable[[RunResult], RunResult]]:
    """Write down how a run goes; an error that ends it is written down and goes on.

    Args:
        data: the folder of the datasets.
        connection: its name.
        run: the name of the run.

    Yields:
        What takes the result of the run, and returns it.
    """
    entry: dict[str, Any] = {"run": run, "started": _now(), "ended": None, "error": None, "failures": {}}

    def note(result: RunResult) -> RunResult:
        entry.update(rows=result.rows, gone=result.gone, datasets=list(result.datasets))
        entry["failures"] = {name: each.message for name, each in result.failures.items()}
        return result

    try:
        yield note
    except SwellError as error:
        entry["error"] = error.message
        raise
    finally:
        entry["ended"] = _now()
        with suppress(OSError):  # the log is no reason to fail a sync
            _append(data / FOLDER / f"{connection}.runs.jsonl", entry)


def last_runs(data: Path, connection: str, most: int = 10) -> list[dict[str, Any]]:
    """Return the last runs of a connection, the latest first; lines that can't be read are left out."""
    file = data / FOLDER / f"{connection}.runs.jsonl"
    found = []
    for line in file.read_text("utf-8").splitlines()[::-1] if file.is_file() else ():
        with suppress(ValueError):
            entry = json.loads(line)
            if isinstance(entry, dict):
                found.append(entry)
    return found[:most]


def _append(file: Path, entry: dict[str, Any]) -> None:
    make_folder(file.parent)
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    text = "\n".join([*lines[1 - KEPT :], json.dumps(entry, ensure_ascii=False)]) + "\n"
    replace_flushed(file, text.encode())


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
