"""An object whose records lie ready in a file, as a bulk result's CSV: a million are served as fast as they are read.

They are in the order of their ids and of their SystemModstamp, so that a window of time is a range of the file. A
record that changes is taken out of the file into memory, as any other record is.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

from connectors.standins.salesforce.refusals import Refusal
from connectors.standins.salesforce.soql import Comparison, Condition, Joined
from connectors.standins.salesforce.values import read_text

_PIECE = 1 << 20


class PreparedRows:
    """Records in a file.

    Args:
        path: the file: lines of CSV, all values quoted, without a header.
        starts: where each line starts, and where the last one ends.
        columns: the fields, in the order of the file.
        types: their types.
        ids: the records' ids, all in one text, `ids[18 * n : 18 * n + 18]` that of the line `n`; in order.
        stamps: the records' SystemModstamp, in milliseconds since 1970; in order.
    """

    def __init__(
        self,
        path: Path,
        starts: array[int],
        columns: tuple[str, ...],
        types: Mapping[str, str],
        ids: str,
        stamps: array[int],
    ) -> None:
        self.path = path
        self.starts = starts
        self.columns = columns
        self.taken: set[int] = set()
        self._types = types
        self._ids = ids
        self._stamps = stamps

    def __len__(self) -> int:
        return len(self.starts) - 1

    def number(self, id: str) -> int | None:
        """Return which line a record is; None where it is none, or was taken out."""
        found = bisect_left(range(len(self)), id, key=lambda each: self._ids[18 * each : 18 * each + 18])
        here = found < len(self) and self._ids[18 * found : 18 * found + 18] == id
        return found if here and found not in self.taken else None

    def read(self, first: int, end: int) -> Iterator[dict[str, Any]]:
        """Yield the records of some lines."""
        with self.path.open("rb") as file:
            file.seek(self.starts[first])
            text = file.read(self.starts[end] - self.starts[first]).decode()
        for line in csv.reader(io.StringIO(text, newline="")):
            yield {name: read_text(value, self._types[name]) for name, value in zip(self.columns, line, strict=True)}

    def window(self, condition: Condition | None) -> range:
        """Return the lines that a condition keeps, whether they were taken out or not.

        Raises:
            Refusal: QUERY_TIMEOUT; the condition is more than bounds of SystemModstamp.
        """
        first, end = 0, len(self)
        for sign, moment in _bounds(condition):
            side = bisect_left if sign in (">=", "<") else bisect_right
            place = side(self._stamps, round(moment.timestamp() * 1000))
            first, end = (max(first, place), end) if sign in (">=", ">") else (first, min(end, place))
        return range(first, max(first, end))


class PreparedFound(Sequence[dict[str, Any]]):
    """What a query finds in a file and in memory, as a list would have it: first the lines, then those in memory.

    Args:
        rows: the file.
        window: the lines that the query keeps.
        others: records in memory that it keeps.
    """

    def __init__(self, rows: PreparedRows, window: range, others: list[dict[str, Any]]) -> None:
        self.prepared = rows
        self._others = others
        self._first = window.start
        taken = sorted(each for each in rows.taken if each in window)
        self._kept = len(window) - len(taken)
        self._before = [each - window.start - place for place, each in enumerate(taken)]

    def __len__(self) -> int:
        return self._kept + len(self._others)

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, end, _ = place.indices(len(self))
        read = [row for first, last in self._lines(start, end) for row in self.prepared.read(first, last)]
        return read + self.others(start, end)

    def pieces(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the lines between two places as they lie in the file; those in memory are `others`."""
        with self.prepared.path.open("rb") as file:
            for first, last in self._lines(start, end):
                file.seek(self.prepared.starts[first])
                left = self.prepared.starts[last] - self.prepared.starts[first]
                while left > 0:
                    piece = file.read(min(left, _PIECE))
                    left -= len(piece)
                    yield piece

    def others(self, start: int, end: int) -> list[dict[str, Any]]:
        """Return the records in memory between two places."""
        return self._others[max(0, start - self._kept) : max(0, end - self._kept)]

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of lines between two places, without those that were taken out."""
        place, end = start, min(end, self._kept)
        while place < end:
            passed = bisect_right(self._before, place)
            until = min(end, self._before[passed] if passed < len(self._before) else end)
            first = self._first + place + passed
            yield first, first + until - place
            place = until


def _bounds(condition: Condition | None) -> list[tuple[str, dt.datetime]]:
    if condition is None:
        return []
    if isinstance(condition, Joined) and condition.word == "AND":
        return [bound for part in condition.parts for bound in _bounds(part)]
    if (
        isinstance(condition, Comparison)
        and condition.field.text.lower() == "systemmodstamp"
        and condition.sign in ("<", "<=", ">", ">=")
        and isinstance(moment := condition.values[0], dt.datetime)
    ):
        return [(condition.sign, moment)]
    raise Refusal("QUERY_TIMEOUT", "Your query request was running for too long.")
