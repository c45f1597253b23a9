"""What people have decided: that two records are the same customer, or different ones.

They are lines of `matching/decisions.csv`, by the ids of the records, for people to keep in git. A line is only ever
added; of two about one pair the later counts. They outlast any change of data: one about a record that is gone waits
until it is there again.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from engine.disk import alone, make_folder, replace_flushed
from engine.matching.errors import MatchingError
from saql.record import record

FILE_NAME = "decisions.csv"
Verdict: TypeAlias = Literal["same", "different", "later", "open"]
"""`later` puts a pair behind the others; `open` takes back what was decided."""

VERDICTS: tuple[str, ...] = get_args(Verdict)
_COLUMNS = ("match", "left_source", "left_id", "right_source", "right_id", "verdict", "by", "at")


@record(order=True)
class Key:
    """A record: its dataset and its id there."""

    source: str
    id: str


@record
class Decision:
    """A decision about two records; `left` is the lesser."""

    left: Key
    right: Key
    verdict: Verdict
    by: str
    at: str

    @property
    def pair(self) -> tuple[Key, Key]:
        """The two records."""
        return self.left, self.right


@record(eq=False)
class Decisions:
    """The decisions of all matches of a workspace; `file` need not be there."""

    file: Path

    def of(self, match: str) -> list[Decision]:
        """Return the decisions that count of a match, the oldest first.

        Raises:
            MatchingError: a line of the file is no decision.
        """
        found: dict[tuple[Key, Key], Decision] = {}
        for name, decision in self._read():
            if name == match:
                found.pop(decision.pair, None)
                if decision.verdict != "open":
                    found[decision.pair] = decision
        return list(found.values())

    def mark(self, match: str) -> str:
        """Return what is another when other decisions count of a match; raises as `of`."""
        return hashlib.sha256(repr(self.of(match)).encode()).hexdigest()[:16]

    def add(
        self, match: str, pairs: Sequence[tuple[Key, Key]], verdict: Verdict, by: str, now: dt.datetime
    ) -> list[Decision]:
        """Add a decision for each of some pairs, and return them.

        Raises:
            MatchingError: a pair is of one record with itself, or the file is not one of decisions.
            SwellError: the disk refused; nothing is added then.
        """
        at = now.astimezone(dt.UTC).isoformat(timespec="seconds")
        made = [Decision(min(each), max(each), verdict, " ".join(by.split()), at) for each in pairs]
        for each in made:
            if each.left == each.right:
                raise MatchingError(f"The record '{each.left.id}' can't be compared with itself.")
        make_folder(self.file.parent)
        with alone(self.file.parent):
            list(self._read())  # says what is wrong with it
            text = self._text() or _lines([_COLUMNS])
            text += "" if text.endswith("\n") else "\n"
            replace_flushed(self.file, (text + _lines([_cells(match, each) for each in made])).encode())
        return made

    def _text(self) -> str:
        try:
            return self.file.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise MatchingError(f"It can't be read: {error}.", file=self.file) from None

    def _read(self) -> Iterator[tuple[str, Decision]]:
        for number, cells in enumerate(csv.reader(io.StringIO(self._text(), newline="")), 1):
            if not cells or (number == 1 and tuple(cells) == _COLUMNS):
                continue
            if len(cells) != len(_COLUMNS) or cells[5] not in VERDICTS:
                hint = f"A line has: {', '.join(_COLUMNS)}; the verdict is one of {', '.join(VERDICTS)}."
                raise MatchingError("This line is no decision.", hint=hint, file=self.file, line=number)
            match, left_source, left, right_source, right, verdict, by, at = cells
            first, second = sorted((Key(left_source, left), Key(right_source, right)))
            yield match, Decision(first, second, verdict, by, at)  # type: ignore[arg-type]


def _cells(match: str, each: Decision) -> tuple[str, ...]:
    return (match, each.left.source, each.left.id, each.right.source, each.right.id, each.verdict, each.by, each.at)


def _lines(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
