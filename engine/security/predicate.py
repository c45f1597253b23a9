"""Security predicates: what they may hold, which is far less than a filter.

Source of the rules: the reference of the language, "Security predicates".

    'OwnerId' == "$User.Id" || ('Region' in ["$User.Regions__c"] && 'Amount' < 100000)

A column in single quotes, an operator with blanks around it, a number, a text or a field of the person who asks;
comparisons are joined by `&&` and `||`. `false` admits no row, `true` every row.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from engine.security.errors import PredicateError
from saql.diagnostics import SaqlError
from saql.parser import parse_expression
from saql.record import record
from saql.syntax.expressions import Array, Binary, Boolean, Expression, In, Name, Number, Range, Text, Unary

LONGEST = 5000
"""In characters."""

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
INEQUALITIES = ("<", "<=", ">", ">=")

_USER = "$User."
_FIELD = re.compile(r"\$User\.([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*)")
_TOKEN = re.compile(
    r"""
    (?P<text>"(?:\\.|[^"\\])*")
    | (?P<column>'(?:\\.|[^'\\])*')
    | (?P<blank>\s+)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<operator>&&|\|\||==|!=|<=|>=|<|>|\bin\b)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign>[()\[\]-])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ONE = "in takes one value in its brackets"
_ONE_HINT = 'Write one value, as in ["$User.Regions__c"], and join others by ||.'
_WORDS = {"and": "&&", "or": "||"}


@record
class Predicate:
    """A predicate that is well formed: its text, its tree, and the fields of a person that it reads."""

    text: str
    expression: Expression
    user_fields: tuple[str, ...]


@functools.lru_cache(256)
def parse_predicate(text: str) -> Predicate:
    """Return the predicate that a text is.

    Raises:
        PredicateError: It is none; the error says what is wrong and where.
    """
    if not text.strip():
        raise PredicateError("The predicate is empty.", hint="Write false to admit no row, true to admit all.")
    if len(text) > LONGEST:
        raise PredicateError(f"The predicate has {len(text):,} characters; {LONGEST:,} are the most.")
    _check_tokens(text)
    try:
        expression = parse_expression(text, "predicate")
    except SaqlError as error:
        first = error.diagnostics[0]
        raise _wrong(first.message, first.span.start, next(iter(first.hints), None)) from None
    return Predicate(text, expression, tuple(dict.fromkeys(_fields(expression))))


def user_field(value: Text) -> str | None:
    """Return the field of a person that a text stands for, None where it stands for itself."""
    found = _FIELD.fullmatch(value.value)
    return None if found is None else found[1]


def _check_tokens(text: str) -> None:
    for token in _TOKEN.finditer(text):
        kind, found, place = token.lastgroup, token[0], token.start()
        if kind == "operator" and not (_is_blank(text, place - 1) and _is_blank(text, token.end())):
            raise _wrong(f"{found} has no blanks around it", place, f"Write a blank before and after {found}.")
        if kind == "word" and found not in ("true", "false"):
            hint = f"Write {_WORDS[found]}." if found in _WORDS else f"Columns stand in single quotes: '{found}'."
            raise _wrong(f"{found} is no part of a predicate", place, hint)
        if found == ",":
            raise _wrong(_ONE, place, _ONE_HINT)
        if kind == "other" or text[place : place + 2] == "--":
            raise _wrong(f"{found} is no part of a predicate", place)


def _is_blank(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isspace()


def _fields(expression: Expression) -> Iterator[str]:
    """Yield the fields of a person that a predicate reads, after a look at its parts."""
    match expression:
        case Boolean():
            return
        case Binary("and" | "or", left, right):
            yield from _fields(left)
            yield from _fields(right)
        case Binary(operator, Name(), value) if operator in COMPARISONS:
            yield from _value(value)
        case Binary(operator, Text() | Number(), Name()) if operator in COMPARISONS:
            raise _wrong("A value stands before the column", expression.span.start, "Write the column first.")
        case In(Name(), Array((Text() | Number() | Unary() as value,)), False):
            yield from _value(value)
        case In(_, Array(elements)) if len(elements) != 1 or isinstance(elements[0], Range):
            raise _wrong(_ONE, expression.span.start, _ONE_HINT)
        case _:
            hint = "A predicate compares columns with values: 'Region' == \"North\"."
            raise _wrong("This is no comparison", expression.span.start, hint)


def _value(value: Expression) -> Iterator[str]:
    match value:
        case Number() | Unary("-", Number()):
            return
        case Text(text):
            field = user_field(value)
            if field is not None:
                yield field
            elif _USER in text:
                hint = 'A field of the person stands alone in its text: "$User.Id".'
                raise _wrong(f"{_USER} is not followed by a field alone", value.span.start, hint)
        case _:
            hint = 'Write a number, a text in double quotes, or "$User.Id".'
            raise _wrong("A column is compared with something else than a value", value.span.start, hint)


def _wrong(what: str, place: int, hint: str | None = None) -> PredicateError:
    return PredicateError(f"The predicate is not valid at character {place + 1}: {what}.", hint=hint)
