"""Places in a text: offset to line and column, for people and for web pages."""

from __future__ import annotations

import bisect
import re
from dataclasses import field

from saql.record import record

_LINE_END = re.compile(r"\r\n|\r|\n")


@record
class Place:
    """A line and a column, both from 1, the column in characters."""

    line: int
    column: int


@record
class Source:
    r"""A text and where its lines start; `\n`, `\r\n` and a lone `\r` end a line."""

    text: str
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = (0, *(match.end() for match in _LINE_END.finditer(self.text)))
        object.__setattr__(self, "_starts", starts)

    def place(self, offset: int) -> Place:
        """Return the line and column of an offset; one outside the text counts as its nearest end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """Return the offset of a line and column; one outside the text counts as its nearest end."""
        if place.line > len(self._starts):
            return len(self.text)
        return min(self._starts[max(place.line, 1) - 1] + place.column - 1, len(self.text))

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its end."""
        stop = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : stop].rstrip("\r\n")

    def utf16(self, offset: int) -> int:
        """Return the offset in UTF-16 code units, in which JavaScript counts."""
        before = self.text[:offset]
        return len(before) + sum(character > "\uffff" for character in before)

    def from_utf16(self, units: int) -> int:
        """Return the offset of a place that is given in UTF-16 code units; one outside the text is its nearest end."""
        if units <= 0:
            return 0
        return len(self.text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))
