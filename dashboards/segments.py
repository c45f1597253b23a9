"""Segments as the page shows them: the list, one being edited with its live count and records, and saving it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from dashboards.cells import table_rows
from dashboards.columns import result_columns
from dashboards.datasets import Datasets
from dashboards.model.json import Json, JsonObject
from dashboards.saving import Saving, read
from engine.analyses.segments.check import check_segment
from engine.analyses.segments.errors import SegmentError
from engine.analyses.segments.folder import all_segments, file_of, segment_named, segment_of
from engine.analyses.segments.query import count
from engine.analyses.segments.segment import Segment
from engine.analyses.segments.segment_file import written
from engine.errors import SwellError
from engine.json_value import JsonValue
from engine.queries import QueryResult
from engine.session import QueryRequest, Session
from saql import SaqlError
from saql.record import record

SHOWN = 50
"""Records that are shown of a segment."""


@record(eq=False)
class Segments:
    """The segments of a workspace as somebody sees them.

    Args:
        folder: the folder of their files.
        session: answers with the rows that are seen.
        now: what relative dates are reckoned from.
    """

    folder: Path
    session: Session
    now: dt.datetime

    def list(self) -> list[Json]:
        """Return all segments with the number of their records; what is wrong with one is its `problem`."""
        return [self._summary(name, each) for name, each in all_segments(self.folder).items()]

    def show(self, name: str) -> JsonObject:
        """Return a segment as it is edited.

        Raises:
            SegmentNotFoundError: there is none of that name.
            SegmentError: its file is not valid.
        """
        segment = segment_named(self.folder, name)
        version = read(file_of(self.folder, name)).version
        return {"name": name, "version": version, "segment": written(segment)}

    def look(self, name: str, value: Json) -> JsonObject:
        """Return what a segment has, whether it is saved or not; `problem` says what is wrong with it."""
        try:
            segment = self._made(name, value)
            counted, listed = self._asked(segment, count(segment), f"{segment.records}\nq = limit q {SHOWN};")
        except (SwellError, SaqlError) as error:
            return {"problem": _sentence(error), "hint": getattr(error, "hint", None)}
        number, keys = _numbers(counted)
        columns = result_columns(listed.schema, Datasets(self.session.store), [segment.dataset])
        return {
            "problem": None,
            "hint": None,
            "query": segment.records,
            "count": number,
            "keys": keys,
            "columns": [each.to_json() for each in columns],
            "rows": [*table_rows(listed.table)],
        }

    def save(self, name: str, value: Json, over: str | None, saving: Saving) -> str:
        """Write a segment's file.

        Args:
            name: the segment's name.
            value: its object.
            over: the version that it takes the place of; None for a new one.
            saving: writes files.

        Returns:
            The version that it has now.

        Raises:
            SegmentError: the name or the segment is not valid; nothing was written.
            ChangedMeanwhileError: the file is not what it was.
        """
        file = file_of(self.folder, name)
        segment = self._made(name, value)
        return saving.write(file, json.dumps(written(segment), ensure_ascii=False, indent=2) + "\n", over)

    def _made(self, name: str, value: Json) -> Segment:
        segment = segment_of(self.folder, name, JsonValue(value, SegmentError))
        check_segment(segment, self.session.snapshot([segment.dataset]))
        return segment

    def _summary(self, name: str, segment: Segment | SegmentError) -> JsonObject:
        about: JsonObject = {"name": name, "label": name, "description": "", "dataset": "", "count": None}
        if isinstance(segment, SegmentError):
            return {**about, "problem": _sentence(segment)}
        about |= {"label": segment.label, "description": segment.description, "dataset": segment.dataset}
        try:
            check_segment(segment, self.session.snapshot([segment.dataset]))
            (counted,) = self._asked(segment, count(segment))
        except (SwellError, SaqlError) as error:
            return {**about, "problem": _sentence(error)}
        return {**about, "count": _numbers(counted)[0], "problem": None}

    def _asked(self, segment: Segment, *queries: str) -> tuple[QueryResult, ...]:
        requests = [QueryRequest(each, name=segment.name) for each in queries]
        answers = self.session.query_many(requests, now=self.now)
        return tuple(_result(each) for each in answers)


def _result(answer: QueryResult | Exception) -> QueryResult:
    if isinstance(answer, Exception):
        raise answer
    return answer


def _numbers(counted: QueryResult) -> tuple[int, int]:
    rows: list[dict[str, Any]] = counted.table.to_pylist()
    return (int(rows[0]["count"]), int(rows[0]["keys"])) if rows else (0, 0)


def _sentence(error: SwellError | SaqlError) -> str:
    return error.message if isinstance(error, SwellError) else error.diagnostics[0].message
