"""A field of characters to draw on, each with a style. Text that does not fit is cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from saql.record import record


@record
class Box:
    """A part of a canvas, in characters."""

    left: int
    top: int
    width: int
    height: int

    def inside(self, across: int = 2, along: int = 1) -> Box:
        """Return the box without a margin on each side."""
        return Box(
            self.left + across, self.top + along, max(0, self.width - 2 * across), max(0, self.height - 2 * along)
        )

    def below(self, lines: int) -> Box:
        """Return the box without its first lines."""
        taken = min(lines, self.height)
        return Box(self.left, self.top + taken, self.width, self.height - taken)


class Canvas:
    """Characters in lines of the same width; `lines` gives them in runs of one style."""

    def __init__(self, width: int) -> None:
        """Take the width in characters; the height grows with what is drawn."""
        self.width = width
        self._lines: list[list[tuple[str, str]]] = []

    @property
    def height(self) -> int:
        """How many lines there are so far."""
        return len(self._lines)

    def put(self, left: int, top: int, text: str, style: str = "", room: int | None = None) -> None:
        """Write a text; `room` is how many columns it may take, after which it ends in an ellipsis."""
        while len(self._lines) <= top:
            self._lines.append([(" ", "")] * self.width)
        line = self._lines[top]
        limit = min(self.width, left + (self.width if room is None else room))
        for letter in cut(text, limit - left):
            wide = text_width(letter)
            line[left] = (letter, style)
            if wide == 2:
                line[left + 1] = ("", style)
            left += max(1, wide)

    def frame(self, box: Box, style: str) -> None:
        """Draw a border just inside a box."""
        if box.width < 2 or box.height < 2:
            return
        across = "─" * (box.width - 2)
        self.put(box.left, box.top, f"╭{across}╮", style)
        self.put(box.left, box.top + box.height - 1, f"╰{across}╯", style)
        for line in range(box.top + 1, box.top + box.height - 1):
            self.put(box.left, line, "│", style)
            self.put(box.left + box.width - 1, line, "│", style)

    def lines(self) -> Iterator[list[tuple[str, str]]]:
        """Yield each line as texts with their styles, without blanks at its end."""
        for line in self._lines:
            end = max((place for place, (letter, _) in enumerate(line, 1) if letter.strip()), default=0)
            runs = groupby(line[:end], key=lambda cell: cell[1])
            yield [("".join(letter for letter, _ in cells), style) for style, cells in runs]


def text_width(text: str) -> int:
    """Return how many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def cut(text: str, room: int) -> str:
    """Return a text that takes at most `room` columns, as one line without marks that stand alone."""
    spaced = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    plain = "".join(each for each in spaced if each.isprintable() and not unicodedata.combining(each))
    if text_width(plain) <= room:
        return plain
    kept = ""
    for letter in plain:
        if text_width(kept) + text_width(letter) > room - 1:
            break
        kept += letter
    return kept + "…" if room > 0 else ""


def padded(text: str, room: int, right: bool = False) -> str:
    """Return a text of exactly `room` columns."""
    shown = cut(text, room)
    gap = " " * (room - text_width(shown))
    return gap + shown if right else shown + gap
