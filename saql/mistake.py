"""Where the parser stopped: what it found there, what it could have gone on with, and the words around."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from saql.span import Span

_WORD = re.compile(
    r"""
    (?P<nothing>[\s\ufeff]+|--[^\n]*|//[^\n]*|/\*[\s\S]*?\*/)
    | "[^"\\\n]*(?:(?:\\.|"")[^"\\\n]*)*" | '[^'\\\n]*(?:\\.[^'\\\n]*)*'
    | \.?\d(?:\w|\.(?=\w))* | \w+
    | == | != | <= | >= | && | \|\| | \.\. | ::
    | [\s\S]
    """,
    re.VERBOSE,
)
CLOSING = {"(": ")", "[": "]"}
"""The end of each bracket."""


class Word(NamedTuple):
    """A word or a sign of the text."""

    text: str
    span: Span

    @property
    def is_bare(self) -> bool:
        """Whether it is a name or a keyword, without quotes."""
        return self.text[0].isalpha() or self.text[0] == "_"


@dataclass(frozen=True)
class Mistake:
    """A place where a statement can't go on.

    `kind` is the terminal that stands there, `$END` at the statement's end, or empty for what is no terminal at all.
    `accepts` are the terminals that could stand there.
    """

    text: str
    piece: Span
    span: Span
    kind: str
    accepts: frozenset[str]

    @cached_property
    def earlier(self) -> tuple[Word, ...]:
        """The words of the statement before the place."""
        return tuple(words(self.text, Span(self.piece.start, self.span.start)))

    @property
    def found(self) -> str:
        """What stands at the place; empty at the end of the statement."""
        return self.text[self.span.start : self.span.end]

    @property
    def is_bare(self) -> bool:
        """Whether a name without quotes stands at the place, or a word that is taken for one."""
        return self.kind == "IDENTIFIER" and not self.found.startswith("'")

    def before(self, steps: int = 1) -> str:
        """Return the word so many steps before the place, or an empty text."""
        return self.earlier[-steps].text if len(self.earlier) >= steps else ""

    @cached_property
    def head(self) -> Word | None:
        """The word that says which statement it is: the one after `q =`, or the first."""
        first = tuple(itertools.islice(words(self.text, self.piece), 3))
        return first[2] if len(first) == 3 and first[1].text == "=" else next(iter(first), None)

    def is_statement(self, *names: str) -> bool:
        """Say whether the statement is one of these."""
        return self.head is not None and self.head.text in names

    @cached_property
    def open_brackets(self) -> tuple[Word, ...]:
        """The brackets that are open at the place."""
        return unclosed(self.earlier)

    @cached_property
    def unclosed_brackets(self) -> tuple[Word, ...]:
        """The brackets before the place that nothing in the statement closes."""
        left = unclosed(words(self.text, self.piece))
        return tuple(word for word in left if word.span.start < self.span.start)


def words(text: str, span: Span) -> Iterator[Word]:
    """Yield the words of a part of the text, without white space and comments."""
    for match in _WORD.finditer(text, span.start, span.end):
        if match.lastgroup != "nothing":
            yield Word(match[0], Span(*match.span()))


def unclosed(sequence: Iterable[Word]) -> tuple[Word, ...]:
    """Return the opening brackets without a closing one of their kind."""
    stack: list[Word] = []
    for word in sequence:
        if word.text in CLOSING:
            stack.append(word)
        elif stack and word.text == CLOSING[stack[-1].text]:
            stack.pop()
    return tuple(stack)


def short(found: str) -> str:
    """Return a part of the text, cut where it is long."""
    return found if len(found) <= 40 else found[:39] + "…"


def shown(found: str) -> str:
    """Return a part of the text as messages show it."""
    return f"`{short(found)}`"


def place(mistake: Mistake) -> Span:
    """Return the span of what was found, or at the end of a statement that of its last word."""
    return mistake.span if mistake.found or not mistake.earlier else mistake.earlier[-1].span
