"""The parser's errors as diagnostics: a known mistake where it is one, else what was expected and what was found."""

from __future__ import annotations

from lark import UnexpectedInput, UnexpectedToken

from saql.diagnostics import Diagnostic
from saql.keywords import STATEMENTS
from saql.messages import diagnostic
from saql.mistake import Mistake, place, shown, words
from saql.mistakes import KNOWN, missing_semicolon
from saql.span import Span
from saql.transform_expressions import Refused

_VALUES = frozenset(
    "IDENTIFIER STRING INTEGER DECIMAL TRUE FALSE NULL OPEN OPEN_SQUARE CASE NOT BANG SIGN".split(),
)
_OPERATORS = frozenset("COMPARISON LIKE MATCHES IN IS NOT SIGN FACTOR AND OR AND_SIGN OR_SIGN OVER WITHIN".split())
_NAME_GOES_ON = frozenset("DOT DOUBLE_COLON OPEN OPEN_SQUARE".split())
_WORDS = {
    "$END": "`;`",
    "BANG": "`!`",
    "CLOSE": "`)`",
    "CLOSE_SQUARE": "`]`",
    "COLON": "`:`",
    "COMMA": "`,`",
    "DECIMAL": "a number",
    "EQUAL": "`=`",
    "IDENTIFIER": "a name",
    "INTEGER": "a whole number",
    "OPEN": "`(`",
    "OPEN_SQUARE": "`[`",
    "RANGE": "`..`",
    "SIGN": "a sign",
    "STRING": "a text in double quotes",
}


def explain(error: UnexpectedInput, text: str, piece: Span) -> Refused:
    """Return what is wrong with a statement, as the exception that ends its parsing.

    Args:
        error: Lark's error.
        text: The whole query.
        piece: Where the statement stands in it.
    """
    mistake = _mistake(error, text, piece)
    for known in KNOWN:
        if found := known(mistake):
            return Refused(found, mistake.span.start if known is missing_semicolon else None)
    return Refused(_unexpected(mistake))


def expected(accepts: frozenset[str]) -> str:
    """Return in words what could stand at a place, given the terminals that could."""
    left = set(accepts)
    kinds = []
    if {"STRING", "OPEN", "CASE"} <= left:
        left -= _VALUES
        kinds.append("a field or a value")
    if "AND" in left:
        left -= _OPERATORS | _NAME_GOES_ON
        kinds.append("an operator")
    if left.issuperset(("LOAD", "FILTER")):
        left -= {name.upper() for name in STATEMENTS}
        kinds.append("a statement such as `load` or `filter`")
    if "DECIMAL" in left:
        left.discard("INTEGER")
    choices = sorted(_WORDS.get(name, f"`{name.lower()}`") for name in left) + kinds
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def _mistake(error: UnexpectedInput, text: str, piece: Span) -> Mistake:
    accepts = frozenset(error.accepts or ()) if isinstance(error, UnexpectedToken) else frozenset[str]()
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return Mistake(text, piece, Span(piece.end, piece.end), "$END", accepts)
    if isinstance(error, UnexpectedToken):
        token = error.token
        return Mistake(text, piece, Span(token.start_pos or 0, token.end_pos or 0), token.type, accepts)
    word = next(iter(words(text, Span(error.pos_in_stream or 0, piece.end))))
    return Mistake(text, piece, word.span, "", accepts)


def _unexpected(mistake: Mistake) -> Diagnostic:
    wanted = expected(mistake.accepts)
    if mistake.kind == "$END":
        return diagnostic("SAQL106", place(mistake), before=shown(mistake.before()), expected=wanted)
    hints = []
    if mistake.before().startswith('"'):
        if mistake.earlier[-1].span.end == mistake.span.start:
            hints = ['inside a text, " is written \\"']
        elif mistake.kind == "STRING" and "CLOSE_SQUARE" in mistake.accepts:
            hints = ["write a comma between the two texts"]
    return diagnostic("SAQL100", mistake.span, hints=hints, expected=wanted, found=shown(mistake.found))
