"""How a file of rows is written: its encoding, its signs, the lines before its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The signs of a CSV file.

    `escape` is None where a quote within quotes is doubled. `ignored_lines` stand before the rows; where there are any,
    the names of the columns are in the first record of the file.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    encoding: str = "utf-8"
    ignored_lines: int = 1

    @property
    def codec(self) -> str:
        """The name of Python's codec, which for UTF-8 skips the byte order mark that Excel writes."""
        return "utf-8-sig" if self.encoding.lower().replace("-", "") == "utf8" else self.encoding


def likely_delimiter(line: str) -> str:
    """Return the delimiter that a header line most likely uses."""
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=lambda each: bare.count(each) if each != "," else bare.count(each) + 0.5)


def field_starts(record: str, dialect: Dialect) -> Iterator[int]:
    """Yield where each field of a record begins, as an offset into its text."""
    yield 0
    start = 0
    quoted = False
    escaped = False
    for offset, sign in enumerate(record):
        if escaped:
            escaped = False
        elif sign == dialect.escape:
            escaped = True
        elif sign == dialect.quote and (quoted or offset == start):
            quoted = not quoted
            # A doubled quote ends the quotes and opens them again.
            start = offset + 1 if not quoted else start
        elif sign == dialect.delimiter and not quoted:
            start = offset + 1
            yield start
