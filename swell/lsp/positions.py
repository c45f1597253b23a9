"""Places in a document as LSP counts them, lines and columns from 0, and as offsets in characters."""

from __future__ import annotations

from lsprotocol.types import Position, PositionEncodingKind, Range

from saql.record import record
from saql.source import Place, Source

_ENCODINGS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}


@record
class Positions:
    """The places of one text; columns are in units of an encoding, which client and server have agreed on."""

    source: Source
    encoding: str = "utf-16-le"
    unit: int = 2

    @staticmethod
    def of(text: str, kind: PositionEncodingKind | str | None) -> Positions:
        """Return the places of a text for an encoding of LSP's."""
        encoding, unit = _ENCODINGS.get(PositionEncodingKind(kind or "utf-16"), ("utf-16-le", 2))
        return Positions(Source(text), encoding, unit)

    def offset(self, position: Position) -> int:
        """Return the offset of a position; one behind the end of its line is that end."""
        start = self.source.offset(Place(position.line + 1, 1))
        line = self.source.line(self.source.place(start).line)
        before = line.encode(self.encoding, "surrogatepass")[: position.character * self.unit]
        return start + len(before.decode(self.encoding, "ignore"))

    def position(self, offset: int) -> Position:
        """Return the position of an offset."""
        place = self.source.place(offset)
        before = self.source.line(place.line)[: place.column - 1]
        return Position(place.line - 1, len(before.encode(self.encoding, "surrogatepass")) // self.unit)

    def range(self, start: int, end: int) -> Range:
        """Return the range between two offsets."""
        return Range(self.position(start), self.position(end))
