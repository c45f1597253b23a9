"""Pages that were read and are not published yet: on the disk, each safe before its checkpoint is.

    .sync/CONNECTION/OBJECT/plan.json          what is being read, and why it may go on
    .sync/CONNECTION/OBJECT/rows-1/000001.arrow the first page of the first read of rows
    .sync/CONNECTION/OBJECT/rows-1/000001.gone  the records that it met and that are not live (JSON)
    .sync/CONNECTION/OBJECT/rows-1/state.json   how many pages count, and the checkpoint after the last

A page counts from the moment that `state.json` says so. What a crash leaves beyond that is written over.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from connectors.protocol import Checkpoint, Gone, Page
from engine.disk import flush_folder, make_folder, replace_flushed, write_flushed


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a read has come: pages that count, their rows, rows in all where known, and where to go on."""

    pages: int = 0
    rows: int = 0
    gone: int = 0
    total: int | None = None
    done: bool = False
    checkpoint: Checkpoint | None = None


class StagedRead:
    """The pages of one read."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the read; it is made by the first page."""
        self._folder = folder
        self._progress = self._load()

    @property
    def progress(self) -> Progress:
        """How far the read has come."""
        return self._progress

    def add(self, page: Page) -> None:
        """Make a page safe, then its checkpoint."""
        before = self._progress
        number = before.pages + 1
        make_folder(self._folder)
        write_flushed(self._file(number, "arrow"), lambda opened: _write_batch(opened, page.rows))
        gone = json.dumps([_gone_json(each) for each in page.gone])
        write_flushed(self._file(number, "gone"), lambda opened: opened.write(gone.encode()))
        self._save(
            Progress(
                pages=number,
                rows=before.rows + page.rows.num_rows,
                gone=before.gone + len(page.gone),
                total=page.total if page.total is not None else before.total,
                checkpoint=page.checkpoint,
            )
        )

    def finish(self) -> None:
        """Say that no page is missing."""
        before = asdict(self._progress)
        self._save(Progress(**{**before, "done": True, "checkpoint": None}))

    def clear(self) -> None:
        """Forget all pages."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._progress = Progress()

    def batches(self, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the rows of each page in order, mapped into memory; all columns, or those that are named."""
        for number in range(1, self._progress.pages + 1):
            with pa.memory_map(str(self._file(number, "arrow"))) as opened:
                batch = pa.ipc.open_file(opened).get_batch(0)
            yield batch if columns is None else batch.select(columns)

    def gone(self) -> Iterator[Gone]:
        """Yield the records that are not live, in the order in which they were met."""
        for number in range(1, self._progress.pages + 1):
            for each in json.loads(self._file(number, "gone").read_text("utf-8")):
                yield _gone(each)

    def _file(self, number: int, kind: str) -> Path:
        return self._folder / f"{number:06}.{kind}"

    def _save(self, progress: Progress) -> None:
        make_folder(self._folder)
        replace_flushed(self._folder / "state.json", json.dumps(asdict(progress)).encode())
        self._progress = progress

    def _load(self) -> Progress:
        found = read_json(self._folder / "state.json")
        return Progress() if found is None else Progress(**found)


class StagedObject:
    """What is staged of one object: its reads by name, and the plan that they follow."""

    def __init__(self, root: Path, connection: str, name: str) -> None:
        """Take the folder of all staging, the connection and the object."""
        quoted = [urllib.parse.quote(each, safe="") for each in (connection, name)]
        self._folder = root.joinpath(*quoted)

    def plan(self) -> dict[str, Any] | None:
        """Return the plan that a run left, or None where it left nothing."""
        return read_json(self._folder / "plan.json")

    def begin(self, plan: Mapping[str, Any]) -> None:
        """Keep the plan of a run; the pages that are there stay."""
        make_folder(self._folder)
        replace_flushed(self._folder / "plan.json", json.dumps(plan).encode())

    def read(self, name: str) -> StagedRead:
        """Return a read of the plan."""
        return StagedRead(self._folder / name)

    def clear(self) -> None:
        """Forget plan and pages."""
        if self._folder.exists():
            # The plan goes first: pages without one are nobody's.
            (self._folder / "plan.json").unlink(missing_ok=True)
            flush_folder(self._folder)
            shutil.rmtree(self._folder, ignore_errors=True)


def read_json(file: Path) -> dict[str, Any] | None:
    """Return what a JSON file of ours holds; None where there is none, or it is damaged: then the work begins anew."""
    try:
        content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return content


def _write_batch(opened: Any, rows: pa.RecordBatch) -> None:
    with pa.ipc.new_file(opened, rows.schema) as writer:
        writer.write_batch(rows)


def _gone_json(gone: Gone) -> list[str | None]:
    return [gone.key, gone.reason, None if gone.at is None else gone.at.isoformat(), gone.merged_into]


def _gone(content: list[Any]) -> Gone:
    key, reason, at, merged_into = content
    return Gone(
        key=key, reason=reason, at=None if at is None else dt.datetime.fromisoformat(at), merged_into=merged_into
    )
