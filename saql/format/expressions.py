"""From the tokens of expressions to documents: where an expression that is too long for its line ends it.

The text is known to be sound, so a word is told to be a name or a keyword by where it stands alone: between operands
there are only keywords.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from saql.format.document import Block, Document, Line, group, indented, plain
from saql.format.tokens import Token

_OR, _AND, _COMPARISON, _SUM, _PRODUCT = range(5)
_LEVELS = {
    **dict.fromkeys(("or", "||"), _OR),
    **dict.fromkeys(("and", "&&"), _AND),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "not", "is", "like", "matches"), _COMPARISON),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/", "%"), _PRODUCT),
}
"""The binary operators, from the loosest to the tightest; `not` begins `not in`."""

_SPELLINGS = {"and": "&&", "or": "||"}
"""Operators with two spellings of one meaning get the one that most queries use, and that bindings write.

`not` and `!` stay as they are: `!` binds tighter.
"""

_SIGNS = ("-", "+")
_PREFIXES = ("not", "!", *_SIGNS)
_AFTER_ITEM = ("asc", "desc", "nulls", "first", "last", "left", "right", "full", "inner", "semi", "anti")


class Reader:
    """Goes through the tokens of a statement."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._index = 0

    def peek(self) -> str:
        """Return the text of the next token; empty at the end."""
        return self._tokens[self._index].text if self._index < len(self._tokens) else ""

    def take(self) -> Token:
        """Return the next token and go on."""
        self._index += 1
        return self._tokens[self._index - 1]


def expression(reader: Reader) -> Document:
    """Return an expression, whose further lines are further to the right than its first."""
    first, more = operands(reader)
    return group(first, indented(*more)) if more else first


def operands(reader: Reader) -> tuple[Document, list[Document]]:
    """Return the operands of an expression's loosest operators: the first, then the others.

    Each of the others has its operator and a line end before it. An expression that has no place for a line end at its
    outermost level is a single operand.
    """
    found: list[Document] = [_operand(reader)]
    operators: list[tuple[int, Document]] = []
    while (level := _LEVELS.get(reader.peek())) is not None:
        operators.append((level, _operator(reader)))
        found.append(_operand(reader))
    return _chain(found, operators)


def _chain(found: list[Document], operators: list[tuple[int, Document]]) -> tuple[Document, list[Document]]:
    if not operators:
        return found[0], []
    loosest = min(level for level, _ in operators)
    places = [index for index, (level, _) in enumerate(operators) if level == loosest]
    parts: list[Document] = []
    begin = 0
    for place in (*places, len(operators)):
        first, more = _chain(found[begin : place + 1], operators[begin:place])
        parts.append(group(first, indented(*more)) if more else first)
        begin = place + 1
    symbols = [operators[place][1] for place in places]
    if loosest == _COMPARISON:
        pairs = (each for pair in zip(symbols, parts[1:], strict=True) for each in (" ", pair[0], " ", pair[1]))
        return plain(parts[0], *pairs), []
    return parts[0], [plain(Line.SPACE, sign, " ", part) for sign, part in zip(symbols, parts[1:], strict=True)]


def _operator(reader: Reader) -> Document:
    token = reader.take()
    if token.text in _SPELLINGS:
        return replace(token, text=_SPELLINGS[token.text])
    if token.text == "not" or (token.text == "is" and reader.peek() == "not"):
        return plain(token, " ", reader.take())
    return token


def _operand(reader: Reader) -> Document:
    prefixes: list[Document] = []
    while reader.peek() in _PREFIXES:
        token = reader.take()
        prefixes.append(token)
        # Two minus signs side by side would begin a comment.
        if token.text == "not" or (token.text in _SIGNS and reader.peek() in _SIGNS):
            prefixes.append(" ")
    operand = _primary(reader)
    return plain(*prefixes, operand) if prefixes else operand


def _primary(reader: Reader) -> Document:
    opening = reader.peek()
    if opening == "(":
        return bracketed(reader)
    if opening == "[":
        return _array(reader)
    if opening == "case":
        return _case(reader)
    parts: list[Document] = [reader.take()]
    while reader.peek() in (".", "::"):
        parts += [reader.take(), reader.take()]
    if reader.peek() == "[":
        parts += [reader.take(), reader.take(), reader.take()]
    if reader.peek() == "(":
        parts.append(bracketed(reader))
        parts += _windows(reader)
    return plain(*parts) if len(parts) > 1 else parts[0]


