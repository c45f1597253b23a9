"""Layout: a document says where lines may end, and `render` ends them where the width asks for it.

This is the way of Oppen and Wadler: a group is on one line if it fits there, else all its own line ends are taken, and
the groups within it are tried in their turn. Comments take no room, so that they never change how a query is laid out;
but one that ends its line, or stands on a line of its own, breaks every group that it is within.
"""

from __future__ import annotations

from enum import Enum

from saql.format.tokens import Token
from saql.record import record

INDENT = 4


class Line(Enum):
    """A place where a line may end: the value is what stands there where it does not."""

    SPACE = " "
    NOTHING = ""


class Kind(Enum):
    """What a block does with its parts."""

    PLAIN = "one after the other"
    INDENTED = "lines within begin further to the right"
    GROUP = "on one line, or all lines are ended"


@record
class Block:
    """Parts of a document in order.

    `starts` and `ends` say that a comment asks for a line end before the first token or after the last; `broken` that
    one does so in between. `hugs`: brackets around it stand on its first and last line.
    """

    kind: Kind
    parts: tuple[Document, ...]
    starts: bool
    ends: bool
    broken: bool
    hugs: bool = False


Document = Token | Line | Block | str
"""A text is the space between two tokens where no line ends."""

_Waiting = tuple[int, bool, Document]
"""What is still to be written: how far to the right its lines begin, and whether it goes on one line."""


def plain(*parts: Document) -> Block:
    """Return the parts one after the other."""
    return _block(Kind.PLAIN, parts)


def indented(*parts: Document) -> Block:
    """Return the parts with the lines among them further to the right."""
    return _block(Kind.INDENTED, parts)


def group(*parts: Document, hugs: bool = False) -> Block:
    """Return the parts on one line, or with all line ends that are directly among them."""
    return _block(Kind.GROUP, parts, hugs)


def _block(kind: Kind, parts: tuple[Document, ...], hugs: bool = False) -> Block:
    starts = ends = broken = False
    first = True
    for part in parts:
        if isinstance(part, Token):
            begins, finishes, breaks = _breaks_before(part), bool(part.trailing), False
        elif isinstance(part, Block):
            begins, finishes, breaks = part.starts, part.ends, part.broken
        else:
            continue
        if first:
            starts, first = begins, False
        else:
            broken = broken or begins or ends
        broken = broken or breaks
        ends = finishes
    return Block(kind, parts, starts, ends, broken, hugs)


def _breaks_before(token: Token) -> bool:
    return any(comment.own_line for comment in token.before)


def render(document: Document, width: int) -> str:
    """Return a document as text whose lines have at most `width` characters, as far as it lets them."""
    writer = _Writer()
    waiting: list[_Waiting] = [(0, False, document)]
    while waiting:
        indent, flat, part = waiting.pop()
        if isinstance(part, Token):
            writer.token(part, indent)
        elif isinstance(part, Line):
            if flat:
                writer.space = writer.space or part is Line.SPACE
            else:
                writer.end_line(indent)
        elif isinstance(part, str):
            writer.space = True
        else:
            if part.kind is Kind.INDENTED:
                indent += INDENT
            elif part.kind is Kind.GROUP and not flat:
                flat = _is_flat(part, writer, indent, width, waiting)
            waiting.extend((indent, flat, each) for each in reversed(part.parts))
    return "".join(writer.written)


class _Writer:
    """The text so far. `space` and `line_due` say what comes before the next token; `column` counts no comments."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.column = 0
        self.space = False
        self.line_due = False
        self._indent = 0
        self._at_start = True

    def end_line(self, indent: int) -> None:
        self.written.append("\n" + " " * indent)
        self.column = self._indent = indent
        self._at_start = True
        self.space = self.line_due = False

    def settle(self, indent: int, above: bool) -> None:
        """End the line if a comment asks for it: where none is meant to end, the next one is a continuation."""
        if self.line_due or (above and not self._at_start):
            self.end_line(indent + INDENT)

    def token(self, token: Token, indent: int) -> None:
        self.settle(indent, _breaks_before(token))
        for comment in token.before:
            self._comment(comment.text)
            self.space = True
            self.line_due = comment.own_line
        if not token.text:
            return
        if self.line_due:
            self.end_line(self._indent)
        self._write(token.text)
        self.column += len(token.text)
        for text in (*token.inline, *token.trailing):
            self.space = True
            self._comment(text)
        self.line_due = bool(token.trailing)

    def _comment(self, text: str) -> None:
        if self.line_due:
            self.end_line(self._indent)
        column = self.column
        self._write(text)
        self.column = column

    def _write(self, text: str) -> None:
        if self.space and not self._at_start:
            self.written.append(" ")
            self.column += 1
        self.written.append(text)
        self.space = self._at_start = False


def _is_flat(block: Block, writer: _Writer, indent: int, width: int, waiting: list[_Waiting]) -> bool:
    """Say whether a group goes on one line."""
    if isinstance(block.parts[0], Line):
        if writer.line_due or block.starts:
            return False
    else:
        writer.settle(indent, block.starts)
    return not block.broken and _fits(block, width - writer.column - writer.space, waiting)


def _fits(block: Block, room: int, waiting: list[_Waiting]) -> bool:
    """Say whether a block on one line, with what follows it up to where a line may end, has room."""
    parts: list[Document] = [block]
    while parts:
        part = parts.pop()
        if isinstance(part, Block):
            parts.extend(reversed(part.parts))
            continue
        room -= len(part.text if isinstance(part, Token) else part.value if isinstance(part, Line) else part)
        if room < 0:
            return False
    return block.ends or _rest_fits(room, waiting)


def _rest_fits(room: int, waiting: list[_Waiting]) -> bool:
    """Say whether what follows has room up to where a line may end."""
    following: list[tuple[bool, Document]] = []
    index = len(waiting)
    while following or index:
        if not following:
            index -= 1
            following.append(waiting[index][1:])
        flat, part = following.pop()
        if isinstance(part, Block):
            following.extend((flat, each) for each in reversed(part.parts))
            continue
        if isinstance(part, Line):
            if not flat:
                return True
            part = part.value
        elif isinstance(part, Token):
            if _breaks_before(part):
                return True
            if part.trailing:
                return len(part.text) <= room
            part = part.text
        room -= len(part)
        if room < 0:
            return False
    return True
