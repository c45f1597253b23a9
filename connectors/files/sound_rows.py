"""The rows of an upload that can be split into as many values as there are columns, and the others with their lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from connectors.files.dialect import Dialect, field_starts
from connectors.files.errors import EncodingError, RowError
from connectors.files.records import Record, Unsplit, split
from connectors.files.refused import MOST_REPORTED
from connectors.files.source import has_any
from connectors.files.texts import quotes_are_doubtful, read_texts, width_error


@dataclass(frozen=True, slots=True)
class Layout:
    """How an upload is laid out.

    Args:
        dialect: its signs.
        skip: the lines before its rows.
        before: how many columns stand before those of the schema.
        names: what the file calls the columns of the schema.
        header: the line with these names, as the file has it.
    """

    dialect: Dialect
    skip: int
    before: int
    names: tuple[str, ...]
    header: str

    @property
    def width(self) -> int:
        """How many values a row has."""
        return self.before + len(self.names)


@dataclass(frozen=True, slots=True)
class Malformed:
    """A row that has not a value for each column: the line where it begins, its text, and what is wrong."""

    line: int
    text: str
    reason: str


def read_sound(file: Path, layout: Layout, sound: Path) -> tuple[list[pa.ChunkedArray], list[Malformed]]:
    """Read the rows that are sound as columns of strings, and return the others; of too many others, those alone.

    Args:
        file: the file.
        layout: what its columns are.
        sound: where to write the sound rows, if there are others.

    Raises:
        EncodingError: a byte is not of the file's encoding.
        RowError: a quote does not end, so that nobody knows what is a row.
    """
    dialect, width = layout.dialect, layout.width
    try:
        texts = read_texts(file, dialect, layout.skip, width)
        if not quotes_are_doubtful(file, dialect, texts) and not _has_loose_quotes(file, dialect):
            return texts, []
    except EncodingError:
        raise
    except RowError:
        texts = []
    found = (_malformed(row, layout) for row in all_rows(file, layout))
    malformed = list(itertools.islice((each for each in found if each is not None), MOST_REPORTED + 1))
    if len(malformed) > MOST_REPORTED:  # no upload may have so many: the others are not looked at
        return [pa.chunked_array([], pa.string())] * width, malformed
    if malformed or not texts:
        _write_sound(file, layout, {each.line for each in malformed}, sound)
        texts = read_texts(sound, dialect, 0, width)
    return texts, malformed


def all_rows(file: Path, layout: Layout) -> Iterator[Record | Unsplit]:
    """Yield all rows, sound or not, in order.

    Raises:
        RowError: a quote does not end.
    """
    for each in split(file, layout.dialect, layout.skip, strict=True):
        if isinstance(each, Unsplit) and each.lost:
            raise each.error
        yield each


def _malformed(row: Record | Unsplit, layout: Layout) -> Malformed | None:
    if isinstance(row, Unsplit):
        return Malformed(row.line, row.text, f"{row.error.message} {row.error.hint}")
    if len(row.fields) != layout.width:
        error = width_error(row, layout.width, layout.dialect)
        return Malformed(row.line, row.text, f"{error[0]} {error[1]}")
    quote = layout.dialect.quote
    if any(each[:1] in (" ", "\t") and each.lstrip(" \t").startswith(quote) for each in row.fields):
        for start in field_starts(row.text, layout.dialect):
            if row.text[start : start + 1] in (" ", "\t") and row.text[start:].lstrip(" \t").startswith(quote):
                return Malformed(
                    row.line, row.text, f"A blank stands before a quote. Remove it: the value begins with {quote}."
                )
    return None


def _has_loose_quotes(file: Path, dialect: Dialect) -> bool:
    """Return whether a blank may stand between a quote and a delimiter or line end: Arrow takes it without a word."""
    quote, delimiter = dialect.quote, dialect.delimiter
    before = [f"{sign}{blank}{quote}" for sign in (delimiter, "\n") for blank in " \t" if blank != delimiter]
    after = [f"{quote}{blank}{sign}" for sign in (delimiter, "\n", "\r") for blank in " \t" if blank != delimiter]
    codec = "utf-8" if dialect.codec == "utf-8-sig" else dialect.codec
    return has_any(file, [each.encode(codec) for each in before + after])


def _write_sound(file: Path, layout: Layout, strange: set[int], sound: Path) -> None:
    codec = "utf-8" if layout.dialect.codec == "utf-8-sig" else layout.dialect.codec
    with sound.open("w", encoding=codec, newline="") as opened:
        for each in all_rows(file, layout):
            if each.line not in strange:
                opened.write(each.text if each.text.endswith(("\n", "\r")) else f"{each.text}\n")
