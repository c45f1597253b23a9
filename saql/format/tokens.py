"""A query as tokens with the comments around them: what the formatter lays out.

Tokens rather than the tree: the tree drops brackets that change nothing and the spelling of names and numbers, and
comments may stand between any two tokens. The text is one that the parser has accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from saql.record import record

_PART = re.compile(
    r"""
    (?P<comment> --[^\n]* | //[^\n]* | /\*[\s\S]*?\*/ )
    | "[^"\\\n]*(?:(?:\\.|"")[^"\\\n]*)*" | '[^'\\\n]*(?:\\.[^'\\\n]*)*'
    | [A-Za-z_]\w* | \d*\.\d+ | \d+
    | == | != | <= | >= | && | \|\| | :: | \.\.
    | [^\s\ufeff]
    """,
    re.VERBOSE,
)
_CLOSING = frozenset(", ; ) ]".split())


class Comment(NamedTuple):
    """A comment before a token; `own_line` says that the token stands below it, `gap` that an empty line is above."""

    text: str
    own_line: bool
    gap: bool


@record
class Token:
    """A token and the comments that go where it goes.

    `before` stand above it or to its left; `inline` to its right on the same line with more to come; `trailing` to its
    right at the end of the line.
    """

    text: str
    start: int = 0
    before: tuple[Comment, ...] = ()
    inline: tuple[str, ...] = ()
    trailing: tuple[str, ...] = ()


@record
class Statement:
    """The tokens of a statement, and what stands around them.

    `above` are the comments before it, `gap` says whether an empty line is between those, or what comes before, and it.
    `semicolon` is the last token, if there is one: a predicate has none. The last statement of a query may have no
    tokens: then there are only comments.
    """

    above: tuple[Comment, ...]
    gap: bool
    tokens: tuple[Token, ...]
    semicolon: Token | None


class _Space(NamedTuple):
    """What is between two tokens: comments, each with the line ends above it, and the line ends below the last."""

    comments: tuple[tuple[int, str], ...]
    below: int


class _Place(NamedTuple):
    """Comments that are told apart by where they stand."""

    trailing: tuple[str, ...]
    following: tuple[Comment, ...]


def statements(text: str, terminated: bool) -> Iterator[Statement]:
    """Yield the statements of a query, then what is below the last one.

    Args:
        text: The query, which the parser has accepted.
        terminated: Whether a semicolon that is missing at the end is to be added.
    """
    words, spaces = _split(text)
    if terminated and words and words[-1][0] != ";":
        words.append((";", len(text)))
        spaces.insert(-1, _Space((), 0))
    _move_comments(words, spaces)
    begin = 0
    for index, (word, _) in enumerate(words):
        if word != ";" and index < len(words) - 1:
            continue
        tokens = [_token(words, spaces, each) for each in range(begin, index + 1)]
        tokens[0] = replace(tokens[0], before=())
        semicolon = tokens.pop() if word == ";" else None
        yield Statement(_place(spaces[begin]).following, spaces[begin].below > 1, tuple(tokens), semicolon)
        begin = index + 1
    yield Statement(_place(spaces[begin]).following, False, (), None)


def _split(text: str) -> tuple[list[tuple[str, int]], list[_Space]]:
    """Return the tokens with their offsets, and the spaces before each and after the last; empty statements go."""
    words: list[tuple[str, int]] = []
    spaces: list[_Space] = []
    comments: list[tuple[int, str]] = []
    lines, end = 1, 0  # what is at the beginning of the text is at the beginning of a line
    for match in _PART.finditer(text):
        lines += text.count("\n", end, match.start())
        end = match.end()
        if match.lastgroup == "comment":
            comments.append((lines, _tidy(match[0])))
        elif match[0] == ";" and (not words or words[-1][0] == ";"):
            continue
        else:
            spaces.append(_Space(tuple(comments), lines))
            words.append((match[0], match.start()))
            comments = []
        lines = 0
    spaces.append(_Space(tuple(comments), max(1, lines + text.count("\n", end))))
    return words, spaces


def _tidy(comment: str) -> str:
    return comment.replace("\r\n", "\n") if comment.startswith("/*") else comment.rstrip()


def _move_comments(words: list[tuple[str, int]], spaces: list[_Space]) -> None:
    """Put comments that end a line before a comma or a semicolon behind it, where the canonical text has them."""
    for index, (word, _) in enumerate(words):
        space = spaces[index]
        if not space.comments or word not in ",;" or _is_inline(space):
            continue
        if word == "," or not _place(space).following:
            spaces[index] = _Space((), 0)
            spaces[index + 1] = _joined(space, spaces[index + 1])


def _joined(first: _Space, second: _Space) -> _Space:
    if not second.comments:
        return _Space(first.comments, first.below + second.below)
    (lines, text), *more = second.comments
    return _Space((*first.comments, (first.below + lines, text), *more), second.below)


def _is_inline(space: _Space) -> bool:
    """Say whether comments stand on one line with the tokens on both sides."""
    return not space.below and not any(lines for lines, _ in space.comments)


def _token(words: list[tuple[str, int]], spaces: list[_Space], index: int) -> Token:
    """Return a token with its comments."""
    (text, start), space, after = words[index], spaces[index], spaces[index + 1]
    if not space.comments and not after.comments:
        return Token(text, start)
    before = _place(space).following
    if text in _CLOSING:
        before = () if _is_inline(space) else tuple(each._replace(own_line=True) for each in before)
    inline: tuple[str, ...] = ()
    if index + 1 < len(words) and words[index + 1][0] in _CLOSING and _is_inline(after):
        inline = tuple(text for _, text in after.comments)
    return Token(text, start, before, inline, _place(after).trailing)


def _place(space: _Space) -> _Place:
    """Tell the comments that end the line of the token before them from those that belong to the token after them."""
    below = [*(lines for lines, _ in space.comments[1:]), space.below] if space.comments else []
    on_line = 0
    for (above, _), under in zip(space.comments, below, strict=True):
        if above:
            break
        on_line += 1
        if under:
            break
    if on_line and not below[on_line - 1]:
        on_line = 0
    trailing = tuple(text for _, text in space.comments[:on_line])
    following = tuple(
        Comment(text, under > 0, above > 1)
        for (above, text), under in zip(space.comments[on_line:], below[on_line:], strict=True)
    )
    return _Place(trailing, following)
