"""The records of a file one by one, with their lines: slow and exact, for the header and the places of errors."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.files.dialect import Dialect, field_starts
from connectors.files.errors import RowError


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record, its text, and the line where it begins and the line after it."""

    fields: list[str]
    text: str
    line: int
    next_line: int

    def place(self, index: int, dialect: Dialect) -> Place:
        """Return where the field at `index` begins, or the record's end where there is none."""
        offset = next(itertools.islice(field_starts(self.text, dialect), index, None), len(self.text.rstrip("\r\n")))
        above, _, left = self.text[:offset].replace("\r\n", "\n").replace("\r", "\n").rpartition("\n")
        return Place(self.line + (above.count("\n") + 1 if "\n" in self.text[:offset] else 0), len(left) + 1)


@dataclass(frozen=True, slots=True)
class Unsplit:
    """A row that can't be split into fields, its text, and the line where it begins.

    `lost` says that nobody knows where the next row begins.
    """

    error: RowError
    text: str
    line: int
    lost: bool


def records(file: Path, dialect: Dialect, skip: int = 0, strict: bool = False) -> Iterator[Record]:
    """Yield the records of a file that are not empty.

    Args:
        file: the file.
        dialect: its signs.
        skip: how many lines to leave out at its start.
        strict: whether a quote that does not end, or does not end before a delimiter, is an error.

    Raises:
        RowError: a record can't be split into fields.
        UnicodeDecodeError: the file is not in its encoding.
    """
    for each in split(file, dialect, skip, strict):
        if isinstance(each, Unsplit):
            raise each.error
        yield each


def split(file: Path, dialect: Dialect, skip: int, strict: bool) -> Iterator[Record | Unsplit]:
    """Yield the records of a file that are not empty, and go on after those that can't be split; as `records` else."""
    with file.open(encoding=dialect.codec, newline="") as opened:
        taken: list[str] = []
        lines = _recorded(itertools.islice(opened, skip, None), taken)
        reader = csv.reader(
            lines, delimiter=dialect.delimiter, quotechar=dialect.quote, escapechar=dialect.escape, strict=strict
        )
        line = skip + 1
        while True:
            try:
                fields = next(reader, None)
            except csv.Error as error:
                lost = "expected after" not in str(error)
                yield Unsplit(_split_error(file, line, error), "".join(taken), line, lost)
            else:
                if fields is None:
                    return
                if fields:
                    yield Record(fields, "".join(taken), line, skip + reader.line_num + 1)
            line = skip + reader.line_num + 1
            taken.clear()


def _recorded(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    for each in lines:
        taken.append(each)
        yield each


def _split_error(file: Path, line: int, error: csv.Error) -> RowError:
    text = str(error)
    if "field larger" in text:
        return RowError(
            f"A value in this row is longer than {csv.field_size_limit():,} characters.",
            hint="Shorten it, or close the quote that begins it.",
            file=file,
            line=line,
        )
    if "end of data" in text:
        return RowError(
            "A quoted value that begins in this row does not end.",
            hint="Close the quote; a quote within a quoted value is written twice.",
            file=file,
            line=line,
        )
    return RowError(
        "A quoted value in this row goes on after its closing quote.",
        hint="A quote within a quoted value is written twice; after the closing quote comes the delimiter.",
        file=file,
        line=line,
    )
