"""What kind of word a place of a statement takes, as the grammar and the words before it say."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal

from saql.keywords import KEYWORDS, STATEMENTS
from saql.mistake import Word
from saql.parser import accepted
from saql.record import record
from saql.service.cursor import Cursor
from saql.service.reading import Broken, leading_to, unquoted
from saql.syntax.statements import Statement

Role = Literal[
    "statement",
    "stream",
    "value",
    "member",
    "dataset",
    "new name",
    "parameter",
    "parameter value",
    "lineage",
    "keyword",
]
"""`member` is a field behind its stream's name and a dot, `new name` one that is made up, as behind `as`.

`lineage` is what a flatten generates.
"""

PARAMETRIC = ("fill", "timeseries", "arimax")
"""Statements with parameters, `name=value`."""

_SEVERAL_STREAMS = ("group", "cogroup", "join", "augment", "union")
_A_NAME = frozenset(("IDENTIFIER",))
_BETWEEN_VALUES = frozenset("and or not in is null like matches when then else end as by asc desc case".split())
"""The keywords that are offered where the statement before the place is broken."""


@record
class Bracket:
    """An open bracket: its sign, the word before it, how many commas have followed in it, and which word it is."""

    sign: str
    before: str
    commas: int
    index: int


@record
class Place:
    """A place of a statement.

    `statement` is the statement's own word and `stream` the stream that is read there, both empty where there is none
    yet. `brackets` are those that are open, outermost first. `qualifier` is the stream before a dot. `keywords` are
    those that the grammar accepts.
    """

    role: Role
    statement: str
    stream: str
    brackets: tuple[Bracket, ...]
    qualifier: str
    keywords: frozenset[str]

    @property
    def calls(self) -> tuple[str, ...]:
        """The names before the open round brackets: functions, mostly."""
        return tuple(each.before for each in self.brackets if each.sign == "(")

    @property
    def is_in_window(self) -> bool:
        """Whether the place is inside the brackets of `over`."""
        return "over" in self.calls


def place_of(cursor: Cursor) -> Place:
    """Return what kind of place a cursor is at."""
    words = cursor.words
    head = 2 if len(words) > 1 and words[1].text == "=" else 0
    statement = words[head].text if head < len(words) and words[head].text in STATEMENTS else ""
    accepts = accepted(cursor.text, cursor.piece)
    open_brackets = brackets(words)
    role = _role(words, head, statement, open_brackets, accepts)
    keywords = _BETWEEN_VALUES if accepts is None else frozenset(each.lower() for each in accepts) & KEYWORDS
    if "within" in keywords and not _called(words).startswith("percentile"):
        keywords -= {"within"}
    return Place(
        role=role,
        statement=statement,
        stream=_stream(words, head, statement),
        brackets=open_brackets,
        qualifier=unquoted(words[-2].text) if role == "member" else "",
        keywords=keywords,
    )


def relevant(place: Place, cursor: Cursor) -> Sequence[Statement | Broken]:
    """Return the statements before a cursor that say what can stand at its place."""
    if place.role in ("statement", "stream"):
        return cursor.earlier
    return leading_to(place.stream, cursor.earlier)


def brackets(words: tuple[Word, ...]) -> tuple[Bracket, ...]:
    """Return the brackets that are open after some words."""
    stack: list[Bracket] = []
    for index, word in enumerate(words):
        if word.text in "([":
            before = words[index - 1].text if index else ""
            stack.append(Bracket(word.text, before, 0, index))
        elif word.text in ")]" and stack:
            stack.pop()
        elif word.text == "," and stack:
            last = stack[-1]
            stack[-1] = Bracket(last.sign, last.before, last.commas + 1, last.index)
    return tuple(stack)


def _role(
    words: tuple[Word, ...],
    head: int,
    statement: str,
    open_brackets: tuple[Bracket, ...],
    accepts: frozenset[str] | None,
) -> Role:
    """Return the role by the words before, and where they leave it open, by whether the grammar accepts a name."""
    if len(words) <= head:
        return "statement"
    last = words[-1].text
    if len(words) == head + 1:
        return "dataset" if statement == "load" else "stream" if statement else "keyword"
    if last == "as":
        return "new name"
    generates = any(word.text == "generate" for word in words)
    if last == "," and not open_brackets and statement in _SEVERAL_STREAMS and not generates:
        return "stream"
    if statement == "flatten" and generates and last in ("generate", ","):
        return "lineage"
    if last in (".", "::") or (last == "[" and accepts == _A_NAME):
        return "member"
    if statement in PARAMETRIC and open_brackets and open_brackets[0].before in ("by", "with"):
        return "parameter" if len(open_brackets) == 1 and last in "(," else "parameter value"
    takes_name = not _ends_value(words[-1]) if accepts is None else "IDENTIFIER" in accepts
    return "value" if takes_name else "keyword"


def _ends_value(word: Word) -> bool:
    """Whether a value may end with a word, so that none can follow."""
    return word.text[-1] in ")]'\"" or word.text == "end" or (word.text[0].isalnum() and word.text not in KEYWORDS)


def _stream(words: tuple[Word, ...], head: int, statement: str) -> str:
    """Return the stream whose fields can stand after some words: the one before the last `by` outside brackets."""
    found = words[head + 1].text if len(words) > head + 1 else ""
    if statement in _SEVERAL_STREAMS:
        depth = 0
        for previous, word in itertools.pairwise(words):
            depth += (previous.text in "([") - (previous.text in ")]")
            if word.text == "by" and depth == 0:
                found = previous.text
    return unquoted(found)


def _called(words: tuple[Word, ...]) -> str:
    """Return the function whose call has just ended, or an empty text."""
    depth = 0
    for index in range(len(words) - 1, 0, -1):
        depth += (words[index].text == ")") - (words[index].text == "(")
        if depth == 0:
            return words[index - 1].text if words[index].text == "(" else ""
    return ""
