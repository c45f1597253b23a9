"""From the tokens of a statement to a document: where a statement that is too long for a line ends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from saql.format.document import Block, Document, Line, group, indented, plain
from saql.format.expressions import Reader, apart, bracketed, item, operands, separated
from saql.format.tokens import Token


def statement(tokens: tuple[Token, ...], semicolon: Token) -> Document:
    """Return the document of a statement."""
    reader = Reader(tokens)
    keyword = reader.take()
    head: list[Document] = [keyword]
    if reader.peek() == "=":
        sign, target, keyword = reader.take(), keyword, reader.take()
        head = [target, " ", sign, " ", keyword]
    comments, end = apart(semicolon)
    last = [indented(*comments), Line.NOTHING, end] if comments else [end]
    return group(*head, *_BODIES[keyword.text](reader), *last)


def predicate(tokens: tuple[Token, ...]) -> Document:
    """Return the document of an expression that stands alone."""
    first, more = operands(Reader(tokens))
    return group(first, *more)


def _filter(reader: Reader) -> list[Document]:
    """Return `q by a && b`, whose conditions have a line each."""
    head = _words(reader, 2)
    first, more = operands(reader)
    return [*head, indented(Line.SPACE, first, *more)] if more else [*head, " ", first]


def _foreach(reader: Reader) -> list[Document]:
    """Return `q generate a, b`, whose items have a line each."""
    return [*_words(reader, 2), _lines(separated(reader, item))]


def _sides(reader: Reader) -> list[Document]:
    """Return `a by x left, b by y`: if there are several, each has a line."""
    sides = separated(reader, _side)
    return [_lines(sides)] if len(sides) > 1 else [" ", *sides]


def _side(reader: Reader) -> Document:
    return plain(reader.take(), " ", reader.take(), " ", item(reader))


def _augment(reader: Reader) -> list[Document]:
    """Return `q by x, a by y generate b, c`, whose items have a line each."""
    sides = [each for side in separated(reader, _side) for each in (" ", side)]
    return [*sides, " ", reader.take(), _lines(separated(reader, item))]


def _flatten(reader: Reader) -> list[Document]:
    """Return `q by key, parent with self generate a, b`, whose items have a line each."""
    head = _words(reader, 2)
    keys = [each for key in separated(reader, item) for each in (" ", key)]
    with_self = _words(reader, 2) if reader.peek() == "with" else []
    return [*head, *keys, *with_self, " ", reader.take(), _lines(separated(reader, item))]


def _union(reader: Reader) -> list[Document]:
    """Return `a, b`, each of which has a line."""
    return [_lines(separated(reader, item))]


def _order(reader: Reader) -> list[Document]:
    """Return `q by (keys)`."""
    return [*_words(reader, 2), " ", item(reader)]


def _fill(reader: Reader) -> list[Document]:
    """Return `q by (parameters)`."""
    return [*_words(reader, 2), " ", bracketed(reader)]


def _forecast(reader: Reader) -> list[Document]:
    """Return `q generate a as b with (parameters)`: if there are several forecasts, each has a line."""
    head = _words(reader, 2)
    forecasts = separated(reader, item)
    body = [_lines(forecasts), Line.SPACE] if len(forecasts) > 1 else [" ", *forecasts, " "]
    return [*head, *body, reader.take(), " ", bracketed(reader)]


def _short(reader: Reader) -> list[Document]:
    """Return what is never long: the rest of a load, a limit or an offset."""
    parts: list[Document] = []
    while word := reader.peek():
        inside = parts and isinstance(parts[-1], Token) and parts[-1].text == "("
        parts += [reader.take()] if inside or word in "()" else [" ", reader.take()]
    return parts


def _words(reader: Reader, count: int) -> list[Document]:
    return [each for _ in range(count) for each in (" ", reader.take())]


def _lines(items: list[Document]) -> Block:
    return indented(*(each for part in items for each in (Line.SPACE, part)))


_BODIES: Mapping[str, Callable[[Reader], list[Document]]] = {
    "load": _short,
    "filter": _filter,
    "foreach": _foreach,
    "group": _sides,
    "cogroup": _sides,
    "join": _sides,
    "augment": _augment,
    "flatten": _flatten,
    "union": _union,
    "order": _order,
    "limit": _short,
    "offset": _short,
    "fill": _fill,
    "timeseries": _forecast,
    "arimax": _forecast,
}
"""What follows each keyword."""