def _windows(reader: Reader) -> list[Document]:
    """Return what follows a call: `within group (..)`, `over (..)`."""
    parts: list[Document] = []
    while reader.peek() in ("over", "within"):
        parts += [" ", reader.take(), " "]
        if reader.peek() == "group":
            parts += [reader.take(), " "]
        parts.append(_clauses(reader))
    return parts


def _clauses(reader: Reader) -> Document:
    """Return `([..] partition by a order by b)`."""
    opening = reader.take()
    clauses: list[Document] = [_array(reader)] if reader.peek() == "[" else []
    while reader.peek() != ")":
        clauses.append(plain(reader.take(), " ", reader.take(), " ", item(reader)))
    return _enclosed(opening, clauses, reader.take())


def _case(reader: Reader) -> Document:
    """Return a case, each branch on a line of its own."""
    head: list[Document] = [reader.take()]
    if reader.peek() != "when":
        head += [" ", expression(reader)]
    branches: list[Document] = []
    while reader.peek() == "when":
        when = plain(reader.take(), " ", expression(reader))
        then = indented(Line.SPACE, reader.take(), " ", expression(reader))
        branches += [Line.SPACE, group(when, then)]
    if reader.peek() == "else":
        branches += [Line.SPACE, plain(reader.take(), " ", expression(reader))]
    comments, end = apart(reader.take())
    return group(*head, indented(*branches, *comments), Line.SPACE, end, hugs=True)


def bracketed(reader: Reader) -> Document:
    """Return what stands in round brackets: one item a line, if they do not fit."""
    opening = reader.take()
    if reader.peek() == ")":
        return _enclosed(opening, [], reader.take())
    first, more = operands(reader)
    if reader.peek() == ")":
        if isinstance(first, Block) and first.hugs and not more:
            return group(opening, first, reader.take(), hugs=True)
        return _enclosed(opening, [group(first, *more)], reader.take())
    whole = _finished(reader, group(first, indented(*more)) if more else first)
    return _enclosed(opening, separated(reader, item, whole), reader.take())


def item(reader: Reader) -> Document:
    """Return an expression and what may follow it: an alias, a direction, a kind of join, the value of a parameter."""
    return _finished(reader, expression(reader))


def _finished(reader: Reader, start: Document) -> Document:
    parts = [start]
    while True:
        word = reader.peek()
        if word == "as":
            parts += [" ", reader.take(), " ", reader.take()]
        elif word in _AFTER_ITEM:
            parts += [" ", reader.take()]
        elif word == "=":
            parts += [reader.take(), _operand(reader)]
        elif word == ":":
            parts += [reader.take(), " ", _operand(reader)]
        else:
            return plain(*parts) if len(parts) > 1 else start


def separated(reader: Reader, read: Callable[[Reader], Document], first: Document | None = None) -> list[Document]:
    """Return a list of things, each with the comma after it; `first` is the first of them if it is read already."""
    found = [first or read(reader)]
    while reader.peek() == ",":
        found[-1] = plain(found[-1], reader.take())
        found.append(read(reader))
    return found


def _array(reader: Reader) -> Document:
    """Return what stands in square brackets: lines are filled, for lists of hundreds of short values are common."""
    opening = reader.take()
    elements = [] if reader.peek() == "]" else separated(reader, _element)
    wrapped: list[Document] = [group(Line.SPACE, each) for each in elements[1:]]
    return _between(opening, elements[:1] + wrapped, reader.take())


def _element(reader: Reader) -> Document:
    """Return a value or a range."""
    parts: list[Document] = [] if reader.peek() == ".." else [expression(reader)]
    if reader.peek() == "..":
        parts.append(reader.take())
        if reader.peek() not in (",", "]"):
            parts.append(expression(reader))
    return plain(*parts)


def _enclosed(opening: Token, parts: list[Document], closing: Token) -> Document:
    """Return brackets around parts that stand on one line, or on one each."""
    lines: list[Document] = [each for part in parts for each in (Line.SPACE, part)]
    return _between(opening, lines[1:], closing)


def _between(opening: Token, inner: list[Document], closing: Token) -> Document:
    """Return brackets around what may be on lines of its own."""
    comments, closing = apart(closing)
    inner = [*inner, *comments] if inner else comments[1:]
    if inner:
        return group(opening, indented(Line.NOTHING, *inner), Line.NOTHING, closing)
    return group(opening, Line.NOTHING, closing) if opening.trailing else plain(opening, closing)


def apart(closing: Token) -> tuple[list[Document], Token]:
    """Return the comments above a closing word as lines of what it closes, and the word without them."""
    if not any(comment.own_line for comment in closing.before):
        return [], closing
    return [Line.SPACE, Token("", before=closing.before)], replace(closing, before=())
